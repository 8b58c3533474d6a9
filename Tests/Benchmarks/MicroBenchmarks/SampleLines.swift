import Benchmark
import CurtailTesting
import CurtailmentEngine
import SignalIntake
import GridUnits

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

    mutating func watchAll() {
        let receivedAt = UTCInstant(secondsSinceEpoch: 1_784_757_100)
        for line in lines {
            guard
                case .frequency(let sample, _, _) = try? SignalLineDecoder.decode(
                    line.span, receivedAt: receivedAt)
            else { continue }
            watch.take(sample) { blackHole($0) }
        }
    }

    func sumOfBytes() -> Int {
        lines.reduce(0) { sum, line in line.reduce(sum) { $0 &+ Int($1) } }
    }
}
