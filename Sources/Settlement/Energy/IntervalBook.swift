package import GridUnits
package import SiteRecord

/// Gathers the load of groups into settlement intervals, exactly, until the intervals are closed.
///
/// Stretches add up. A group that steps down to a level and follows along a ramp may be accrued as the level it ends
/// at, with its baseline, and besides as a correction: the power still drawn above that level, with a baseline of
/// zero. Corrections may be negative, so that any number of batches may fall, rise and turn back at the same time.
///
/// The sums are kept in half microwatt-nanoseconds, so that steps at any nanosecond and ramps within one interval are
/// exact, whatever the partition; an interval is rounded once, to the microwatt-second, when it is closed.
package struct IntervalBook: Sendable {
    /// Why a stretch was not accrued; nothing of it was.
    package enum Failure: Error, Hashable, Sendable {
        /// Its end lies before its start, as after a step of the wall clock.
        case endsBeforeItStarts
        /// An interval it touches has been closed, and a closed interval is never opened again.
        case alreadyClosed(SettlementInterval)
        /// It would open more intervals than the limit.
        case tooManyOpen(limit: Int)
    }

    /// How the consumption accrued from now on is known.
    package var evidence: IntervalEnergy.Evidence
    /// Whether the load accrued from now on is only what would have been.
    package var isShadow: Bool
    let limit: Int
    var groups = GroupNumbers()
    /// By interval, then in the order of opening.
    var pages: [Page] = []
    var closedBefore = UTCInstant(nanosecondsSinceEpoch: .min)

    /// Opens an empty book.
    ///
    /// - Parameters:
    ///   - evidence: how the consumption is known.
    ///   - isShadow: whether it is only what would have been.
    ///   - limit: the most intervals that may be open at once; a month by default.
    package init(evidence: IntervalEnergy.Evidence, isShadow: Bool, limit: Int = 3_000) {
        self.evidence = evidence
        self.isShadow = isShadow
        self.limit = limit
    }

    /// Adds a stretch in which consumption runs linearly from one power to another.
    ///
    /// - Parameters:
    ///   - group: the group's name.
    ///   - start: inclusive.
    ///   - end: exclusive; a stretch without length adds nothing.
    ///   - startPower: consumption at the start; negative only in corrections.
    ///   - endPower: consumption towards the end; equal to `startPower` for a constant load.
    ///   - baseline: what would be consumed without us, constant over the stretch; zero in corrections.
    /// - Throws: ``Failure``; then nothing was added.
    package mutating func accrue(
        group: String, from start: UTCInstant, to end: UTCInstant, startPower: Power, endPower: Power,
        baseline: Power
    ) throws(Failure) {
        guard start != end else { return }
        try expectRoom(from: start, to: end)
        let number = groups.number(of: group)
        let ramp = Ramp(start: start, end: end, startPower: startPower, endPower: endPower)
        var drawnBefore: Int128 = 0
        var from = start
        while from < end {
            let interval = SettlementInterval(containing: from)
            let until = min(interval.end, end)
            let drawn = ramp.drawn(until: until)
            let index = pageIndex(of: interval)
            pages[index].add(
                consumed: drawn - drawnBefore,
                baseline: 2 * Int128(baseline.microwatts) * Int128(until.nanoseconds(since: from)),
                group: number)
            drawnBefore = drawn
            from = until
        }
    }

    /// Adds a stretch of constant load.
    ///
    /// - Parameters:
    ///   - group: the group's name.
    ///   - start: inclusive.
    ///   - end: exclusive.
    ///   - power: consumption.
    ///   - baseline: what would be consumed without us.
    /// - Throws: ``Failure``; then nothing was added.
    package mutating func accrue(
        group: String, from start: UTCInstant, to end: UTCInstant, at power: Power, baseline: Power
    ) throws(Failure) {
        try accrue(group: group, from: start, to: end, startPower: power, endPower: power, baseline: baseline)
    }

    /// Notes power woken, for the restart cost.
    ///
    /// - Parameters:
    ///   - group: the group's name.
    ///   - power: rated power of the units woken.
    ///   - instant: when they were told to wake.
    /// - Throws: ``Failure``; then nothing was added.
    package mutating func restart(group: String, power: Power, at instant: UTCInstant) throws(Failure) {
        try expectRoom(from: instant, to: instant.advanced(byNanoseconds: 1))
        let number = groups.number(of: group)
        pages[pageIndex(of: SettlementInterval(containing: instant))].add(restarted: power, group: number)
    }

    /// Closes every interval that has ended by an instant, for good.
    ///
    /// - Parameter instant: nothing before it may be accrued any more, but for the interval it lies in.
    /// - Returns: the energies in the order of the intervals and, within one, of the groups' first appearance.
    package mutating func close(before instant: UTCInstant) -> [IntervalEnergy] {
        closedBefore = max(closedBefore, SettlementInterval(containing: instant).start)
        let count = pages.prefix { $0.interval.end <= instant }.count
        defer { pages.removeFirst(count) }
        return pages.prefix(count).flatMap { $0.energies(of: groups.names) }
    }
}

