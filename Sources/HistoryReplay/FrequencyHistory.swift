import CurtailmentEngine
import GridSignals
import GridUnits

/// Recorded frequency as the engine is given it: crossings, recoveries and seconds, not samples.
struct FrequencyHistory {
    private var reports: [(at: UTCInstant, report: FrequencyReport)] = []
    private var next = 0

    /// Reads the files; without an under-frequency program samples mean nothing and are passed over.
    init(files: [String], policy: UnderfrequencyPolicy?) throws {
        guard let policy else { return }
        for file in files {
            var watch = FrequencyWatch(source: "replay", policy: policy)
            var found: [(at: UTCInstant, report: FrequencyReport)] = []
            try FrequencyFileReader(path: file).read { sample, _ in
                watch.take(sample) { found.append((sample.at, $0)) }
            }
            reports += found
        }
        reports.sort { $0.at < $1.at }
    }

    /// First and last time of all files.
    static func span(of files: [String]) throws -> (from: UTCInstant, to: UTCInstant)? {
        var first: UTCInstant?
        var last: UTCInstant?
        for file in files {
            try FrequencyFileReader(path: file).read { sample, _ in
                first = first.map { min($0, sample.at) } ?? sample.at
                last = last.map { max($0, sample.at) } ?? sample.at
            }
        }
        guard let first, let last else { return nil }
        return (first, last.advanced(byNanoseconds: 1))
    }

    /// Hands out what is known before an instant, in order; what lies before `start` is not seen.
    mutating func forEach(
        before end: UTCInstant, from start: UTCInstant, _ body: (UTCInstant, FrequencyReport) throws -> Void
    ) rethrows {
        while next < reports.count, reports[next].at < end {
            if reports[next].at >= start { try body(reports[next].at, reports[next].report) }
            next += 1
        }
    }
}
