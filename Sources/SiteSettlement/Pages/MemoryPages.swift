package import CurtailmentEngine
package import GridUnits
package import Settlement

/// Pages and facts of any number of intervals, in memory: for replays and verification.
package struct MemoryPages: SettlementPages, Sendable {
    private var facts: [Int64: IntervalFacts] = [:]
    private var pages: [Int64: SettlementPage] = [:]
    /// By what a later award replaces.
    private var awards: [String: AwardSignal] = [:]
    private var policies: [PolicyRecord] = []

    package init() {}

    package mutating func add(_ policy: PolicyRecord) { policies.append(policy) }

    package mutating func note(_ stamped: StampedSignal) throws -> Range<UTCInstant>? {
        let signal = stamped.signal
        guard var span = IntervalFacts.span(of: signal) else { return nil }
        if case .award(let award) = signal {
            let subject = IntervalFacts.subject(of: signal)
            if let before = awards.updateValue(award, forKey: subject), before.start < before.end {
                for interval in SettlementInterval.all(in: before.start..<before.end) {
                    facts[Self.number(of: interval)]?.withdraw(before)
                }
                span = min(span.lowerBound, before.start)..<max(span.upperBound, before.end)
            }
        }
        for interval in SettlementInterval.all(in: IntervalFacts.span(of: signal) ?? span) {
            facts[Self.number(of: interval), default: .none].take(signal, in: interval)
        }
        return span
    }

    package func facts(for interval: SettlementInterval) -> IntervalFacts {
        facts[Self.number(of: interval)] ?? .none
    }

    package func page(of interval: SettlementInterval) -> SettlementPage? { pages[Self.number(of: interval)] }

    package func settledIntervals(from start: UTCInstant) -> [SettlementInterval] {
        let first = Self.number(of: SettlementInterval(containing: start))
        return pages.keys.filter { $0 >= first }.sorted().map(Self.interval)
    }

    package func meteredLoads(in span: Range<UTCInstant>) -> [IntervalLoad] {
        SettlementInterval.all(in: span).compactMap { interval in
            page(of: interval)?.basis?.metered.map { IntervalLoad(interval: interval, energy: $0) }
        }
    }

    package func curtailedIntervals(in span: Range<UTCInstant>) -> [SettlementInterval] {
        SettlementInterval.all(in: span).filter { page(of: $0)?.basis?.isCurtailed == true }
    }

    package mutating func keep(_ page: SettlementPage) { pages[Self.number(of: page.interval)] = page }

    package func policy(_ number: Int64) -> PolicyRecord? {
        number >= 1 && number <= policies.count ? policies[Int(number) - 1] : nil
    }

    private static func number(of interval: SettlementInterval) -> Int64 {
        interval.start.secondsSinceEpoch / SettlementInterval.lengthSeconds
    }

    private static func interval(_ number: Int64) -> SettlementInterval {
        SettlementInterval(
            containing: UTCInstant(secondsSinceEpoch: number * SettlementInterval.lengthSeconds))
    }
}

extension SettlementInterval {
    /// The intervals that a span touches, in order.
    package static func all(in span: Range<UTCInstant>) -> [SettlementInterval] {
        var intervals: [SettlementInterval] = []
        var interval = SettlementInterval(containing: span.lowerBound)
        while interval.start < span.upperBound {
            intervals.append(interval)
            interval = interval.next
        }
        return intervals
    }
}
