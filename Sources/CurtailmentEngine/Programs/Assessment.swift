package import GridMarket
package import GridUnits

/// What the engine would decide at an instant, and what each program says of it.
package struct Assessment: Hashable, Sendable {
    /// One program's part.
    package struct Part: Hashable, Sendable {
        package let program: Program
        /// What it wants, with the numbers it compared; nil where it wants nothing.
        package let demand: Demand?
        /// The conditions that stand for it: a stale input, and what its stance makes of that.
        package let conditions: [String]
    }

    /// In order of rank.
    package let parts: [Part]
    /// What the site may draw.
    package let target: Power
    package let available: Power
    /// The conflicts that a rule settles.
    package let rulings: [Ruling]
}

extension CurtailmentEngine {
    /// What would be decided at an instant without another event; the engine itself stays as it is.
    ///
    /// - Parameters:
    ///   - utc: the instant, not before the last input.
    ///   - now: the same on the monotonic clock.
    /// - Returns: the target, and what each program wants or why it wants nothing.
    package func assessment(at utc: UTCInstant, monotonic now: MonotonicInstant) -> Assessment {
        let asked = asked(at: utc, monotonic: now)
        let target = Arbiter.weigh(asked.wishes, model: model, available: available)
        return Assessment(
            parts: asked.programs.map { slot in
                Assessment.Part(
                    program: slot.kind.program,
                    demand: asked.wishes.first { $0.program == slot.kind.program }.map(asked.demand),
                    conditions: slot.program.conditions.map(\.text))
            }, target: target.load, available: available, rulings: target.rulings)
    }

    /// A copy whose programs have been asked at an instant.
    func asked(at utc: UTCInstant, monotonic now: MonotonicInstant) -> CurtailmentEngine {
        var copy = self
        var turn = ProgramTurn(after: now)
        copy.askPrograms(.timer, at: Moment(now: now, utc: utc, available: available), turn: &turn)
        return copy
    }
}
