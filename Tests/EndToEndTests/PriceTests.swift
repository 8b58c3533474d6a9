import CurtailTesting
import SiteDemo
import Testing

extension EndToEnd {
    @Suite("A price over the stream socket")
    struct PriceTests {
        @Test("puts a LuxOS farm to sleep and wakes it, by the farm's own account")
        func curtailsAndRestores() async throws {
            let farm = try SimulatedFarm(miners: 40)
            let site = try await RunningSite(
                groups: SimulatedFarm.group, files: ["hall.csv": farm.unitsFile])
            let before = try await site.status(until: "every miner is read") {
                $0["confirmed_mw"].number.map { $0 < 0.1305 } ?? false
            }
            #expect(before["state"].text == "running" && before["event"] == .null)

            #expect(try site.stream(RunningSite.price("200"))["accepted"].number == 1)
            let down = try await site.status(until: "curtailed") { $0["state"].text == "curtailed" }
            #expect(down["commanded_mw"].number == 0)
            #expect(down["winner"]["program"].text == "price")
            #expect(farm.asleep == 40)

            try site.stream(RunningSite.price("20"))
            try await site.status(until: "running again") {
                $0["state"].text == "running" && $0["event"] == .null
            }
            #expect(farm.asleep == 0)
            #expect(try await site.verify()["ok"] == .bool(true))
        }

        @Test("leaves what hangs and what refuses confirmed above commanded, and names it")
        func namesWhatDoesNotFollow() async throws {
            let farm = try SimulatedFarm(miners: 20)
            let site = try await RunningSite(
                groups: SimulatedFarm.group, files: ["hall.csv": farm.unitsFile])
            try await site.status(until: "every miner is read") {
                $0["confirmed_mw"].number.map { $0 < 0.0655 } ?? false
            }
            farm.setFault(.hang, of: 3)
            farm.setFault(.deny, of: 4)
            farm.setFault(.deaf, of: 5)
            try site.stream(RunningSite.price("200"))
            try await eventually("17 asleep") { farm.asleep == 17 }
            try await eventually("the hung miner is named") {
                try await units(site, "unreachable") == ["m3"]
            }
            try await eventually("the refusing miner is named") {
                try await units(site, "refusing") == ["m4"]
            }
            // Three miners at full power, the hung one as rated because nobody knows better, and what 17 draw asleep.
            let status = try await site.status(until: "the load is confirmed") {
                $0["confirmed_mw"].number.map { 0.01 <= $0 && $0 < 0.0105 } ?? false
            }
            #expect(status["commanded_mw"].number == 0)
            #expect(status["alarms"][0]["kind"].text == "units_not_following")
        }

        private func units(_ site: RunningSite, _ state: String) async throws -> [String] {
            try await site.document("fleet", "--state", state)["units"].elements.compactMap { $0["id"].text }
        }
    }
}
