package import GridMarket
package import GridUnits
package import SiteRecord

extension SitePolicy {
    /// Our own software trip; nil is off.
    package var underfrequency: UnderfrequencyPolicy? {
        get { programs[.underfrequency] as? UnderfrequencyPolicy }
        set { programs[.underfrequency] = newValue }
    }
}

/// The settings of our own under-frequency trip.
///
/// It is never reported as certified UFR or FFR capability.
package struct UnderfrequencyPolicy: Declared {
    /// When the trip may act.
    package enum Arming: String, Hashable, Sendable, CaseIterable {
        /// Only while an award of `armedBy` is in force.
        case award
        case always
    }

    /// How much load a trip sheds.
    package enum Extent: String, Hashable, Sendable, CaseIterable {
        /// The awarded megawatts; everything when nothing is awarded (`arming: always`).
        case awarded
        case everything
    }

    /// Trips at or below this frequency.
    package var threshold = Frequency.millihertz(59_700)
    /// Counts as recovered at or above this frequency.
    package var recovery = Frequency.millihertz(59_950)
    /// Consecutive samples at or below the threshold that confirm a trip, at least 1.
    package var agreeingSamples = 3
    /// How long the frequency has to stay recovered before the trip lets go.
    package var recoveredFor = TimeSpan.seconds(300)
    /// A faster change over the window is a measurement fault unless agreeing samples confirm it.
    package var plausibleRate = FrequencyRate(microhertzPerSecond: 2_000_000)
    /// Span over which the rate of change is measured, at least half a second.
    package var rateWindow = TimeSpan.milliseconds(500)
    /// Lower values are never grid frequency.
    package var plausibleMinimum = Frequency.hertz(57)
    /// Higher values are never grid frequency.
    package var plausibleMaximum = Frequency.hertz(63)
    /// When a crossing trips at all.
    package var arming = Arming.award
    /// The awarded programs that arm the trip, where awards do.
    package var armedBy: Set<Program> = [.rrs]
    /// How much of the load a trip takes off.
    package var extent = Extent.awarded
    /// Age after which the last sample is stale.
    package var staleAfter = TimeSpan.seconds(5)
    /// The program's conduct while the frequency is stale.
    package var stance = Stance.hold

    /// The defaults.
    package init() {}

    /// Values outside this band are never grid frequency.
    package var plausibleBand: ClosedRange<Frequency> {
        plausibleMinimum...max(plausibleMinimum, plausibleMaximum)
    }

    package static let section = Section(
        "underfrequency",
        """
        Our own trip on low frequency. Without this section it is off. It is no certified relay, and is never \
        reported as one.
        """, of: UnderfrequencyPolicy(), rules: [recoversAboveThreshold, seesItsThreshold]
    ) {
        Key(
            "threshold_hz", \.threshold, .amount("Hz", in: .hertz(50)...(.hertz(60))),
            "Trips at or below this frequency.")
        Key(
            "recovery_hz", \.recovery, .amount("Hz", in: .hertz(50)...(.hertz(60))),
            "Recovered at or above this frequency.")
        Key(
            "agreeing_samples", \.agreeingSamples, .count(in: 1...1_000),
            "So many samples in a row at or below the threshold confirm a trip.")
        Key(
            "recovered_s", \.recoveredFor, .seconds(in: .zero...(.seconds(86_400))),
            "The frequency has to stay recovered so long before the trip lets go.")
        Key(
            "plausible_rocof_hz_per_s", \.plausibleRate,
            .amount(
                "Hz/s", in: .init(microhertzPerSecond: 10_000)...(.init(microhertzPerSecond: 100_000_000))),
            "A faster change is a fault of measurement unless agreeing samples confirm it.")
        Key(
            "rocof_window_s", \.rateWindow, .seconds(in: .milliseconds(500)...(.seconds(10))),
            "The change is measured over so long.")
        Key(
            "plausible_min_hz", \.plausibleMinimum, .amount("Hz", in: .hertz(40)...(.hertz(60))),
            "Lower values are never grid frequency.")
        Key(
            "plausible_max_hz", \.plausibleMaximum, .amount("Hz", in: .hertz(60)...(.hertz(80))),
            "Higher values are never grid frequency.")
        Key(
            "arming", \.arming, .choice(),
            "award: may trip only while an award of armed_by is in force. always: may trip at any time.")
        Key(
            "armed_by", \.armedBy, .choices(of: "program", suchAs: .rrs, atLeast: 1),
            "The programs whose awards arm the trip.")
        Key(
            "shed", \.extent, .choice(),
            "awarded: sheds the awarded megawatts. everything: sheds all that can be curtailed.")
        Key(
            "stale_s", \.staleAfter, .seconds(in: .milliseconds(100)...(.seconds(3_600))),
            "After so long without a sample the program is stale ...")
        Key("on_stale", \.stance, .choice(), "... and then: hold, release or curtail.")
    }

    private static let recoversAboveThreshold = Rule<Self>(on: ["threshold_hz", "recovery_hz"]) {
        policy, written in
        guard policy.recovery <= policy.threshold else { return }
        written.report(
            written.has("recovery_hz") ? "recovery_hz" : "threshold_hz",
            "recovery at \(policy.recovery.decimal) Hz is not above the threshold of "
                + "\(policy.threshold.decimal) Hz; write a recovery_hz above it")
    }

    private static let seesItsThreshold = Rule<Self>(on: ["threshold_hz", "plausible_min_hz"]) {
        policy, written in
        guard policy.threshold <= policy.plausibleMinimum else { return }
        written.report(
            written.has("threshold_hz") ? "threshold_hz" : "plausible_min_hz",
            "the threshold of \(policy.threshold.decimal) Hz is not above plausible_min_hz, "
                + "\(policy.plausibleMinimum.decimal) Hz, so that no sample could trip; lower plausible_min_hz"
        )
    }
}
