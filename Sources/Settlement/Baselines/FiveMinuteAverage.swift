package import GridUnits

/// The mean of the meter's telemetry over the minutes before an instruction, held flat (Protocols 8.1.1.4.3).
package struct FiveMinuteAverage: Hashable, Sendable {
    /// How far back samples count.
    package let window: TimeSpan
    /// The longest time without a sample, at either end of the window, too.
    package let longestSilence: TimeSpan

    package init(window: TimeSpan = .seconds(300), longestSilence: TimeSpan = .seconds(60)) {
        self.window = window
        self.longestSilence = longestSilence
    }

    /// The baseline of an instruction.
    ///
    /// - Parameters:
    ///   - start: when the instruction was given, exclusive.
    ///   - samples: in any order; those outside the window are ignored.
    /// - Returns: the plain mean of the samples as energy of a whole interval, rounded half to even; or a gap.
    package func baseline(before start: UTCInstant, samples: [TelemetrySample]) -> BaselineResult {
        let opening = start.advanced(byNanoseconds: -window.nanoseconds)
        let used = samples.filter { opening <= $0.at && $0.at < start }.sorted { $0.at < $1.at }
        let instants = [opening] + used.map(\.at) + [start]
        let silence = zip(instants, instants.dropFirst()).first {
            $1.nanoseconds(since: $0) > longestSilence.nanoseconds
        }
        let inputs = used.map(BaselineInput.sample)
        if let silence {
            return BaselineResult(
                method: .fiveMinuteAverage, finding: .gap(.silent(from: silence.0, to: silence.1)),
                inputs: inputs)
        }
        guard !used.isEmpty else {
            return BaselineResult(
                method: .fiveMinuteAverage, finding: .gap(.silent(from: opening, to: start)))
        }
        let sum = used.reduce(Energy.zero) { $0 + SettlementInterval.energy(at: $1.power) }
        let mean = sum.microwattSeconds.dividedHalfToEven(by: Int128(used.count))
        return BaselineResult(
            method: .fiveMinuteAverage, finding: .flat(Energy(microwattSeconds: mean)), inputs: inputs)
    }
}
