import CurtailmentEngine
import GridMarket
import GridUnits

extension PriceAssessment {
    /// The price against each group's break-even, and why the price program did not act.
    ///
    /// - Parameters:
    ///   - policy: the price program's, in force at the instant.
    ///   - instant: which the assessment is of.
    /// - Returns: sentences, one a line.
    func sentences(_ policy: PricePolicy, at instant: UTCInstant) -> [String] {
        guard let price else {
            return ["No price had been received: before the first nothing is curtailed for price."]
        }
        let age = instant.nanoseconds(since: price.receivedAt) / 1_000_000_000
        var lines = [
            "The price known then: \(price.signal.price.decimal) USD/MWh (\(price.signal.market.rawValue), "
                + "\(price.signal.start.seconds) to \(price.signal.end.seconds)), received \(age) s before."
        ]
        if isStale {
            lines.append(
                "It was stale (limit \(policy.staleAfter.decimalSeconds) s); stance \(policy.stance.rawValue)."
            )
        }
        if let overriddenUntil {
            lines.append("The price program was overridden by an operator until \(overriddenUntil.seconds).")
        }
        return lines + groups.map { $0.sentence(policy) }
    }
}

extension PriceAssessment.Group {
    fileprivate func sentence(_ policy: PricePolicy) -> String {
        "Group \(name): \(Self.text(price)) USD/MWh against break-even \(Self.text(breakEven)), "
            + "margin \(Self.text(margin))\(ending(policy))"
    }

    private func ending(_ policy: PricePolicy) -> String {
        switch standing {
        case .neverCommanded: "; it is never commanded."
        case .curtailed: ": curtailed for price."
        case .worthRunning: ": running earned more than it cost."
        case .belowRestartCost:
            ": the gain did not exceed the restart cost of \(policy.restartCostPerMegawatt.decimal) USD/MW."
        case .keptRunning:
            ": above break-even, but its shortest time up (\(policy.minimumUp.decimalSeconds) s), an override or a "
                + "stale price kept it running."
        }
    }

    private static func text(_ amount: Fraction) -> String {
        DecimalText.formatRounded(amount.roundedHalfToEven, scale: 6, places: 2)
    }
}
