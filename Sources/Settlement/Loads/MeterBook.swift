import GridMarket
import CurtailmentEngine
import GridUnits

/// The energy of the site's meter, gathered into intervals from its register or, without one, from its power.
///
/// A register is exact whatever its cadence inside an interval; power stands until the next reading, for at most
/// ``longestHoldSeconds``. What no reading covers, and what the site cannot have drawn, is a gap with its reason and
/// never filled in.
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
        /// What of it no reading says because one of them is not believed; nil where all are.
        var fault: MeterFault?
        /// Readings of two meters lie in it, so that neither says what the site drew.
        var hasSeveralMeters = false
    }

    /// The last reading that is believed.
    struct Last: Hashable, Sendable {
        var at: UTCInstant
        var meter: String
        var power: Power?
    }

    var last: Last?
    /// Of the last reading, where it has a register; and what is doubted since.
    var registers = RegisterWatch()
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
    ///   - limit: the most that the site can draw, `SitePolicy.largestPlausibleLoad`.
    /// - Returns: the intervals that are complete now.
    mutating func apply(_ signal: MeterSignal, at: UTCInstant, within limit: Power) -> [Reading] {
        guard signal.power != nil || signal.cumulative != nil else { return [] }
        let isSame = last.map { $0.meter == signal.meter } ?? true
        if isSame, let last, at <= last.at { return [] }
        if !isSame, let last { takeOther(than: last, at: at) }
        let before = isSame ? last : nil
        var power = signal.power
        if let shown = power, limit.covers(metered: shown) {
            remember(TelemetrySample(at: at, power: shown))
        } else if signal.cumulative == nil {
            // The interval is marked, so that what stood before may as well stand on.
            change(SettlementInterval(containing: at)) { $0.fault = $0.fault ?? .implausible }
            power = before?.power
        } else {
            power = nil
        }
        if accrue(signal.cumulative, from: before, to: at, within: limit) {
            last = Last(at: max(at, last?.at ?? at), meter: signal.meter, power: power)
        }
        return complete(before: SettlementInterval(containing: at).start, within: limit)
    }

    /// Forgets the readings before a step of the wall clock: what lies between the two times is known of neither.
    mutating func noteClockStep(to now: UTCInstant) {
        last = nil
        registers = RegisterWatch()
        telemetry = []
        open.removeAll { $0.interval.start > now }
    }

    /// Another meter speaks: what lies between the two readings is known of neither.
    private mutating func takeOther(than last: Last, at now: UTCInstant) {
        registers = RegisterWatch()
        telemetry = []
        let end = min(now, last.at.advanced(bySeconds: Self.longestSpanSeconds))
        let between = last.at < end ? SettlementInterval.all(in: last.at..<end) : []
        for interval in between + [SettlementInterval(containing: now)] {
            change(interval) { $0.hasSeveralMeters = true }
        }
    }

    /// Adds what was drawn since the last reading.
    ///
    /// - Returns: whether the register is believed; without one, that the power stands from now.
    private mutating func accrue(
        _ register: Energy?, from last: Last?, to now: UTCInstant, within limit: Power
    ) -> Bool {
        let (before, doubted) = (registers.last, registers.doubt?.newest.at)
        guard let register else {
            registers = RegisterWatch()
            accruePower(from: last, to: now)
            return true
        }
        let fault = registers.judge(register, at: now, within: limit)
        guard let before, let last else {
            accruePower(from: last, to: now)
            return true
        }
        if let fault {
            // What was doubted before is marked already, and may be complete.
            let start = doubted ?? last.at
            let end = min(now, start.advanced(bySeconds: Self.longestSpanSeconds))
            for interval in SettlementInterval.all(in: start..<end) {
                change(interval) { $0.fault = $0.fault ?? fault }
            }
        } else if SettlementInterval(containing: last.at).end >= now
            || now.nanoseconds(since: last.at) <= Self.longestRegisterSpanSeconds * 1_000_000_000
        {
            spread(register - before.register, from: last.at, to: now)
        }
        return registers.doubt == nil
    }

    private mutating func accruePower(from last: Last?, to now: UTCInstant) {
        guard let last, let power = last.power else { return }
        let end = min(now, last.at.advanced(bySeconds: Self.longestHoldSeconds))
        spread(power.energy(overNanoseconds: end.nanoseconds(since: last.at)), from: last.at, to: end)
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

    private mutating func complete(before instant: UTCInstant, within limit: Power) -> [Reading] {
        let done = open.filter { $0.interval.end <= instant }
        open.removeAll { $0.interval.end <= instant }
        return done.map { sums in
            let gap = sums.gap(within: limit)
            return Reading(interval: sums.interval, energy: gap == nil ? sums.energy : nil, gap: gap)
        }
    }

    private mutating func remember(_ sample: TelemetrySample) {
        telemetry.append(sample)
        let oldest = sample.at.advanced(bySeconds: -Self.telemetrySeconds)
        let stale = telemetry.prefix { $0.at < oldest }.count
        telemetry.removeFirst(max(stale, telemetry.count - Self.telemetryLimit))
    }
}

extension MeterBook.Sums {
    /// Why the sum is not the interval's energy; nil where it is.
    fileprivate func gap(within limit: Power) -> IntervalBasis.MeterGap? {
        if hasSeveralMeters { return .severalMeters }
        if let fault { return IntervalBasis.MeterGap(fault) }
        let length = SettlementInterval.lengthSeconds * 1_000_000_000
        guard coveredNanoseconds == length else { return .partlyCovered }
        return energy <= limit.energy(overNanoseconds: length) ? nil : .implausible
    }
}
