import CurtailmentEngine
import GridUnits

/// A ramped return follows its schedule between the rows: one decision states it, and no row says that a unit woke.
extension LoadBook {
    /// A return under way.
    struct Returning: Sendable {
        var ramp: RestoreRamp
        let mode: SiteMode
        /// Of the policy under which the decision numbered its units.
        var units: UnitTable
    }

    /// Books what woke before an input: what is due at its very moment is for the input to decide.
    ///
    /// - Parameters:
    ///   - input: in the order of the ledger.
    ///   - utc: the input's instant, on the clock that counted until then.
    mutating func followReturn(before input: EngineInput, as utc: UTCInstant) {
        followReturn(
            through: MonotonicInstant(nanoseconds: input.monotonic.nanoseconds - 1),
            as: utc.advanced(byNanoseconds: -1))
    }

    /// Books what a run before this one woke, by what it remembered, and forgets the rest: it still sleeps.
    ///
    /// - Parameters:
    ///   - pace: how far the return had come; nil when none was under way.
    ///   - utc: when the new run begins.
    mutating func endReturn(rememberedAs pace: ReturnPace?, at utc: UTCInstant) {
        guard var known = returning else { return }
        returning = nil
        guard let pace else { return }
        let never = MonotonicInstant(nanoseconds: .max)
        while known.ramp.returned < pace.returned,
            let step = known.ramp.wake(through: never, ratedPower: known.units.ratedPower)
        {
            wake(step.units, mode: known.mode, by: known.units, at: utc)
        }
    }

    /// Books what woke up to a moment, each unit at its own.
    mutating func followReturn(through limit: MonotonicInstant, as utc: UTCInstant) {
        guard var known = returning else { return }
        while let step = known.ramp.wake(through: limit, ratedPower: known.units.ratedPower) {
            let at = utc.advanced(byNanoseconds: -limit.since(step.at).nanoseconds)
            guard known.mode == .shadow else {
                wake(step.units, mode: .armed, by: known.units, at: at)
                continue
            }
            accrue(to: at)
            wake(step.units, mode: .shadow, by: known.units, at: at)
            noteShadow()
        }
        returning = known.ramp.isFinished ? nil : known
    }
}

/// Ratings and groups of the units, numbered through all groups.
struct UnitTable: Sendable {
    let ratedPower: [Power]
    private let groupOfUnit: [Int]
    /// In the order of the policy's groups.
    let groupNames: [String]

    /// No units.
    init() {
        ratedPower = []
        groupOfUnit = []
        groupNames = []
    }

    init(policy: SitePolicy) {
        ratedPower = policy.groups.flatMap { $0.units.map(\.ratedPower) }
        groupOfUnit = policy.groups.enumerated().flatMap { index, group in
            repeatElement(index, count: group.units.count)
        }
        groupNames = policy.groups.map(\.name)
    }

    /// Rated power of some units, by group; numbers that no unit has are passed over.
    func power(ofUnits units: some Sequence<Int>) -> [Power] {
        var sums = Array(repeating: Power.zero, count: groupNames.count)
        for unit in units where ratedPower.indices.contains(unit) {
            sums[groupOfUnit[unit]] += ratedPower[unit]
        }
        return sums
    }
}
