import CurtailmentEngine
import Foundation
import GridUnits
import HostSystem
import SitePorts
import Testing

@testable import MinerControl

/// Real programs: shell scripts in a folder of the test's own.
@Suite("ExecDriver", .timeLimit(.minutes(1)))
struct ExecDriverTests {
    /// A folder with one program, gone with the test.
    private final class Script: Sendable {
        let folder: String
        var path: String { "\(folder)/unit" }
        /// By the shell: a file that another test's child may still hold open cannot be executed itself (ETXTBSY).
        var command: [String] { ["/bin/sh", path] }

        init(_ body: String) throws {
            folder = FileManager.default.temporaryDirectory.path + "/exec-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("#!/bin/sh\n\(body)\n".utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func read(_ name: String) -> String {
            (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
        }
    }

    private static let unit = FleetSettings.Unit(
        id: "c-1", host: "", port: 0, ratedPower: .watts(2_500_000), credential: Secret(Array("hush".utf8)))

    private func call(
        _ script: Script, _ task: ExchangeTask, arguments: [String] = []
    ) async -> UnitReading.Answer? {
        let driver = ExecDriver(
            group: "yard", command: script.command + arguments, atOnce: 1, callWithin: nil)
        return await driver.call(for: task, with: Self.unit, memory: []).answer
    }

    private static let sleep = ExchangeTask.order(.sleep, .urgent, attempt: 1, isLastAttempt: false)

    @Test("gives the program its arguments as they are and the order as JSON, and nothing of our environment")
    func request() async throws {
        let script = try Script(
            #"cat > "${0%/*}/in"; echo "$1|$2" > "${0%/*}/args"; env > "${0%/*}/env"; echo '{"ok":true}'"#)
        #expect(
            await call(script, Self.sleep, arguments: ["--bus", "3; rm -rf $HOME"]) == .acknowledged(.sleep))
        #expect(script.read("args") == "--bus|3; rm -rf $HOME\n")
        let request =
            #"{"attempt":1,"credential":"hush","group":"yard","rated_w":"2500000","#
            + #""schema":"curtaild.exec/1","task":"sleep","unit":"c-1","urgent":true}"#
        #expect(script.read("in") == request + "\n")
        #expect(!script.read("env").contains("HOME="))
    }

