import CurtailTesting
import Foundation
import Testing

extension EndToEnd {
    @Suite("Verbs against a running daemon")
    struct VerbTests {
        @Test("status has every member that is promised")
        func status() async throws {
            let site = try await RunningSite()
            let status = try await site.document("status")
            let promised: Set = [
                "schema", "mode", "state", "event", "reason", "target_mw", "commanded_mw", "confirmed_mw",
                "metered_mw",
                "obligations", "sources", "alarms", "today",
            ]
            #expect(promised.subtracting(status.names) == [])
            #expect(status["schema"].text == "curtaild.status/1" && status["metered_mw"] == .null)
            #expect(status["target_mw"].text == "0.07")
            let money: Set = ["curtailed_mwh", "energy_avoided_usd", "lost_hash_usd", "net_usd"]
            #expect(money.subtracting(status["today"].names) == [])
        }

        @Test("a curtailment is tried dry, done, followed, explained and released")
        func curtailment() async throws {
            let site = try await RunningSite()
            let dry = try await site.document("curtail", "--by", "0.014", "--dry-run", "--reason", "look")
            #expect(dry["units"].number == 4 && dry["sheds_mw"].text == "0.014")
            #expect(try await site.document("status")["event"] == .null, "a dry run does nothing")

            let follower = try ChildProcess(
                try ChildProcess.builtProgram("curtailctl"),
                ["log", "--socket", site.controlPath, "--follow", "--json"])
            let reply = try await site.document("curtail", "--by", "0.014", "--for", "1h", "--reason", "test")
            #expect(reply["accepted"] == .bool(true) && reply["event"].number == 1)
            try await site.status(until: "curtailed") { $0["confirmed_mw"].number == 0.056 }

            #expect(try await site.operate("release", "7", "--reason", "wrong").status != 0)
            let released = try await site.document("release", "1", "--reason", "over")
            #expect(released["still_holding"].elements.isEmpty)
            try await site.status(until: "running") { $0["event"] == .null }
            #expect(await follower.standardOutput.waits(for: "\"completed\""))

            let log = try await site.document("log")
            #expect(log["events"].elements.count == 1 && log["events"][0]["state"].text == "completed")
            #expect(try await site.document("log", "--program", "price")["events"].elements.isEmpty)
            let why = try await site.operate("explain", "1")
            #expect(why.status == 0 && why.standardOutput.contains("manual"))
            #expect(try await site.document("explain", "1")["schema"].text == "curtaild.explain/1")
            #expect(try await site.operate("explain", "99").status == 65)
            #expect(try await site.operate("explain", "--at", RunningSite.instant()).status == 0)
        }

        @Test("shadow mode records a command and sends nothing, until the site is armed")
        func shadow() async throws {
            let site = try await RunningSite(mode: "shadow")
            let recorded = try await site.document("curtail", "--all", "--reason", "test")
            #expect(recorded["message"].text?.contains("shadow mode") == true)
            let status = try await site.document("status")
            #expect(status["target_mw"].number == 0 && status["commanded_mw"].number == 0.07)
            #expect(try await site.document("arm", "--reason", "ready")["mode"].text == "armed")
            try await site.status(until: "curtailed") { $0["confirmed_mw"].number == 0 }
            #expect(try await site.document("disarm", "--reason", "enough")["mode"].text == "shadow")
            #expect(try await site.verify()["ok"] == .bool(true))
        }

        @Test("signals, fleet, credits, probe, check and reload answer in their schemas")
        func others() async throws {
            let site = try await RunningSite()
            try site.stream(RunningSite.price("20"))
            let signals = try await site.document("signals")
            #expect(
                signals["sources"].elements.compactMap { $0["name"].text } == ["socket", "datagram", "inbox"])
            #expect(signals["sources"][0]["accepted"].number == 1)
            let fleet = try await site.document("fleet", "--group", "hall")
            #expect(fleet["groups"][0]["units"].number == 20 && fleet["units"].elements.count == 20)
            #expect(try await site.operate("fleet", "--group", "none").status == 65)
            #expect(try await site.document("credits")["schema"].text == "curtaild.credits/1")
            #expect(try await site.operate("probe").status == 0)
            let check = try await ChildProcess.run(
                try ChildProcess.builtProgram("curtailctl"), ["check", site.configurationPath, "--json"])
            #expect(check.status == 0)
            #expect(try await site.document("reload", "--wait")["changes"].elements.isEmpty)
            #expect(try await site.operate("curtail", "--all").status == 64, "a reason is asked for")
        }

        @Test("a daemon that is not there is said to be so, with 69")
        func notThere() async throws {
            let outcome = try await ChildProcess.run(
                try ChildProcess.builtProgram("curtailctl"), ["status", "--socket", "/nonexistent/control"])
            #expect(outcome.status == 69 && outcome.standardError.contains("/nonexistent/control"))
        }

        @Test(
            "a stranger may not command, and may read only where the configuration says so",
            .enabled(if: getuid() == 0, "only root can become somebody else"))
        func strangers() async throws {
            let site = try await RunningSite(extra: "control:\n  world_readable: true")
            for path in [site.folder.path, site.folder.path("run")] {
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            }
            func asNobody(_ arguments: String...) async throws -> ChildProcess.Outcome {
                try await ChildProcess.run(
                    "/usr/bin/setpriv",
                    [
                        "--reuid=65534", "--regid=65534", "--clear-groups",
                        try ChildProcess.builtProgram("curtailctl"),
                    ]
                        + arguments + ["--socket", site.controlPath])
            }
            #expect(try await asNobody("status").status == 0)
            let refused = try await asNobody("curtail", "--all", "--reason", "mischief")
            #expect(refused.status == 77)
            #expect(try await site.document("status")["event"] == .null)
        }
    }
}
