package import GridMarket
import CurtailmentEngine
package import GridUnits

/// Where settlement finds what it knew of closed intervals and what was published for any.
///
/// A daemon has it in its ledger, a replay and a verification in memory; both have to answer alike.
package protocol SettlementPages {
    /// Remembers a signal that says something about intervals.
    ///
    /// - Returns: the span whose intervals may settle otherwise now; nil when none.
    mutating func note(_ signal: StampedSignal) throws -> Range<UTCInstant>?

    /// The prices and awards of one interval.
    func facts(for interval: SettlementInterval) throws -> IntervalFacts

    /// The page of an interval as it was recorded; nil while it has not been settled.
    func page(of interval: SettlementInterval) throws -> SettlementPage?

    /// The settled intervals from an instant on, in order.
    func settledIntervals(from start: UTCInstant) throws -> [SettlementInterval]

    /// The energy that the site's meter counted in the settled intervals of a span, in order, where it counted.
    func meteredLoads(in span: Range<UTCInstant>) throws -> [IntervalLoad]

    /// The settled intervals of a span in which something was really curtailed.
    func curtailedIntervals(in span: Range<UTCInstant>) throws -> [SettlementInterval]

    /// Adds the next policy of the ledger; they count from 1.
    mutating func add(_ policy: PolicyRecord)

    /// Keeps a page whose rows have been recorded.
    mutating func keep(_ page: SettlementPage)

    /// A policy by its number; nil when there is no such.
    func policy(_ number: Int64) throws -> PolicyRecord?
}