    @Test(
        "believes a reading that is one, and refuses everything else",
        arguments: [
            (#"echo '{"drawing_w": 1250000.5, "asleep": false}'"#, "drawing"),
            (#"echo '{"drawing_w": 0}'"#, "drawing"),
            (#"echo '{"drawing_w": "1250"}'"#, "wrote no JSON object"),
            (#"echo '{"drawing_w": 1e12}'"#, "no plausible drawing_w"),
            (#"echo '{"drawing_w": -5}'"#, "no plausible drawing_w"),
            (#"echo '{"asleep": true}'"#, "no plausible drawing_w"),
            (#"echo 'power is fine'"#, "wrote no JSON object: power is fine"),
            (#"printf '\\001\\377{{'"#, "wrote no JSON object"),
            (#"echo '{"drawing_w": 5}'; exit 3"#, "ended with status 3"),
            (#"echo '{"error": "relay 4 does not move"}'; exit 1"#, "relay 4 does not move"),
            (#"kill -9 $$"#, "ended by signal 9"),
            (#"yes"#, "more than 65536 bytes"),
            (#":"#, "wrote no JSON object"),
        ])
    func readings(body: String, said: String) async throws {
        let answer = await call(try Script(body), .read)
        switch answer {
        case .drawing(let power, let activity)?:
            #expect(said == "drawing")
            #expect(power == .zero || (power == Power(microwatts: 1_250_000_500_000) && activity == .running))
        case .refused(let text)?: #expect(text.contains(said), "\(text)")
        case .acknowledged, .unreachable, nil: Issue.record("\(String(describing: answer))")
        }
    }

    @Test("an order is acknowledged by ok alone")
    func orders() async throws {
        for body in [#"echo '{}'"#, #"echo '{"ok":false}'"#, #"echo '{"ok":true}'; exit 1"#] {
            guard case .refused? = await call(try Script(body), Self.sleep) else {
                Issue.record("\(body) was believed")
                continue
            }
        }
        let away = try Script(#"echo '{"error":"no answer from the gateway","unreachable":true}'; exit 1"#)
        #expect(await call(away, Self.sleep) == .unreachable("no answer from the gateway"))
        let none = ExecDriver(group: "g", command: ["/nonexistent/unit"], atOnce: 1, callWithin: nil)
        guard case .refused(let text)? = await none.call(for: .read, with: Self.unit, memory: []).answer
        else {
            Issue.record("a program that is not there was believed")
            return
        }
        #expect(text.contains("No such file"))
    }

    private func fleet(
        _ script: Script, _ recorder: ReadingRecorder, units: Int, atOnce: Int = 4, within: Int = 30,
        retries: Int = 0
    ) throws -> MinerFleet {
        let settings = FleetSettings(
            groups: [
                .init(
                    name: "yard", driver: ExecDriver.kind.form,
                    options: [
                        "command": .program(script.command), "at_once": .count(atOnce),
                        "within_s": .count(within),
                    ],
                    units: (0..<units).map {
                        .init(id: "c\($0)", host: "", port: 0, ratedPower: .watts(1_000))
                    })
            ], concurrency: 4, connectWithin: .seconds(1), replyWithin: .seconds(1), retries: retries,
            pollEvery: .zero, simulatedShed: .zero, simulatedWake: .zero)
        var tuning = FleetTuning()
        tuning.confirmAfter = [.milliseconds(20), .milliseconds(40), .milliseconds(80), .seconds(20)]
        tuning.tick = .milliseconds(5)
        let fleet = try MinerFleet(
            settings: settings, tuning: tuning,
            clock: { MonotonicInstant(nanoseconds: BootTime.nanoseconds) }, receiver: recorder.take)
        try fleet.start()
        return fleet
    }

    private func order(_ action: FleetOrder.Action, _ units: Range<Int>) -> FleetOrder {
        FleetOrder(decision: 1, action: action, units: Array(units), urgency: .urgent)
    }

    @Test("a liar that says ok and goes on drawing is seen through by its reading")
    func liar() async throws {
        let script = try Script(
            #"read -r line; case "$line" in *'"task":"read"'*) echo '{"drawing_w":1000}';; *) echo '{"ok":true}';; esac"#
        )
        let recorder = ReadingRecorder()
        let fleet = try fleet(script, recorder, units: 3)
        async let calls: Void = fleet.serveCalls()
        fleet.perform(order(.sleep, 0..<3))
        try await recorder.units(0..<3) { $0 == .acknowledged(.sleep) }
        try await recorder.units(0..<3) { $0 == .drawing(.watts(1_000), .unknown) }
        fleet.shutdown()
        await calls
    }

    @Test("a hung program is ended at its deadline with all that it started, and its unit is unreachable")
    func hung() async throws {
        let script = try Script(#"sleep 600 & echo $! > "${0%/*}/child"; trap '' TERM; wait; sleep 600"#)
        let recorder = ReadingRecorder()
        let fleet = try fleet(script, recorder, units: 1, within: 1)
        async let calls: Void = fleet.serveCalls()
        fleet.perform(order(.sleep, 0..<1))
        try await recorder.until { !$0.isEmpty }
        #expect(recorder.readings[0].answer.isUnreachable)
        #expect(recorder.readings[0].answer.reason.contains("no answer within 1 s"))
        fleet.shutdown()
        await calls
        let child = try #require(Int32(script.read("child").trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(child, 0) != 0 || Self.isZombie(child))
    }

    private static func isZombie(_ process: Int32) -> Bool {
        (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8))?.contains(") Z ") ?? true
    }

    @Test("no more programs than allowed run at once")
    func concurrency() async throws {
        let script = try Script(
            #"d="${0%/*}"; mkdir "$d/$$"; ls -d "$d"/[0-9]* | wc -l >> "$d/most"; sleep 0.05; rmdir "$d/$$"; echo '{"ok":true}'"#
        )
        let recorder = ReadingRecorder()
        let fleet = try fleet(script, recorder, units: 12, atOnce: 3)
        async let calls: Void = fleet.serveCalls()
        fleet.perform(order(.sleep, 0..<12))
        try await recorder.units(0..<12) { $0 == .acknowledged(.sleep) }
        fleet.shutdown()
        await calls
        let most = script.read("most").split(separator: "\n").compactMap {
            Int($0.trimmingCharacters(in: .whitespaces))
        }
        #expect((most.max() ?? 99) <= 3)
    }
}
