package import GridMarket
import GridUnits

/// Turns one source's samples into crossings, recoveries, per-second summaries and implausible spans.
///
/// It stands before the engine because frequency comes up to 120 times a second: it allocates nothing per sample.
package struct FrequencyWatch: Sendable {
    private let source: String
    private let policy: UnderfrequencyPolicy
    /// Consecutive samples at or below the threshold; saturates at the number that confirms.
    private var agreeing = 0
    private var hasCrossed = false
    private var isImplausible = false
    private var window: RateWindow
    private var second: Second?

    /// A watch over one source that has seen nothing.
    package init(source: String, policy: UnderfrequencyPolicy) {
        self.source = source
        self.policy = policy
        window = RateWindow(span: policy.rateWindow)
    }

    /// The samples of one second, as far as they have come.
    private struct Second: Sendable {
        let number: Int64
        var lowest: FrequencySample
        var highest: Frequency
        var count = 1
    }

    /// Judges one sample and calls back with what it means; most samples mean nothing yet.
    ///
    /// - Parameters:
    ///   - sample: newer than the one before it.
    ///   - report: called synchronously, at most three times: a closed second, then a crossing, recovery or fault.
    package mutating func observe(_ sample: FrequencySample, report: (FrequencyReport) -> Void) {
        let frequency = sample.frequency
        guard sample.isGood, policy.plausibleBand.contains(frequency) else {
            agreeing = 0
            return reportImplausible(
                sample, sample.isGood ? "outside the plausible band" : "the device doubts its value",
                report: report)
        }
        let rate = sample.rateOfChange ?? window.rate(adding: sample)
        if frequency <= policy.threshold {
            agreeing = min(agreeing + 1, policy.agreeingSamples)
        } else {
            agreeing = 0
        }
        // N agreeing samples confirm even a step; before that a change this fast is a measurement fault.
        if let rate, agreeing < policy.agreeingSamples, Self.magnitude(rate) > policy.plausibleRate {
            return reportImplausible(sample, "changes faster than the grid can", report: report)
        }
        isImplausible = false
        closeSecond(with: sample, report: report)
        if agreeing == policy.agreeingSamples, !hasCrossed {
            hasCrossed = true
            report(.crossed(observation(sample, rate: rate, samples: agreeing)))
        } else if hasCrossed, frequency >= policy.recovery {
            hasCrossed = false
            report(.recovered(observation(sample, rate: rate, samples: 1)))
        }
    }

    private mutating func closeSecond(with sample: FrequencySample, report: (FrequencyReport) -> Void) {
        let number = sample.at.secondsSinceEpoch
        guard var open = second, open.number == number else {
            if let done = second {
                let observation = observation(done.lowest, rate: nil, samples: done.count)
                report(.second(observation, highest: done.highest))
            }
            second = Second(number: number, lowest: sample, highest: sample.frequency)
            return
        }
        if sample.frequency < open.lowest.frequency { open.lowest = sample }
        open.highest = max(open.highest, sample.frequency)
        open.count += 1
        second = open
    }

    private mutating func reportImplausible(
        _ sample: FrequencySample, _ reason: String, report: (FrequencyReport) -> Void
    ) {
        guard !isImplausible else { return }
        isImplausible = true
        report(.implausible(observation(sample, rate: sample.rateOfChange, samples: 1), reason))
    }

    private func observation(
        _ sample: FrequencySample, rate: FrequencyRate?, samples: Int
    ) -> FrequencyReport.Observation {
        FrequencyReport.Observation(
            source: source, at: sample.at, frequency: sample.frequency, rateOfChange: rate, samples: samples)
    }

    private static func magnitude(_ rate: FrequencyRate) -> FrequencyRate { rate < .zero ? -rate : rate }
}
