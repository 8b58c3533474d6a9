package import SitePorts
package import GridMarket
import CurtailmentEngine

/// Takes signals as the decision loop would, and remembers them.
package final class RecordingReceiver: SignalReceiving {
    /// A frequency sample with the source that brought it.
    package struct Sample: Hashable, Sendable {
        package let sample: FrequencySample
        package let source: String
    }

    /// A source that changed its condition.
    package struct Change: Hashable, Sendable {
        package let source: String
        package let condition: SourceCondition
        package let reason: String
    }

    package let samples = Recorded<Sample>()
    package let signals = Recorded<StampedSignal>()
    package let changes = Recorded<Change>()

    package init() {}

    package func receive(_ sample: FrequencySample, from source: String) {
        samples.append(Sample(sample: sample, source: source))
    }

    package func receive(_ signal: StampedSignal) { signals.append(signal) }

    package func sourceChanged(_ source: String, to condition: SourceCondition, because reason: String) {
        changes.append(Change(source: source, condition: condition, reason: reason))
    }
}
