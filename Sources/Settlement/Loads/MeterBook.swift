import GridMarket
import CurtailmentEngine
import GridUnits

/// The energy of the site's meter, gathered into intervals from its register or, without one, from its power.
///
/// A register is exact whatever its cadence inside an interval; power stands until the next reading, for at most
/// ``longestHoldSeconds``. What no reading covers is a gap with its reason and never filled in.
struct MeterBook: Hashable, Sendable {
    /// One interval that is complete, or that is given up.
    struct Reading: Hashable, Sendable {
        let interval: SettlementInterval
        let energy: Energy?
        let gap: IntervalBasis.MeterGap?
    }

    /// The sums of one open interval.
    struct Sums: Hashable, Sendable {
        var interval: SettlementInterval
        var energy = Energy.zero
        var coveredNanoseconds: Int64 = 0
        var wentBack = false
        /// Readings of two meters lie in it, so that neither says what the site drew.
        var hasSeveralMeters = false
    }

    /// The last reading.
    struct Last: Hashable, Sendable {
        var at: UTCInstant
        var meter: String
        var power: Power?
        var register: Energy?
    }

    var last: Last?
    /// In the order of the intervals.
    var open: [Sums] = []
    /// The power readings of the last minutes, for baselines: oldest first.
    var telemetry: [TelemetrySample] = []

    /// Power is believed to stand this long; readings come every few seconds.
    static let longestHoldSeconds: Int64 = 120
    /// Two readings of a register further apart say how much was drawn and not in which interval.
    static let longestRegisterSpanSeconds: Int64 = 300
    /// A gap longer than this is not worked through interval by interval.
    static let longestSpanSeconds: Int64 = 86_400
    static let telemetrySeconds: Int64 = 600
    static let telemetryLimit = 700

    /// Counts by one reading.
    ///
    /// - Parameters:
    ///   - signal: of the site's meter, or of any where none is chosen; not older than the one before.
    ///   - at: the meter's own time.
    /// - Returns: the intervals that are complete now.
    mutating func apply(_ signal: MeterSignal, at: UTCInstant) -> [Reading] {
        guard signal.power != nil || signal.cumulative != nil else { return [] }
        if let last, last.meter != signal.meter {
            takeOther(than: last, at: at)
        } else if let last, at <= last.at {
            return []
        } else {
            accrue(signal, to: at)
        }
        last = Last(
            at: max(at, last?.at ?? at), meter: signal.meter, power: signal.power,
            register: signal.cumulative)
        if let power = signal.power { remember(TelemetrySample(at: at, power: power)) }
        return complete(before: SettlementInterval(containing: at).start)
    }

    /// Another meter speaks: what lies between the two readings is known of neither.
    private mutating func takeOther(than last: Last, at now: UTCInstant) {
        telemetry = []
        let end = min(now, last.at.advanced(bySeconds: Self.longestSpanSeconds))
        let between = last.at < end ? SettlementInterval.all(in: last.at..<end) : []
        for interval in between + [SettlementInterval(containing: now)] {
            change(interval) { $0.hasSeveralMeters = true }
        }
    }

    private mutating func accrue(_ signal: MeterSignal, to now: UTCInstant) {
        guard let last else { return }
        let span = now.nanoseconds(since: last.at)
        if let before = last.register, let register = signal.cumulative {
            guard register >= before else {
                let limit = min(now, last.at.advanced(bySeconds: Self.longestSpanSeconds))
                for interval in SettlementInterval.all(in: last.at..<limit) {
                    change(interval) { $0.wentBack = true }
                }
                return
            }
            let isWithinOne = SettlementInterval(containing: last.at).end >= now
            guard isWithinOne || span <= Self.longestRegisterSpanSeconds * 1_000_000_000 else { return }
            spread(register - before, from: last.at, to: now)
        } else if let power = last.power {
            let end = min(now, last.at.advanced(bySeconds: Self.longestHoldSeconds))
            spread(power.energy(overNanoseconds: end.nanoseconds(since: last.at)), from: last.at, to: end)
        }
    }

    /// Spreads energy evenly over a span; parts are differences of a running sum, so that none is lost.
    private mutating func spread(_ energy: Energy, from start: UTCInstant, to end: UTCInstant) {
        let whole = Int128(end.nanoseconds(since: start))
        var given: Int128 = 0
        for interval in SettlementInterval.all(in: start..<end) {
            let until = min(interval.end, end)
            let elapsed = Int128(until.nanoseconds(since: start))
            let due = (energy.microwattSeconds * elapsed).dividedHalfToEven(by: whole)
            let covered = until.nanoseconds(since: max(interval.start, start))
            change(interval) { sums in
                sums.energy += Energy(microwattSeconds: due - given)
                sums.coveredNanoseconds += covered
            }
            given = due
        }
    }

    private mutating func change(_ interval: SettlementInterval, _ body: (inout Sums) -> Void) {
        if let index = open.lastIndex(where: { $0.interval == interval }) { return body(&open[index]) }
        var sums = Sums(interval: interval)
        body(&sums)
        open.append(sums)
    }

    private mutating func complete(before instant: UTCInstant) -> [Reading] {
        let done = open.filter { $0.interval.end <= instant }
        open.removeAll { $0.interval.end <= instant }
        return done.map { sums in
            guard !sums.hasSeveralMeters else {
                return Reading(interval: sums.interval, energy: nil, gap: .severalMeters)
            }
            guard !sums.wentBack else {
                return Reading(interval: sums.interval, energy: nil, gap: .registerWentBack)
            }
            let isWhole = sums.coveredNanoseconds == SettlementInterval.lengthSeconds * 1_000_000_000
            return isWhole
                ? Reading(interval: sums.interval, energy: sums.energy, gap: nil)
                : Reading(interval: sums.interval, energy: nil, gap: .partlyCovered)
        }
    }

    private mutating func remember(_ sample: TelemetrySample) {
        telemetry.append(sample)
        let oldest = sample.at.advanced(bySeconds: -Self.telemetrySeconds)
        let stale = telemetry.prefix { $0.at < oldest }.count
        telemetry.removeFirst(max(stale, telemetry.count - Self.telemetryLimit))
    }
}
