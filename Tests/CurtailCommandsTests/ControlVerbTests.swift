import GridMarket
import ControlSocket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import HostSystem
import NIOPosix
import Synchronization
import Testing

@testable import CurtailCommands

/// A daemon's socket whose answers a test sets.
private final class AnsweringSocket: ControlService {
    let path: String
    private let folder: TemporaryDirectory
    private let answer: @Sendable (ControlRequest, ControlResponder) -> Void
    private let kept = Mutex<[ControlRequest]>([])
    private let server = Mutex<ControlServer?>(nil)

    init(_ answer: @escaping @Sendable (ControlRequest, ControlResponder) -> Void) throws {
        folder = try TemporaryDirectory()
        path = folder.path("control")
        self.answer = answer
        let access = ControlAccess(
            groupID: 4_242, groupName: "curtaild", ownUserID: UserDirectory.ownUserID, isWorldReadable: true)
        let server = ControlServer(
            listener: try UnixListener(path: path, mode: 0o660, group: nil),
            eventLoop: MultiThreadedEventLoopGroup.singleton.next(), service: Relay(self), access: access,
            identity: ControlIdentity(
                vendor: "v", product: "curtaild", version: "1", url: "https://example.org"),
            report: { _ in })
        server.start()
        self.server.withLock { $0 = server }
    }

    deinit { server.withLock { $0?.stop() } }

    var requests: [ControlRequest] { kept.withLock { $0 } }

    func handle(_ request: ControlRequest, from peer: ControlPeer, with responder: ControlResponder) {
        kept.withLock { $0.append(request) }
        answer(request, responder)
    }

    /// Breaks the circle between server and socket.
    private struct Relay: ControlService {
        weak let socket: AnsweringSocket?

        init(_ socket: AnsweringSocket) { self.socket = socket }

        func handle(_ request: ControlRequest, from peer: ControlPeer, with responder: ControlResponder) {
            socket?.handle(request, from: peer, with: responder)
        }
    }
}

@Suite("Verbs of a running daemon")
struct ControlVerbTests {
    @Test("each verb sends its request and prints what comes back")
    func requests() throws {
        let socket = try AnsweringSocket { _, responder in responder.reply(["message": "Done."]) }
        let verbs: [([String], ControlRequest)] = [
            (["status"], .status), (["signals"], .signals), (["reload", "--wait"], .reload(waits: true)),
            (["arm", "--reason", "go"], .arm(reason: "go")),
            (["disarm", "--reason", "no"], .disarm(reason: "no")),
            (["fleet", "--group", "a", "--state", "asleep"], .fleet(group: "a", state: .asleep)),
            (["explain", "3"], .explain(.event(3))),
            (["log", "--program", "price"], .log(LogSelection(program: .price))),
            (
                ["credits", "--from", "2026-07-01", "--by", "month"],
                .credits(
                    CreditSelection(from: CalendarDate(year: 2026, month: 7, day: 1), to: nil, by: .month))
            ),
            (
                ["curtail", "--all", "--reason", "x"],
                .curtail(CurtailCommand(level: .everything, reason: "x"))
            ),
            (["release", "--reason", "x"], .release(ReleaseCommand(reason: "x"))),
        ]
        for (line, request) in verbs {
            let outcome = RecordedTerminal.run(line + ["--socket", socket.path, "--json"])
            #expect(outcome.status == 0, "\(line): \(outcome.errors)")
            #expect(outcome.output == "{\"message\":\"Done.\"}\n")
            #expect(socket.requests.last == request)
        }
    }

    @Test("a command that is not accepted exits with 65 after its document")
    func notAccepted() throws {
        let socket = try AnsweringSocket { _, responder in
            responder.reply([
                "schema": "curtaild.command/1", "accepted": false, "message": "An obligation holds.",
            ])
        }
        let outcome = RecordedTerminal.run(["release", "--reason", "x", "--socket", socket.path])
        #expect(outcome.status == 65)
        #expect(outcome.output == "An obligation holds.\n")
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
            let event: ControlValue = [
                "schema": "curtaild.event/1", "id": 4, "state": "pending",
                "started_at": "2026-07-22T21:45:00Z",
                "programs": ["price"], "lowest_target_mw": "0", "lowest_confirmed_mw": "10",
            ]
            responder.more(event)
            responder.reply(event)
        }
        let outcome = RecordedTerminal.run(["log", "--follow", "--socket", socket.path])
        let line = "2026-07-22 21:45:00Z  event 4  pending  price  target 0.000 MW, confirmed 10.000 MW\n"
        #expect(outcome.status == 0)
        #expect(outcome.output == line + line)
        #expect(socket.requests == [.log(LogSelection(follows: true))])
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
