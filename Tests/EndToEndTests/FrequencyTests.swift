import CurtailTesting
import Testing

extension EndToEnd {
    @Suite("Frequency over the datagram socket")
    struct FrequencyTests {
        private static let settings = """
            underfrequency:
              recovered_s: 1
            sources:
              - name: qse
                kind: unix-stream
                path: run/qse
                may: [award, instruction]
            """

        private static func award(_ megawatts: String) -> String {
            """
            {"kind":"award","id":"a1","program":"rrs","mw":"\(megawatts)","at":"\(RunningSite.instant())",\
            "start":"\(RunningSite.instant(-60))","end":"\(RunningSite.instant(3_600))"}

            """
        }

        private static var recall: String {
            """
            {"kind":"instruction","id":"r1","modification":1,"program":"underfrequency","action":"recall",\
            "at":"\(RunningSite.instant())","issuer":"qse"}

            """
        }

        @Test("does not trip without an award, at 59.69 Hz as little as at 59.99 Hz")
        func needsAnAward() async throws {
            let site = try await RunningSite(extra: Self.settings)
            try await site.datagrams(
                hertz: Array(repeating: "59.99", count: 5) + Array(repeating: "59.69", count: 5))
            let status = try await site.status(until: "the dip arrived") {
                $0["frequency"]["hz"].text == "59.69"
            }
            #expect(status["state"].text == "running" && status["event"] == .null)
        }

        @Test("trips at 59.69 Hz under an award, and restores after recall and recovery")
        func tripsAndRestores() async throws {
            let site = try await RunningSite(extra: Self.settings)
            #expect(try site.stream(Self.award("0.035"), to: "qse")["accepted"].number == 1)
            try await site.datagrams(hertz: Array(repeating: "59.69", count: 5))
            let tripped = try await site.status(until: "the awarded megawatts are shed") {
                $0["state"].text == "curtailed"
            }
            #expect(tripped["commanded_mw"].number == 0.035 && tripped["confirmed_mw"].number == 0.035)
            #expect(tripped["obligations"][0]["program"].text == "underfrequency")
            #expect(tripped["obligations"][0]["id"].text == "a1")

            let calm = Array(repeating: "59.99", count: 30)
            try await site.datagrams(hertz: calm, every: .milliseconds(50))
            let held = try await site.document("status")
            #expect(held["state"].text == "curtailed", "recovered, and still not recalled")

            #expect(try site.stream(Self.recall, to: "qse")["rejected"].number == 0)
            try await site.datagrams(hertz: calm, every: .milliseconds(50))
            try await site.status(until: "restored") { $0["state"].text == "running" && $0["event"] == .null }
            #expect(try await site.verify()["ok"] == .bool(true))
        }

        @Test("an award from a source that may not send one is refused and arms nothing")
        func refusesAwards() async throws {
            let site = try await RunningSite(extra: Self.settings)
            let counts = try site.stream(Self.award("0.035"))
            #expect(counts["accepted"].number == 0 && counts["rejected"].number == 1)
            try await site.datagrams(hertz: Array(repeating: "59.69", count: 5))
            let status = try await site.status(until: "the dip arrived") {
                $0["frequency"]["hz"].text == "59.69"
            }
            #expect(status["event"] == .null)
        }

        @Test("ten minutes of calm, second by second, trip nothing")
        func calmMinutes() async throws {
            let site = try await RunningSite(extra: Self.settings)
            try site.stream(Self.award("0.035"), to: "qse")
            var random = SeededGenerator(seed: 60)
            let samples = (0..<600).map { _ in
                "\(Double(Int.random(in: 59_966...60_027, using: &random)) / 1_000)"
            }
            try await site.datagrams(hertz: samples, every: .milliseconds(1))
            let status = try await site.status(until: "the last sample arrived") {
                $0["frequency"]["hz"].number == samples.last.flatMap(Double.init)
            }
            #expect(status["event"] == .null)
        }
    }
}
