import ArgumentParser
import ControlSocket
import CurtailmentEngine
import GridMarket
import GridUnits
import SiteRecord
import SiteReports
import Testing

@testable import CurtailCommands

@Suite("Command lines")
struct ParsingTests {
    private func parse<Command: ParsableCommand>(_ line: [String], as type: Command.Type) throws -> Command {
        try #require(try CurtailCtl.parseAsRoot(line) as? Command)
    }

    @Test(
        "each way to say how much is the level meant",
        arguments: [
            (["--all"], OperatorCommand.Level.everything), (["--to", "12.5"], .to(.kilowatts(12_500))),
            (["--by", "0.001"], .by(.kilowatts(1))), (["--percent", "30"], .percent(30)),
        ])
    func levels(options: [String], level: OperatorCommand.Level) throws {
        let verb = try parse(["curtail", "--reason", "test"] + options, as: CallVerb<Curtail>.self)
        #expect(try verb.parameters.call().level == level)
    }

    @Test("a span and a dry run reach the call")
    func spanAndDryRun() throws {
        let line = ["curtail", "--all", "--for", "2h", "--dry-run", "--reason", "test"]
        let call = try parse(line, as: CallVerb<Curtail>.self).parameters.call()
        #expect(call.json.json == #"{"all":true,"for_s":"7200","dry_run":true,"reason":"test"}"#)
    }

    @Test("a release may name an event and an override with its span")
    func release() throws {
        let plain = try parse(["release", "7", "--reason", "done"], as: CallVerb<Release>.self)
        #expect(try plain.parameters.call().event == 7)
        let line = ["release", "--override", "price", "--for", "1h", "--reason", "pool"]
        #expect(
            try parse(line, as: CallVerb<Release>.self).parameters.call().override
                == Release.Override(program: .price, span: .seconds(3_600)))
    }

    @Test("an option's help stands where the call declares it")
    func help() {
        let help = CallVerb<Curtail>.helpMessage(columns: 100)
        for part in [
            "--to <mw>", "The site may draw at most this many MW.", "--for <duration>", "--dry-run",
            "--reason <text>", "--socket <path>", "--json",
        ] { #expect(help.contains(part), "\(part) in \(help)") }
        #expect(LedgerVerb<Credits>.helpMessage(columns: 100).contains("--as-of <instant>"))
        #expect(LedgerVerb<Explain>.helpMessage(columns: 100).contains("[<event>]"))
    }

    @Test(
        "a line that makes no sense exits with 64 and says what would",
        arguments: [
            (["curtail", "--reason", "x"], "exactly one of"),
            (["curtail", "--all", "--to", "5", "--reason", "x"], "exactly one of"),
            (["curtail", "--percent", "0", "--reason", "x"], "1 to 100"),
            (["curtail", "--to=-1", "--reason", "x"], "zero or more"), (["curtail", "--all"], "--reason"),
            (["curtail", "--all", "--reason", " "], "--reason is empty"),
            (["curtail", "--all", "--for", "soon", "--reason", "x"], "15m"),
            (["release", "--override", "price", "--reason", "x"], "belong together"),
            (["explain"], "--at INSTANT"),
            (["explain", "5", "--at", "12:00"], "--at INSTANT"),
            (["log", "--since", "noon"], "2026-07-22T21:45:00Z"),
            (["log", "--since", "2026-09-02", "--until", "2026-09-01"], "--until 2026-09-01T00:00:00Z"),
            (["credits", "--from", "2026-09-01", "--to", "2026-08-01"], "--from 2026-09-01 is after --to"),
            (["export", "--table", "claims", "--from", "2026-09-01", "--to", "2026-08-01"], "is after"),
            (["samples", "--from", "12:00", "--to", "11:00"], "is after"),
            (["report", "--month", "2026-07", "--force"], "-o FILE"),
            (["log", "--follow", "--ledger", "x"], "running daemon"), (["credits", "--by", "week"], "week"),
            (["replay", "--config", "x"], "Nothing to replay"), (["fleet", "--state", "tired"], "tired"),
            (["fly"], "fly"),
        ])
    func usage(line: [String], words: String) {
        let outcome = RecordedTerminal.run(line)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test("every verb's help has an example that begins with its name")
    func helpHasExamples() {
        for verb in CurtailCtl.configuration.groupedSubcommands.flatMap(\.subcommands) {
            #expect(verb.configuration.discussion.contains("Example: curtailctl \(verb._commandName)"))
        }
    }

    @Test("every verb of the contract is there, in its group")
    func verbs() {
        let groups = CurtailCtl.configuration.groupedSubcommands.map { group in
            "\(group.name): " + group.subcommands.map { $0._commandName }.joined(separator: " ")
        }
        #expect(
            groups == [
                "Operate: curtail release arm disarm reload",
                "Look: status log explain credits signals fleet watch probe",
                "Offline: check replay verify export samples report reconcile backup restore",
            ])
    }

    @Test("the socket is the given one, the runtime directory's, or the system's")
    func socketPath() {
        #expect(ConnectionOptions.path(given: "/x", environment: ["RUNTIME_DIRECTORY": "/r"]) == "/x")
        #expect(
            ConnectionOptions.path(given: nil, environment: ["RUNTIME_DIRECTORY": "/r:/q"]) == "/r/control")
        #expect(ConnectionOptions.path(given: nil, environment: [:]) == "/run/curtaild/control")
    }

    @Test("no help has a gap in the middle of a line")
    func helpHasNoGaps() {
        for verb in CurtailCtl.configuration.groupedSubcommands.flatMap(\.subcommands) {
            let lines = verb.configuration.discussion.split(separator: "\n")
            #expect(!lines.contains { $0.contains("  ") }, "\(verb._commandName)")
        }
    }
}
