import CurtailmentEngine
package import GridMarket
import GridUnits

/// Reads recorded frequency: lines of JSON or line protocol, or a CSV `time_utc,hz`; plain or gzip.
package struct FrequencyFileReader: Sendable {
    static let header = "time_utc,hz"

    /// The content of a file.
    package struct Summary: Hashable, Sendable {
        /// How many samples were read.
        package var samples = 0
        /// Signals of other kinds, passed over.
        package var otherSignals = 0
        /// How many lines were rejected.
        package var rejected = 0
    }

    private enum Format {
        case undecided
        case lines
        case table(time: Int, hertz: Int)
    }

    /// Absolute, or from the working folder; shown in messages as it is given.
    package let path: String

    package init(path: String) { self.path = path }

    /// Reads the file from its first line to its last, in bounded memory.
    ///
    /// - Parameters:
    ///   - sample: gets each sample and its line number, in the order of the file.
    ///   - rejection: gets each refused line.
    /// - Returns: the counts.
    /// - Throws: ``SignalFileFailure``; what was handed out before it stays handed out.
    @discardableResult
    package func read(
        sample: (FrequencySample, _ line: Int) -> Void, rejection: (LineRejection) -> Void = { _ in }
    ) throws(SignalFileFailure) -> Summary {
        var lines = try LineReader(path: path)
        var summary = Summary()
        var format = Format.undecided
        var row = CSVRow()
        try lines.forEachLine { bytes, number, isOversize throws(SignalFileFailure) in
            let isBlank = !isOversize && LineText.trimmed(bytes, 0..<bytes.count).isEmpty
            if case .undecided = format, !isBlank {
                if let (time, hertz) = Self.columns(bytes, &row) {
                    format = .table(time: time, hertz: hertz)
                    return
                }
                try FileContent.requireLines(bytes, path: path)
                format = .lines
            }
            guard !isBlank else { return }
            do throws(SignalRejection) {
                guard !isOversize else { throw .oversize }
                let found: FrequencySample?
                switch format {
                case .undecided: return
                case .lines: found = try Self.lineSample(bytes, &summary)
                case .table(let time, let hertz):
                    row.split(bytes)
                    found = try Self.tableSample(bytes, time: row[time], hertz: row[hertz])
                }
                guard let found else { return }
                summary.samples += 1
                sample(found, number)
            } catch {
                summary.rejected += 1
                rejection(LineRejection(line: number, rejection: error))
            }
        }
        return summary
    }
}

extension FrequencyFileReader {
    /// The columns of a table's header; nil when the line is none.
    static func columns(_ bytes: Span<UInt8>, _ row: inout CSVRow) -> (time: Int, hertz: Int)? {
        row.split(bytes)
        let names = row.headerNames(bytes)
        guard let time = names.firstIndex(of: "timeutc"), let hertz = names.firstIndex(of: "hz") else {
            return nil
        }
        return (time, hertz)
    }

    /// The sample of a line of JSON or line protocol; nil for a blank line or another kind of signal.
    static func lineSample(
        _ bytes: Span<UInt8>, _ summary: inout Summary
    ) throws(SignalRejection) -> FrequencySample? {
        let decoded = try SignalLineDecoder.decode(bytes, receivedAt: UTCInstant(secondsSinceEpoch: 0))
        switch decoded {
        case .frequency(let sample, let hasTime, _): return try checked(sample, hasTime: hasTime)
        case .signal(.frequency(let sample), let at, _): return try checked(sample, hasTime: at != nil)
        case .signal:
            summary.otherSignals += 1
            return nil
        case .acknowledgementRequest, .nothing: return nil
        }
    }

    /// The sample of a row of the table.
    static func tableSample(
        _ bytes: Span<UInt8>, time: Range<Int>, hertz: Range<Int>
    ) throws(SignalRejection) -> FrequencySample {
        guard let at = TimeScan.instant(bytes, time) else {
            throw SignalRejection(.malformed, "the row has no time such as 2026-07-22T21:45:00.5Z")
        }
        do {
            let stored = try DecimalScan.parse(bytes, hertz, scale: Frequency.scale)
            return try checked(
                FrequencySample(at: at, frequency: Frequency(microhertz: stored)), hasTime: true)
        } catch let rejection as SignalRejection {
            throw rejection
        } catch {
            throw SignalRejection(.malformed, "the row has no frequency such as 59.98")
        }
    }

    private static func checked(
        _ sample: FrequencySample, hasTime: Bool
    ) throws(SignalRejection) -> FrequencySample {
        guard hasTime else {
            throw SignalRejection(.malformed, "a recorded sample needs at, the time it was measured")
        }
        try sample.checkValues()
        try SignalRange.check(sample.at, "at")
        return sample
    }
}
