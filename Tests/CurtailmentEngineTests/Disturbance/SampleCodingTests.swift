import GridMarket
import CurtailTesting
import GridUnits
import Testing

@testable import CurtailmentEngine

@Suite("SampleCoding")
struct SampleCodingTests {
    private static let start: Int64 = 1_784_757_000_000_000_000

    private func unpacked(_ samples: [FrequencySample]) throws -> [FrequencySample] {
        try #require(SampleBlock(samples, source: "relay")).samples()
    }

    @Test("gives back random samples digit for digit, whatever their times, rates and qualities")
    func random() throws {
        var random = SeededGenerator(seed: 20_260_722)
        for _ in 0..<200 {
            let samples = (0..<Int.random(in: 1...50, using: &random)).map { _ in
                FrequencySample(
                    at: UTCInstant(nanosecondsSinceEpoch: Int64.random(in: .min ... .max, using: &random)),
                    frequency: Frequency(microhertz: Int64.random(in: .min ... .max, using: &random)),
                    rateOfChange: Bool.random(using: &random)
                        ? FrequencyRate(stored: Int64.random(in: .min ... .max, using: &random)) : nil,
                    isGood: Bool.random(using: &random))
            }
            #expect(try unpacked(samples) == samples)
        }
    }

    @Test("gives back the extremes")
    func extremes() throws {
        let samples = [Int64.min, .max, .min, 0, .max].map {
            FrequencySample(
                at: UTCInstant(nanosecondsSinceEpoch: $0), frequency: Frequency(microhertz: $0),
                rateOfChange: FrequencyRate(stored: $0))
        }
        #expect(try unpacked(samples) == samples)
    }

    @Test("packs a steady 30 Hz source into less than four bytes a sample")
    func size() throws {
        var random = SeededGenerator(seed: 7)
        var frequency: Int64 = 60_000_000
        let samples = (0..<1_800).map { number in
            frequency += Int64.random(in: -1_500...1_500, using: &random)
            return FrequencySample(
                at: UTCInstant(nanosecondsSinceEpoch: Self.start + Int64(number) * 33_333_333),
                frequency: Frequency(microhertz: frequency))
        }
        let block = try #require(SampleBlock(samples, source: "relay"))
        #expect(block.bytes.count < 4 * samples.count)
        #expect(block.count == 1_800 && block.first == samples.first?.at && block.last == samples.last?.at)
    }

    @Test("refuses bytes that are cut off, go on, or promise another number of samples")
    func damage() throws {
        let samples = (0..<3).map {
            FrequencySample(
                at: UTCInstant(nanosecondsSinceEpoch: Self.start + $0 * 33_000_000), frequency: .hertz(60))
        }
        let bytes = try #require(SampleBlock(samples, source: "relay")).bytes
        for (damaged, count) in [
            (Array(bytes.dropLast()), 3), (bytes + [0], 3), (bytes, 2), (bytes, 4), (bytes, -1), ([], 1),
            (Array(repeating: 0xFF, count: 40), 2),
        ] {
            #expect(throws: SampleCoding.Failure.self) {
                _ = try SampleCoding.samples(in: damaged, count: count)
            }
        }
    }
}
