import ControlSocket
import CurtailTesting
import CurtailmentEngine
import GridMarket
import GridUnits
import HostSystem
import NIOPosix
import SiteRecord
import SiteReports
import Testing

@testable import CurtailCommands

/// A daemon's socket whose answers a test sets.
private final class AnsweringSocket: ControlService {
    /// Gives answers to a call whose type is not known.
    struct Answering: Sendable {
        let reply: @Sendable (any Sendable) -> Void
        let more: @Sendable (any Sendable) -> Void
        let fail: @Sendable (ControlFailure) -> Void
    }

    let path: String
    private let folder: TemporaryDirectory
    private let answer: @Sendable (any ControlCall, Answering) -> Void
    private let kept = Monitor<[String]>([])
    private let server = Monitor<ControlServer?>(nil)

    init(_ answer: @escaping @Sendable (any ControlCall, Answering) -> Void) throws {
        folder = try TemporaryDirectory()
        path = folder.path("control")
        self.answer = answer
        let access = ControlAccess(
            groupID: 4_242, groupName: "curtaild", ownUserID: UserDirectory.ownUserID, isWorldReadable: true)
        let server = ControlServer(
            listener: try UnixListener(path: path, mode: 0o660, group: nil),
            eventLoop: MultiThreadedEventLoopGroup.singleton.next(), interface: SiteCalls.interface,
            service: Relay(self), access: access,
            identity: ControlIdentity(
                vendor: "v", product: "curtaild", version: "1", url: "https://example.org"),
            report: { _ in })
        server.start()
        self.server.withLock { $0 = server }
    }

    deinit { server.withLock { $0?.stop() } }

    /// What was asked, as `Method {parameters}`.
    var calls: [String] { kept.withLock { $0 } }

    func handle<Call: ControlCall>(
        _ call: Call, from peer: ControlPeer, with responder: ControlResponder<Call.Reply>
    ) {
        kept.withLock { $0.append("\(Call.method) \(call.json.json)") }
        answer(
            call,
            Answering(
                reply: { if let document = $0 as? Call.Reply { responder.reply(document) } },
                more: { if let document = $0 as? Call.Reply { responder.more(document) } },
                fail: { responder.fail($0) }))
    }

    /// Breaks the circle between server and socket.
    private struct Relay: ControlService {
        weak let socket: AnsweringSocket?

        init(_ socket: AnsweringSocket) { self.socket = socket }

        func handle<Call: ControlCall>(
            _ call: Call, from peer: ControlPeer, with responder: ControlResponder<Call.Reply>
        ) {
            socket?.handle(call, from: peer, with: responder)
        }
    }
}

@Suite("Verbs of a running daemon")
struct ControlVerbTests {
    private static func done(accepted: Bool = true, _ message: String = "Done.") -> CommandReply {
        CommandReply(
            isAccepted: accepted, event: nil, mode: "armed", target: .zero, commanded: .zero,
            message: message, stillHolding: [])
    }

    /// The shortest answer to every call.
    private static func answer(_ call: any ControlCall) -> any Sendable {
        switch call {
        case is Signals: Signals.Reply(sources: [])
        case is Fleet: Fleet.Reply(groups: [], units: [], unitsOmitted: 0)
        case is Reload: Reload.Reply(changes: [], message: "Done.")
        case is Explain:
            Explain.Reply(
                subject: "event", at: nil, event: nil, decisions: [], areDecisionsOmitted: false, groups: [],
                text: ["So."])
        case is Log: Log.Reply.events([])
        case is Credits:
            Credits.Reply(
                by: "day", from: nil, to: nil, asOf: nil, rows: [],
                total: Credits.Sums(
                    curtailed: .zero, energyAvoided: .zero, lostHash: .zero, restartCost: .zero,
                    claims: ByName([]), uncertainty: .zero, contingent: .zero, incremental: .zero, net: .zero,
                    isEstimate: false))
        case is Curtail: Curtail.Reply.done(done())
        case is Status: PageTests.status
        default: done()
        }
    }

