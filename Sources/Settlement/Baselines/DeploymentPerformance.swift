package import GridUnits

/// How much of an instructed reduction was delivered.
package struct DeploymentPerformance: Hashable, Sendable {
    package enum Verdict: String, Hashable, Sendable, CaseIterable {
        case passed
        case tooLittle = "too_little"
        case tooMuch = "too_much"
    }

    /// Delivered over instructed, exact; negative where load rose.
    package let ratio: Fraction
    package let verdict: Verdict
}

/// The part of an instruction that a load has to deliver, and may deliver at most, to pass.
package struct PerformanceBand: Hashable, Sendable {
    /// Inclusive.
    package let lowest: Fraction
    /// Inclusive.
    package let highest: Fraction

    package init(lowest: Fraction, highest: Fraction) {
        self.lowest = lowest
        self.highest = highest
    }

    /// 95 to 150 % (Protocols 8.1.1.4.3, for Non-Spin by loads that are not controllable).
    package static let nonSpin = PerformanceBand(lowest: .percent(95), highest: .percent(150))

    /// Judges one deployment.
    ///
    /// - Parameters:
    ///   - instructed: the reduction asked for.
    ///   - baseline: the load before the instruction.
    ///   - actual: the load in the deployment.
    /// - Returns: nil where no reduction was asked for.
    /// - Throws: `AmountOutOfRange` when a difference does not fit.
    package func judge(
        instructed: Power, baseline: Power, actual: Power
    ) throws(AmountOutOfRange) -> DeploymentPerformance? {
        guard instructed > .zero else { return nil }
        let delivered = Int128(baseline.microwatts) - Int128(actual.microwatts)
        let ratio = try Fraction(delivered, over: Int128(instructed.microwatts))
        let verdict: DeploymentPerformance.Verdict =
            ratio < lowest ? .tooLittle : ratio > highest ? .tooMuch : .passed
        return DeploymentPerformance(ratio: ratio, verdict: verdict)
    }
}
