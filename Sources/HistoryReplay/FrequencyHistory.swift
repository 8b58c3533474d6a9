import GridMarket
import CurtailmentEngine
import SignalIntake
import GridUnits

/// Recorded frequency as the engine is given it: crossings, recoveries and seconds, not samples.
struct FrequencyHistory: Sendable {
    private var reports: [(at: UTCInstant, report: FrequencyReport)] = []
    private var next = 0

    /// No frequency at all.
    init() {}

    /// Reads the files; without an under-frequency program samples mean nothing and are passed over.
    init(files: [String], policy: UnderfrequencyPolicy?) throws {
        guard let policy else { return }
        self = try Self.read(files: files, limits: [policy], span: false).byLimits[policy] ?? Self()
    }

    /// Reads the files once for any number of limits.
    ///
    /// - Parameters:
    ///   - files: of samples; each begins anew.
    ///   - limits: what the samples are held against; samples without any are not even read.
    ///   - span: whether first and last time are wanted too.
    /// - Returns: what each of the limits makes of the samples, and the span where it was wanted.
    /// - Throws: `SignalFileFailure`.
    static func read(
        files: [String], limits: Set<UnderfrequencyPolicy>, span: Bool
    ) throws -> (
        byLimits: [UnderfrequencyPolicy: FrequencyHistory], span: (from: UTCInstant, to: UTCInstant)?
    ) {
        let limits = Array(limits)
        var histories = limits.map { _ in FrequencyHistory() }
        var ends: (first: UTCInstant, last: UTCInstant)?
        for file in files where span || !limits.isEmpty {
            var watches = limits.map { FrequencyWatch(source: "replay", policy: $0) }
            try FrequencyFileReader(path: file).read { sample, _ in
                ends =
                    ends.map { (min($0.first, sample.at), max($0.last, sample.at)) } ?? (sample.at, sample.at)
                for index in watches.indices {
                    watches[index].observe(sample) { histories[index].reports.append((sample.at, $0)) }
                }
            }
        }
        for index in histories.indices { histories[index].reports.sort { $0.at < $1.at } }
        return (
            Dictionary(zip(limits, histories)) { first, _ in first },
            span ? ends.map { ($0.first, $0.last.advanced(byNanoseconds: 1)) } : nil
        )
    }

    /// First and last time of all files.
    static func span(of files: [String]) throws -> (from: UTCInstant, to: UTCInstant)? {
        try read(files: files, limits: [], span: true).span
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