    @Test("each verb sends its call, prints the document as it came, and a page of it")
    func calls() throws {
        let socket = try AnsweringSocket { call, responder in responder.reply(Self.answer(call)) }
        let verbs: [([String], String, schema: String)] = [
            (["status"], "Status {}", "status"), (["signals"], "Signals {}", "signals"),
            (["reload", "--wait"], #"Reload {"wait":true}"#, "reload"),
            (["arm", "--reason", "go"], #"Arm {"reason":"go"}"#, "command"),
            (["disarm", "--reason", "no"], #"Disarm {"reason":"no"}"#, "command"),
            (
                ["fleet", "--group", "a", "--state", "asleep"],
                #"Fleet {"group":"a","state":"asleep"}"#, "fleet"
            ),
            (["explain", "3"], #"Explain {"event":3}"#, "explain"),
            (["log", "--program", "price"], #"Log {"program":"price"}"#, "log"),
            (
                ["credits", "--from", "2026-07-01", "--by", "month"],
                #"Credits {"from":"2026-07-01","by":"month"}"#, "credits"
            ),
            (["curtail", "--all", "--reason", "x"], #"Curtail {"all":true,"reason":"x"}"#, "command"),
            (["release", "--reason", "x"], #"Release {"reason":"x"}"#, "command"),
        ]
        for (line, call, schema) in verbs {
            let document = RecordedTerminal.run(line + ["--socket", socket.path, "--json"])
            #expect(document.status == 0, "\(line): \(document.errors)")
            #expect(document.output.hasPrefix(#"{"schema":"curtaild.\#(schema)/1""#), "\(document.output)")
            #expect(document.output.hasSuffix("}\n"))
            #expect(socket.calls.last == call)
            let page = RecordedTerminal.run(line + ["--socket", socket.path])
            #expect(page.status == 0 && !page.output.isEmpty && !page.output.hasPrefix("{"), "\(page)")
        }
    }

    @Test("a command that is not accepted exits with 65 after its document")
    func notAccepted() throws {
        let socket = try AnsweringSocket { _, responder in
            responder.reply(Self.done(accepted: false, "An obligation holds."))
        }
        let outcome = RecordedTerminal.run(["release", "--reason", "x", "--socket", socket.path])
        #expect(outcome.status == 65)
        #expect(outcome.output.hasPrefix("An obligation holds.\n"))
        #expect(outcome.errors.contains("did not accept"))
    }

    @Test(
        "an error of the daemon is printed with its own status",
        arguments: [
            (ControlFailure.Kind.notPermitted, Int32(77)), (.configuration, 78), (.tryAgain, 75),
            (.notFound, 65),
            (.refused, 65),
        ])
    func daemonErrors(kind: ControlFailure.Kind, status: Int32) throws {
        let socket = try AnsweringSocket { _, responder in responder.fail(ControlFailure(kind, "It is so.")) }
        let outcome = RecordedTerminal.run(["reload", "--socket", socket.path])
        #expect(outcome.status == status)
        #expect(outcome.errors == "curtailctl: It is so.\n")
    }

    @Test("following prints every event until the daemon ends it")
    func follow() throws {
        let socket = try AnsweringSocket { _, responder in
            let event = Log.Reply.event(
                EventLine(
                    id: 4, state: "pending", isShadow: false,
                    startedAt: PageTests.instant("2026-07-22T21:45:00Z"), endedAt: nil, duration: nil,
                    programs: ["price"], reason: "price_above_break_even", target: .zero, commanded: .zero,
                    confirmed: .megawatts(10), metered: nil, failedUnits: 0, curtailed: nil, net: nil))
            responder.more(event)
            responder.reply(event)
        }
        let outcome = RecordedTerminal.run(["log", "--follow", "--socket", socket.path])
        let line = "2026-07-22 21:45:00Z  event 4  pending  price  target 0.000 MW, confirmed 10.000 MW\n"
        #expect(outcome.status == 0)
        #expect(outcome.output == line + line)
        #expect(socket.calls == [#"Log {"follow":true}"#])
    }

    @Test("a daemon that is not there exits with 69 and says what to type")
    func notReachable() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("control")
        let outcome = RecordedTerminal.run(["status", "--socket", path])
        #expect(outcome.status == 69)
        #expect(
            outcome.errors.contains(
                "Is curtaild running? systemctl status curtaild; or name its socket with --socket PATH"))
        #expect(RecordedTerminal.run(["probe", "--socket", path]).status == 2)
    }

    @Test("a probe prints one line and exits with Nagios's state")
    func probe() throws {
        let socket = try AnsweringSocket { _, responder in responder.reply(PageTests.status) }
        let outcome = RecordedTerminal.run(["probe", "--socket", socket.path])
        #expect(outcome.status == 1)
        #expect(
            outcome.output.hasPrefix(
                "CURTAILD WARNING - armed, curtailed, 1.235 of 99.998 MW; no price for 2700 s; source"))
        #expect(outcome.output.filter { $0 == "\n" }.count == 1)
        #expect(outcome.errors.isEmpty)
    }
}
