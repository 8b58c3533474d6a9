import CurtailTesting
import Foundation
import Testing

extension EndToEnd {
    @Suite("A kill in the middle of an event")
    struct RestartTests {
        @Test("is survived: the same event, nothing woken, and only ours woken at its end")
        func resumes() async throws {
            let farm = try SimulatedFarm(miners: 20)
            try await farm.putToSleepByHand(7)
            try await eventually("one asleep by hand") { farm.asleep == 1 }
            let site = try await RunningSite(
                groups: SimulatedFarm.group, files: ["hall.csv": farm.unitsFile])
            try await eventually("the sleeper is seen as not ours") {
                try await site.document("fleet", "--state", "not_ours")["units"][0]["id"].text == "m7"
            }
            site.daemon.send(SIGUSR1)
            let down = try await site.status(until: "curtailed") { $0["state"].text == "curtailed" }
            #expect(farm.asleep == 20)

            try await site.isKilledAndRestarted()
            let resumed = try await site.status(until: "every miner is read again") {
                $0["state"].text == "curtailed"
            }
            #expect(resumed["event"] == down["event"])
            #expect(resumed["manual"]["issuer"] == down["manual"]["issuer"])
            #expect(farm.asleep == 20, "nothing was woken by the restart")

            #expect(try await site.document("release", "--reason", "over")["accepted"] == .bool(true))
            try await site.status(until: "running") { $0["state"].text == "running" && $0["event"] == .null }
            #expect(farm.asleep == 1, "who slept before us sleeps on")
            #expect(try await site.verify()["ok"] == .bool(true))
        }
    }
}
