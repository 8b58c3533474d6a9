package import GridUnits

/// The alternate baseline of loads that are on or off: the load has to stay at or below a declared maximum.
package struct MaximumBaseLoad: Hashable, Sendable {
    /// The Maximum Base Load as declared to ERCOT; nil where none is.
    package let declared: Power?

    package init(declared: Power?) { self.declared = declared }

    /// Judges the intervals of a response period.
    ///
    /// - Parameters:
    ///   - intervals: those that lie in the Sustained Response Period as a whole.
    ///   - history: the meter's intervals.
    /// - Returns: the limit and where it was exceeded; a gap where none is declared or a reading is missing.
    package func judge(_ intervals: [SettlementInterval], history: LoadHistory) -> BaselineResult {
        guard let declared else {
            return BaselineResult(method: .maximumBaseLoad, finding: .gap(.nothingDeclared))
        }
        let loads = intervals.compactMap(history.load(in:))
        let inputs = [.declared(declared)] + loads.map(BaselineInput.interval)
        if let missing = intervals.first(where: { history.load(in: $0) == nil }) {
            return BaselineResult(
                method: .maximumBaseLoad, finding: .gap(.intervalMissing(missing)), inputs: inputs)
        }
        let limit = SettlementInterval.energy(at: declared)
        return BaselineResult(
            method: .maximumBaseLoad,
            finding: .ceiling(declared, exceededIn: loads.filter { $0.energy > limit }.map(\.interval)),
            inputs: inputs)
    }
}
