package import GridUnits

/// The last whole settlement interval that ended before an instruction, held flat (Protocols 2.2).
package enum MeterBeforeAfter {
    /// The baseline of an instruction.
    ///
    /// - Parameters:
    ///   - start: when the instruction was given; an interval that ends then has ended before it.
    ///   - history: the meter's intervals.
    /// - Returns: that interval's energy, or a gap where the meter did not report it.
    package static func baseline(before start: UTCInstant, history: LoadHistory) -> BaselineResult {
        let last = interval(before: start)
        guard let load = history.load(in: last) else {
            return BaselineResult(method: .meterBeforeAfter, finding: .gap(.intervalMissing(last)))
        }
        return BaselineResult(
            method: .meterBeforeAfter, finding: .flat(load.energy), inputs: [.interval(load)])
    }

    /// The last whole interval that ended before an instruction, or with its instant.
    package static func interval(before start: UTCInstant) -> SettlementInterval {
        let running = SettlementInterval(containing: start)
        return SettlementInterval(containing: running.start.advanced(byNanoseconds: -1))
    }
}