extension IntervalBook {
    private func expectRoom(from start: UTCInstant, to end: UTCInstant) throws(Failure) {
        guard start < end else { throw .endsBeforeItStarts }
        let first = SettlementInterval(containing: start)
        guard first.start >= closedBefore else { throw .alreadyClosed(first) }
        let last = SettlementInterval(containing: end.advanced(byNanoseconds: -1))
        let touched =
            last.start.nanoseconds(since: first.start) / 1_000_000_000 / SettlementInterval.lengthSeconds + 1
        let known = pages[firstIndex(notBefore: first)..<firstIndex(notBefore: last.next)]
            .count { $0.evidence == evidence && $0.isShadow == isShadow }
        guard pages.count - known + Int(touched) <= limit else { throw .tooManyOpen(limit: limit) }
    }

    /// The page of an interval under the present evidence and mode, opened when there is none.
    private mutating func pageIndex(of interval: SettlementInterval) -> Int {
        var index = firstIndex(notBefore: interval)
        while index < pages.count, pages[index].interval == interval {
            if pages[index].evidence == evidence, pages[index].isShadow == isShadow { return index }
            index += 1
        }
        pages.insert(Page(interval: interval, evidence: evidence, isShadow: isShadow), at: index)
        return index
    }

    private func firstIndex(notBefore interval: SettlementInterval) -> Int {
        var (low, high) = (0, pages.count)
        while low < high {
            let middle = (low + high) / 2
            if pages[middle].interval.start < interval.start { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Numbers groups in the order in which they first appear.
struct GroupNumbers: Sendable {
    private(set) var names: [String] = []
    private var numbers: [String: Int] = [:]

    mutating func number(of name: String) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        return names.count - 1
    }
}

/// A book in the middle of its intervals, so that a restart goes on where the sums were.
extension IntervalBook: FieldRecord {
    package static let fields = Fields(
        IntervalBook.init(evidence:isShadow:limit:closedBefore:groups:pages:),
        Field("evidence") { $0.evidence }, Field("shadow") { $0.isShadow }, Field("limit") { $0.limit },
        Field("closed_before_ns") { $0.closedBefore }, Field("groups") { $0.groups.names },
        Field("pages") { $0.pages })

    private init(
        evidence: IntervalEnergy.Evidence, isShadow: Bool, limit: Int, closedBefore: UTCInstant,
        groups names: [String], pages: [Page]
    ) {
        self.init(evidence: evidence, isShadow: isShadow, limit: limit)
        self.closedBefore = closedBefore
        for name in names { _ = groups.number(of: name) }
        self.pages = pages
    }
}

extension Page: FieldRecord {
    static let fields = Fields(
        Page.init(interval:evidence:isShadow:sums:),
        Field("start_ns") { $0.interval }, Field("evidence") { $0.evidence }, Field("shadow") { $0.isShadow },
        Field("sums") { $0.sums })
}

extension Page.Sums: FieldRecord {
    static let fields = Fields(
        Page.Sums.init(consumed:baseline:restarted:isTouched:),
        Field("consumed") { $0.consumed }, Field("baseline") { $0.baseline },
        Field("restarted_uw") { $0.restarted }, Field("touched") { $0.isTouched })
}
