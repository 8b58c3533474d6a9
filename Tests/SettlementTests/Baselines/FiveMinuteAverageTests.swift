import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("FiveMinuteAverage")
struct FiveMinuteAverageTests {
    private static func samples(_ powers: [String], every seconds: Int64 = 60) throws -> [TelemetrySample] {
        try powers.enumerated().map { index, power in
            TelemetrySample(
                at: noon.advanced(bySeconds: Int64(index - powers.count) * seconds),
                power: try Power(decimal: power))
        }
    }

    @Test("is the mean of the telemetry before the instruction, held flat")
    func averages() throws {
        let samples = try Self.samples(["60.2", "59.8", "60.0", "60.1", "59.9"])
        let result = FiveMinuteAverage().baseline(before: noon, samples: samples)
        let expected = SettlementInterval.energy(at: .megawatts(60))
        #expect(result.finding == .flat(expected))
        #expect(result.method == .fiveMinuteAverage && result.adjustment == nil)
        #expect(result.inputs == samples.map(BaselineInput.sample))
        #expect(result.energy(in: SettlementInterval(containing: noon)) == expected)
    }

    @Test("ignores what came at the instruction or after it, and what is older than the window")
    func ignoresOthers() throws {
        let samples = try Self.samples(["60", "60", "60", "60", "60"])
        let others = [0, 1, 900, -301, -3_600].map {
            TelemetrySample(at: noon.advanced(bySeconds: $0), power: .megawatts(1))
        }
        let result = FiveMinuteAverage().baseline(before: noon, samples: others + samples.reversed())
        #expect(result == FiveMinuteAverage().baseline(before: noon, samples: samples))
    }

    @Test("names the first silence longer than allowed, at either end, too")
    func namesSilence() throws {
        let samples = try Self.samples(["60", "60", "60", "60", "60"])
        let cases: [([Int], Int64, Int64)] = [
            ([1, 2, 3, 4], -300, -240), ([0, 1, 3, 4], -240, -120), ([0, 1, 2, 3], -120, 0), ([], -300, 0),
        ]
        for (kept, from, to) in cases {
            let method = FiveMinuteAverage(longestSilence: kept.first == 1 ? .seconds(59) : .seconds(60))
            let result = method.baseline(before: noon, samples: kept.map { samples[$0] })
            #expect(
                result.gap
                    == .silent(from: noon.advanced(bySeconds: from), to: noon.advanced(bySeconds: to)))
            #expect(result.inputs.count == kept.count)
            #expect(result.energy(in: SettlementInterval(containing: noon)) == nil)
        }
    }

    @Test("without a single sample there is no mean, however long a silence may be")
    func needsASample() {
        let patient = FiveMinuteAverage(longestSilence: .seconds(3_600))
        let result = patient.baseline(before: noon, samples: [])
        #expect(result.gap == .silent(from: noon.advanced(bySeconds: -300), to: noon))
    }

    @Test("lies between the lowest and the highest sample", arguments: UInt64(0)..<50)
    func isAMean(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let samples = (1...150).map { index in
            TelemetrySample(
                at: noon.advanced(bySeconds: Int64(-2 * index)),
                power: Power(microwatts: .random(in: -1_000...100_000_000_000_000, using: &random)))
        }
        let result = FiveMinuteAverage().baseline(before: noon, samples: samples)
        let energy = try #require(result.energy(in: SettlementInterval(containing: noon)))
        let energies = samples.map { SettlementInterval.energy(at: $0.power) }
        let (lowest, highest) = (try #require(energies.min()), try #require(energies.max()))
        #expect(lowest <= energy && energy <= highest)
    }
}
