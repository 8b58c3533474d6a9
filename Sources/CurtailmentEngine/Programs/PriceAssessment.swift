import GridMarket
package import GridUnits

/// How the price program sees an instant: the price that it decides by, and where each group stands with it.
package struct PriceAssessment: Hashable, Sendable {
    /// One group's break-even beside the price; microdollars per megawatt-hour at the site meter, exact.
    package struct Group: Hashable, Sendable {
        /// The group by its name in the configuration.
        package let name: String
        /// The marginal delivered price.
        package let price: Fraction
        /// The price at which mining earns nothing.
        package let breakEven: Fraction
        /// The price less the break-even: above zero running costs more than it earns.
        package let margin: Fraction
        /// The program's view of the group.
        package let standing: Standing
    }

    /// Why the program curtails a group or leaves it running.
    package enum Standing: Hashable, Sendable {
        /// Load that is counted and never commanded.
        case neverCommanded
        case curtailed
        /// At or below break-even.
        case worthRunning
        /// Above break-even, by no more than the restart would cost.
        case belowRestartCost
        /// Worth curtailing, and kept running by the shortest time up, an override or a stale price.
        case keptRunning
    }

    /// The price decided by, fresh or not; nil before the first.
    package let price: EngineMemory.KnownPrice?
    /// Whether that price is too old to decide by.
    package let isStale: Bool
    /// The end of an operator's override; nil without one.
    package let overriddenUntil: UTCInstant?
    /// In the order of the configuration; a group whose numbers do not fit is left out, and all before the first price.
    package let groups: [Group]
}

extension CurtailmentEngine {
    /// The price program's view of an instant; the engine itself stays as it is.
    ///
    /// - Parameters:
    ///   - utc: the instant, not before the last input.
    ///   - now: the same on the monotonic clock.
    /// - Returns: nil where the configuration has no price program.
    package func priceAssessment(at utc: UTCInstant, monotonic now: MonotonicInstant) -> PriceAssessment? {
        guard let policy = policy.price else { return nil }
        let programs = asked(at: utc, monotonic: now).programs
        guard let program = programs.lazy.compactMap({ $0.program as? PriceProgram }).first else {
            return nil
        }
        let live = program.livePrice(policy: policy, now: now)
        let marginal = live.flatMap { try? model.policy.economics.marginalPrice($0.signal.price, at: utc) }
        let groups = marginal.map { price in
            model.policy.groups.indices.compactMap { group in
                assessment(ofGroup: group, price: price, policy: policy, program: program)
            }
        }
        return PriceAssessment(
            price: live.map { EngineMemory.KnownPrice(signal: $0.signal, receivedAt: $0.receivedAt) },
            isStale: program.isStale, overriddenUntil: program.overriddenUntilUTC, groups: groups ?? [])
    }

    private func assessment(
        ofGroup group: Int, price: Fraction, policy: PricePolicy, program: PriceProgram
    ) -> PriceAssessment.Group? {
        guard let comparison = model.comparison(of: price, group: group, policy: policy),
            let margin = try? price.plus(
                Fraction(-comparison.breakEven.numerator, over: comparison.breakEven.denominator))
        else { return nil }
        let standing: PriceAssessment.Standing =
            if !model.policy.groups[group].isCommanded {
                .neverCommanded
            } else if program.holds[group].isCurtailing {
                .curtailed
            } else if margin <= .zero {
                .worthRunning
            } else {
                comparison.isWorthCurtailing ? .keptRunning : .belowRestartCost
            }
        return PriceAssessment.Group(
            name: model.policy.groups[group].name, price: price, breakEven: comparison.breakEven,
            margin: margin, standing: standing)
    }
}
