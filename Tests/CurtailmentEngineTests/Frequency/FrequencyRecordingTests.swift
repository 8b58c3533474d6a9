import GridMarket
import CurtailTesting
import CurtailmentEngine
import Foundation
import GridUnits
import Testing

/// Hours of samples, made up, and two real recordings where a clone has them.
@Suite("FrequencyWatch on recordings")
struct FrequencyRecordingTests {
    /// A calm hour, second by second.
    private static let calm: [Frequency?] = {
        var random = SeededGenerator(seed: 59)
        return (0..<3_600).map { _ in .millihertz(.random(in: 59_967...60_027, using: &random)) }
    }()

    /// A system of 50 Hz that collapses at sample 300, two seconds a sample: a fall within four samples, the decay of a
    /// dead supply with holes in it, then 600 times the 40.000 Hz that a counter without a signal shows.
    private static let collapsing: [Frequency?] = {
        var random = SeededGenerator(seed: 50)
        func noise() -> Int64 { .random(in: -15...15, using: &random) }
        let calm = (0..<300).map { _ in Frequency.millihertz(50_000 + noise()) }
        let fall = [49_780, 49_420, 48_900, 47_900].map { Frequency.millihertz($0) }
        let decay = (0..<90).map { number in
            number % 9 == 4 ? nil : Frequency.millihertz(46_600 - Int64(number) * 70 + noise())
        }
        return calm + fall + decay + Array(repeating: .millihertz(40_000), count: 600)
    }()

    private static let texas = "data/freq-texas-1s/multi_grid_1s_1h.csv.gz"
    private static let iberia = "data/freq-iberia-2025-04-28/toledo_2s.csv"

    private static func text(gzip path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = ["-dc", path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    private static func reports(
        _ frequencies: [Frequency?], seconds: Int64, policy: UnderfrequencyPolicy
    ) -> [(sample: Int, report: FrequencyReport)] {
        var watch = FrequencyWatch(source: "recording", policy: policy)
        var reports: [(sample: Int, report: FrequencyReport)] = []
        for (number, frequency) in frequencies.enumerated() {
            guard let frequency else { continue }
            let at = UTCInstant(secondsSinceEpoch: 1_745_830_800 + Int64(number) * seconds)
            watch.observe(FrequencySample(at: at, frequency: frequency)) { reports.append((number, $0)) }
        }
        return reports
    }

    @Test("a calm hour trips nothing", arguments: [Int64(59_910), 59_850, 59_700])
    func calmHour(threshold: Int64) { expectNoTrip(Self.calm, threshold: .millihertz(threshold)) }

    @Test(
        "a real hour of the Texas Interconnection trips nothing",
        .enabled(if: SharedData.isPresent(texas), "\(SharedData.absence)"),
        arguments: [Int64(59_910), 59_850, 59_700])
    func recordedHour(threshold: Int64) throws {
        let rows = try Self.text(gzip: SharedData.path(Self.texas)).split(whereSeparator: \.isNewline)
            .dropFirst()
        let frequencies = try rows.map { row -> Frequency? in
            let deviation = try DecimalText.parse(row.split(separator: ",")[3].utf8.prefix(7), scale: 6)
            return Frequency(microhertz: 60_000_000 + Int64(deviation) / 1_000)
        }
        expectNoTrip(frequencies, threshold: .millihertz(threshold))
    }

    /// Every second is reported, and nothing but seconds.
    private func expectNoTrip(_ frequencies: [Frequency?], threshold: Frequency) {
        var policy = UnderfrequencyPolicy.example
        policy.threshold = threshold
        #expect(frequencies.count == 3_600)
        let reports = Self.reports(frequencies, seconds: 1, policy: policy)
        #expect(reports.count == 3_599)
        for (_, report) in reports {
            guard case .second(let lowest, let highest) = report else {
                Issue.record("\(report)")
                continue
            }
            #expect(lowest.frequency >= .millihertz(59_966) && highest <= .millihertz(60_027))
        }
    }

    @Test("a collapse is seen as one; the decay of the dead supply and 40.000 Hz are no grid frequency")
    func collapse() { expectCollapse(Self.collapsing, crossedAt: 302) }

    @Test(
        "the Iberian blackout is seen as a collapse, too",
        .enabled(if: SharedData.isPresent(iberia), "\(SharedData.absence)"))
    func blackout() throws {
        let text = try String(contentsOfFile: SharedData.path(Self.iberia), encoding: .utf8)
        let frequencies = text.split(whereSeparator: \.isNewline).dropFirst().map { row -> Frequency? in
            let field = row.split(separator: ",", omittingEmptySubsequences: false)[3]
            return (try? DecimalText.parse(field.utf8, scale: 6)).map { Frequency(microhertz: Int64($0)) }
        }
        // 12:33:20 and 12:33:22 agree, 11:00:00 is row 0.
        expectCollapse(frequencies, crossedAt: 93 * 30 + 11)
    }

    private func expectCollapse(_ frequencies: [Frequency?], crossedAt sample: Int) {
        var policy = UnderfrequencyPolicy.example
        policy.threshold = .millihertz(49_500)
        policy.recovery = .millihertz(49_950)
        policy.agreeingSamples = 2
        policy.rateWindow = .seconds(2)
        (policy.plausibleMinimum, policy.plausibleMaximum) = (.hertz(47), .hertz(52))
        let reports = Self.reports(frequencies, seconds: 2, policy: policy)
        let crossings = reports.filter { if case .crossed = $0.report { true } else { false } }
        #expect(crossings.map(\.sample) == [sample])
        for case (_, .second(let lowest, _)) in reports { #expect(lowest.frequency >= .hertz(47)) }
        let faults = reports.filter { if case .implausible = $0.report { true } else { false } }
        #expect(!faults.isEmpty && faults.allSatisfy { $0.sample > sample })
        // Once dead, hundreds of rows of exactly 40 Hz are no fault each.
        #expect(faults.count < 20)
    }
}
