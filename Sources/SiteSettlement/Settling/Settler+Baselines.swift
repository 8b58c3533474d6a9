import CurtailmentEngine
import GridUnits
import Settlement

extension Settler {
    /// Finds what would have been drawn, when a curtailment begins.
    mutating func findBaseline(of event: CurtailmentEvent, in pages: some SettlementPages) throws {}
}
