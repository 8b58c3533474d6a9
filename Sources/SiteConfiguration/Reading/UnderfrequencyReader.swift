import GridMarket
import CurtailmentEngine
import GridUnits

/// Reads `underfrequency` and refuses limits that contradict each other.
struct UnderfrequencyReader {
    private let reader: SectionReader

    init(_ reader: SectionReader) { self.reader = reader }

    var underfrequency: UnderfrequencyPolicy {
        let standard = Frequency.hertz(57)...Frequency.hertz(63)
        let least = reader.quantity(
            "plausible_min_hz", in: .hertz(40)...Frequency.hertz(60), default: standard.lowerBound)
        let most = reader.quantity(
            "plausible_max_hz", in: .hertz(60)...Frequency.hertz(80), default: standard.upperBound)
        let threshold = reader.quantity(
            "threshold_hz", in: .hertz(50)...Frequency.hertz(60), default: .millihertz(59_700))
        let recovery = reader.quantity(
            "recovery_hz", in: .hertz(50)...Frequency.hertz(60), default: .millihertz(59_950))
        refuseContradictions(threshold: threshold, recovery: recovery, least: least)
        return UnderfrequencyPolicy(
            threshold: threshold, recovery: recovery,
            agreeingSamples: reader.count("agreeing_samples", in: 1...1_000, default: 3),
            recoveredFor: reader.seconds(
                "recovered_s", in: .zero...TimeSpan.seconds(86_400), default: .seconds(300)),
            plausibleRate: reader.quantity(
                "plausible_rocof_hz_per_s",
                in: FrequencyRate(
                    microhertzPerSecond: 10_000)...FrequencyRate(microhertzPerSecond: 100_000_000),
                default: FrequencyRate(microhertzPerSecond: 2_000_000)),
            rateWindow: reader.seconds(
                "rocof_window_s", in: .milliseconds(500)...TimeSpan.seconds(10), default: .milliseconds(500)),
            plausibleBand: least...max(least, most),
            arming: reader.choice("arming", default: .award),
            armedBy: armedBy,
            extent: reader.choice("shed", default: .awarded),
            staleAfter: reader.seconds(
                "stale_s", in: .milliseconds(100)...TimeSpan.seconds(3_600), default: .seconds(5)),
            stance: reader.choice("on_stale", default: .hold))
    }

    private var armedBy: Set<Program> {
        let programs: Set<Program> = reader.choices("armed_by", default: [.rrs])
        if case .list(let elements) = reader.value("armed_by")?.content, elements.isEmpty {
            reader.report("armed_by", "the list is empty; write at least one program, such as [rrs]")
        }
        return programs
    }

    private func refuseContradictions(threshold: Frequency, recovery: Frequency, least: Frequency) {
        if recovery <= threshold {
            let key = reader.has("recovery_hz") ? "recovery_hz" : "threshold_hz"
            reader.report(
                key,
                "recovery at \(recovery.decimal) Hz is not above the threshold of \(threshold.decimal) Hz; "
                    + "write a recovery_hz above it")
        }
        if threshold <= least {
            let key = reader.has("threshold_hz") ? "threshold_hz" : "plausible_min_hz"
            reader.report(
                key,
                "the threshold of \(threshold.decimal) Hz is not above plausible_min_hz, \(least.decimal) "
                    + "Hz, "
                    + "so that no sample could trip; lower plausible_min_hz")
        }
    }
}
