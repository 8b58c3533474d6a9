package import GridMarket
import CurtailmentEngine
package import GridUnits

/// Pages and facts of any number of intervals, in memory: for replays and verification.
package struct MemoryPages: SettlementPages, Sendable {
    /// A ledger's rows of a settled interval; the rest of its page follows from them.
    private struct Recorded: Sendable {
        let basis: IntervalBasis
        let rows: [SettledInterval]
        let claims: [Claim]
    }

    private var facts = IntervalTable<IntervalFacts>()
    private var recorded = IntervalTable<Recorded>()
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
                    facts[interval]?.withdraw(before)
                }
                span = min(span.lowerBound, before.start)..<max(span.upperBound, before.end)
            }
        }
        for interval in SettlementInterval.all(in: IntervalFacts.span(of: signal) ?? span) {
            facts[interval, default: .none].apply(signal, in: interval)
        }
        return span
    }

    package func facts(for interval: SettlementInterval) -> IntervalFacts { facts[interval] ?? .none }

    package func page(of interval: SettlementInterval) -> SettlementPage? {
        recorded[interval].map { SettlementPage(basis: $0.basis, rows: $0.rows, claims: $0.claims) }
    }

    package func settledIntervals(from start: UTCInstant) -> [SettlementInterval] {
        recorded.intervals(from: SettlementInterval(containing: start))
    }

    package func meteredLoads(in span: Range<UTCInstant>) -> [IntervalLoad] {
        SettlementInterval.all(in: span).compactMap { interval in
            recorded[interval]?.basis.metered.map { IntervalLoad(interval: interval, energy: $0) }
        }
    }

    package func curtailedIntervals(in span: Range<UTCInstant>) -> [SettlementInterval] {
        SettlementInterval.all(in: span).filter { recorded[$0]?.basis.isCurtailed == true }
    }

    package mutating func keep(_ page: SettlementPage) {
        recorded[page.interval] = page.basis.map {
            Recorded(basis: $0, rows: page.rows, claims: page.claims)
        }
    }

    package func policy(_ number: Int64) -> PolicyRecord? {
        number >= 1 && number <= policies.count ? policies[Int(number) - 1] : nil
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
