import GridMarket
import ArgumentParser
import ControlSocket
import CurtailmentEngine
import Foundation
import GridUnits
import SiteReports

/// `status`: the site at a glance.
struct Status: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Mode, load target and why, the three megawatts, sources, alarms, today's credits.",
        discussion: "Power in MW at the site meter, money in US dollars.\nExample: curtailctl status --json")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func execute(on terminal: Terminal) throws {
        try terminal.print(try connection.ask(.status), as: output, page: StatusPage.text)
    }
}

/// `watch`: the status, again and again.
struct Watch: Verb {
    static let configuration = CommandConfiguration(
        abstract: "The status, live in the terminal, until Ctrl-C.",
        discussion: "Example: curtailctl watch --every 5s")

    @Option(
        help: ArgumentHelp("Time between two looks: 2 (s), 1m.", valueName: "duration"),
        transform: TimeText.span)
    var every: TimeSpan = .seconds(2)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    /// Back to the top left, and everything below cleared.
    private static let clearScreen = "\u{1B}[H\u{1B}[2J"

    func execute(on terminal: Terminal) throws {
        while true {
            let document = try connection.ask(.status)
            if terminal.isInteractive, !output.json { terminal.write(Self.clearScreen) }
            try terminal.print(document, as: output, page: StatusPage.text)
            if !terminal.isInteractive, !output.json { terminal.line("") }
            // Watching is for a person: it goes by the wall, and nothing else runs in this process.
            Thread.sleep(forTimeInterval: TimeInterval(every.nanoseconds) / 1e9)
        }
    }
}

/// `log`: curtailment events.
struct Log: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Curtailment events, newest last.",
        discussion: """
            Times in UTC, power in MW at the site meter, energy in MWh and money in US dollars of every interval that \
            an event touches.
            Example: curtailctl log --since 2026-07-22 --program price
            """)

    @Option(
        help: ArgumentHelp("Events that had not ended before this.", valueName: "instant"),
        transform: TimeText.instant)
    var since: UTCInstant?

    @Option(
        help: ArgumentHelp("Events that had begun before this.", valueName: "instant"),
        transform: TimeText.instant)
    var until: UTCInstant?

    @Option(
        help: ArgumentHelp(
            "Only events of this program: price, underfrequency, manual.", valueName: "program"))
    var program: Program?

    @Flag(help: "Go on with every change of an event until Ctrl-C.")
    var follow = false

    @OptionGroup var source: LedgerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !follow || source.ledger == nil else {
            throw ValidationError(
                "--follow asks a running daemon; a file given with --ledger does not go on.")
        }
        try TimeText.requireOrder(since?.seconds, until?.seconds, ("--since", "--until"))
    }

    var selection: LogSelection {
        LogSelection(since: since, until: until, program: program, follows: follow)
    }

    func execute(on terminal: Terminal) throws {
        guard follow else {
            let document = try source.ask(.log(selection)) { try LedgerDocuments.log($0, selection) }
            return try terminal.print(document, as: output, page: LogPage.text)
        }
        try ControlClient(path: source.connection.path).stream(.log(selection)) { document in
            terminal.write(output.json ? document.json + "\n" : LogPage.text(document, terminal.style))
            return true
        }
    }
}

/// `explain`: why.
struct Explain: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Why: rule, numbers, threshold, margin, runner-up, dollars; also why nothing was done.",
        discussion: """
            Prices and margins in USD/MWh.
            Example: curtailctl explain 12
            Example: curtailctl explain --at 2026-07-22T21:45:00Z
            """)

    @Argument(help: "An event's number, from curtailctl log.")
    var event: Int64?

    @Option(
        help: ArgumentHelp("An instant, also one at which nothing was done.", valueName: "instant"),
        transform: TimeText.instant)
    var at: UTCInstant?

    @OptionGroup var source: LedgerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { _ = try subject() }

    func subject() throws -> ExplainSubject {
        switch (event, at) {
        case (let event?, nil): return .event(event)
        case (nil, let at?): return .at(at)
        case (nil, nil), (_?, _?): throw ValidationError("Give either an event's number or --at INSTANT.")
        }
    }

    func execute(on terminal: Terminal) throws {
        let subject = try subject()
        let document = try source.ask(.explain(subject)) { try LedgerDocuments.explain($0, subject) }
        try terminal.print(document, as: output, page: ExplainPage.text)
    }
}

/// `credits`: money.
struct Credits: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Money: energy avoided, lost hash, capacity, restart cost, net.",
        discussion: """
            US dollars, and MWh curtailed; days are ERCOT operating days, hours and intervals begin in UTC. Lost hash, \
            restarts and penalties are costs; incremental is what is there because something was curtailed, net is all. \
            “est” is not metered, “shadow” is what would have been and is in no total. A claim that names no program \
            is the first program's of the event in its interval. Without --from and --to a daemon \
            answers for today, and a file given with --ledger for every day in it. By claim each kind shows the energy \
            it is for, which the total counts once.
            Example: curtailctl credits --from 2026-07-01 --to 2026-07-31 --by day
            """)

    @Option(help: ArgumentHelp("First operating day.", valueName: "day"), transform: TimeText.day)
    var from: CalendarDate?

    @Option(help: ArgumentHelp("Last operating day, included.", valueName: "day"), transform: TimeText.day)
    var to: CalendarDate?

    @Option(help: "What shares a line: \(CreditGrouping.allCases.map(\.rawValue).joined(separator: ", ")).")
    var by: CreditGrouping = .day

    @Option(
        help: ArgumentHelp("As it was known then: later revisions are left out.", valueName: "instant"),
        transform: TimeText.instant)
    var asOf: UTCInstant?

    @OptionGroup var source: LedgerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { try TimeText.requireOrder(from, to) }

    func execute(on terminal: Terminal) throws {
        let selection = CreditSelection(from: from, to: to, by: by, asOf: asOf)
        let document = try source.ask(.credits(selection)) { try LedgerDocuments.credits($0, selection) }
        try terminal.print(document, as: output, page: CreditsPage.text)
    }
}

extension CreditGrouping: ExpressibleByArgument {}

/// `signals`: the sources.
struct Signals: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Every source: last value, age and its limit, condition, accepted and rejected.",
        discussion: "Example: curtailctl signals")

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func execute(on terminal: Terminal) throws {
        try terminal.print(try connection.ask(.signals), as: output, page: SignalsPage.text)
    }
}

/// `fleet`: units and groups.
struct Fleet: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Groups and units: state, megawatts, last order, last answer.",
        discussion:
            "Groups in MW at the site meter, units in W.\nExample: curtailctl fleet --state unreachable")

    @Option(help: ArgumentHelp("Only this group.", valueName: "name"))
    var group: String?

    @Option(
        help: ArgumentHelp(
            "Only units in this state: \(UnitState.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "state"))
    var state: UnitState?

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func execute(on terminal: Terminal) throws {
        let document = try connection.ask(.fleet(group: group, state: state))
        try terminal.print(document, as: output, page: FleetPage.text)
    }
}

extension UnitState: ExpressibleByArgument {}
