import CurtailTesting
import CurtailmentEngine
import Foundation
import GridMarket
import GridUnits
import SignalIntake

/// Lines as a PMU sends them, and the watch that they end in.
struct SampleLines {
    private let lines: [[UInt8]]
    private var watch = FrequencyWatch(source: "bench", policy: .example)

    init(count: Int) {
        lines = (0..<count).map { number in
            let at = 1_784_757_000_000_000_000 + Int64(number) * 33_333_333
            return Array("frequency,source=bench hz=\(number % 2 == 0 ? "59.981" : "60.013") \(at)".utf8)
        }
    }

    /// Scans and watches every line.
    ///
    /// - Returns: what the watch reported.
    mutating func watchAll() -> Int {
        var reports = 0
        let receivedAt = UTCInstant(secondsSinceEpoch: 1_784_757_100)
        for line in lines {
            guard
                case .frequency(let sample, _, _) = try? SignalLineDecoder.decode(
                    line.span, receivedAt: receivedAt)
            else { continue }
            watch.observe(sample) { _ in reports += 1 }
        }
        return reports
    }

    func sumOfBytes() -> Int {
        lines.reduce(0) { sum, line in line.reduce(sum) { $0 &+ Int($1) } }
    }

    /// Writes samples as line protocol: calm, with a dip to 59.65 Hz of five seconds in the middle of each hour.
    static func write(seconds: Int, hertz: Int) {
        var random = SeededGenerator(seed: 30)
        for second in 0..<seconds {
            var text = ""
            let base = (1_800..<1_805).contains(second % 3_600) ? 59_650 : 60_000
            for number in 0..<hertz {
                let millihertz = base + Int.random(in: -15...15, using: &random)
                let digits = "\(millihertz)"
                let at = 1_784_757_600_000_000_000 + second * 1_000_000_000 + number * (1_000_000_000 / hertz)
                text += "frequency,source=pmu hz=\(digits.prefix(2)).\(digits.dropFirst(2)) \(at)\n"
            }
            FileHandle.standardOutput.write(Data(text.utf8))
        }
    }
}
