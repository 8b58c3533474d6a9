import CurtailTesting
import Foundation
import Testing

extension EndToEnd {
    @Suite("A POSIX signal")
    struct ProcessSignalTests {
        @Test("curtails everything, half, and releases")
        func curtailsAndReleases() async throws {
            let site = try await RunningSite()
            site.daemon.send(SIGUSR1)
            let down = try await site.status(until: "curtailed") { $0["state"].text == "curtailed" }
            #expect(down["confirmed_mw"].number == 0)
            #expect(down["manual"]["issuer"].text?.hasPrefix("SIGUSR1 from uid \(getuid())") == true)
            let event = down["event"]

            site.daemon.send(__libc_current_sigrtmin() + 5)
            let half = try await site.status(until: "half") { $0["confirmed_mw"].number == 0.035 }
            #expect(half["event"] == event)

            site.daemon.send(SIGUSR2)
            try await site.status(until: "running") { $0["state"].text == "running" && $0["event"] == .null }
            #expect(try await site.verify()["ok"] == .bool(true))
        }

        @Test("HUP with a wrong configuration keeps the old one and names line and column")
        func keepsTheOldConfiguration() async throws {
            let site = try await RunningSite()
            try site.edit("mode: armed", to: "mod: armed")
            site.daemon.send(SIGHUP)
            #expect(await site.daemon.standardError.waits(for: "the old configuration stays"))
            #expect(
                site.daemon.standardError.text.contains(":3:3: unknown key \"mod\"; did you mean \"mode\"?"))
            let waited = try await site.operate("reload", "--wait")
            #expect(waited.status == 78 && waited.standardError.contains(":3:3:"))
            #expect(try await site.document("status")["mode"].text == "armed")

            try site.edit("mod: armed", to: "mode: armed")
            try site.edit("count: 20", to: "count: 10")
            site.daemon.send(SIGHUP)
            try await site.status(until: "the new configuration is in force") {
                $0["available_mw"].number == 0.035
            }
        }

        @Test("TERM stops in order: status 0, nothing woken, the ledger whole")
        func stopsInOrder() async throws {
            let site = try await RunningSite()
            site.daemon.send(SIGUSR1)
            try await site.status(until: "curtailed") { $0["state"].text == "curtailed" }
            site.daemon.send(SIGTERM)
            let outcome = await site.daemon.outcome(within: .seconds(20))
            #expect(outcome.status == 0)
            #expect(outcome.standardError.contains("Stopping: the load is left as it is"))
            #expect(!outcome.standardError.contains("ended after"))
            #expect(try await site.verify()["ok"] == .bool(true))
            #expect(try await site.operate("status").status == 69)
        }
    }

    @Suite("A start")
    struct StartTests {
        @Test("of a second instance is refused with 75")
        func refusesTheSecond() async throws {
            let site = try await RunningSite()
            let second = try await ChildProcess.run(
                try ChildProcess.builtProgram("curtaild"), ["run", "--config", site.configurationPath],
                environment: RunningSite.outsideSystemd)
            #expect(second.status == 75)
            #expect(second.standardError.contains("(process \(site.daemon.processIdentifier))"))
            #expect(try await site.document("status")["state"].text == "running")
        }

        @Test("with a wrong configuration is refused with 78 and every error's line and column")
        func refusesWrongConfigurations() async throws {
            let folder = try TemporaryDirectory()
            let text = RunningSite.configuration(
                in: folder, groups: "  - name: a\n    driver: none\n    mw: lots"
            )
            .replacing("mode: armed", with: "mode: armedd").replacing("min_up_s: 0", with: "min_upp_s: 0")
            let path = try folder.write(text, to: "curtaild.yaml")
            let outcome = try await ChildProcess.run(
                try ChildProcess.builtProgram("curtaild"), ["run", "--config", path],
                environment: RunningSite.outsideSystemd)
            #expect(outcome.status == 78)
            for place in ["\(path):3:9:", "\(path):10:3:", "\(path):25:9:"] {
                #expect(
                    outcome.standardError.contains("\n<3>\(place)")
                        || outcome.standardError.hasPrefix("<3>\(place)"))
            }
            #expect(outcome.standardError.contains("did you mean \"min_up_s\"?"))
            #expect(!FileManager.default.fileExists(atPath: folder.path("state")), "nothing was touched")
        }
    }
}
