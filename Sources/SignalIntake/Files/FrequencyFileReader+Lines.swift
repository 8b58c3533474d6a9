import GridMarket
import CurtailmentEngine
import GridUnits

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
