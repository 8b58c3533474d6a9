package import SitePorts
package import GridMarket
import CurtailmentEngine

/// Takes signals as the decision loop would, and remembers them.
package final class RecordingReceiver: SignalReceiving {
    /// A frequency sample with the source that brought it.
    package struct Sample: Hashable, Sendable {
        /// The sample itself.
        package let sample: FrequencySample
        /// The source that brought it.
        package let source: String
    }

    /// A source that changed its condition.
    package struct Change: Hashable, Sendable {
        /// The source that changed.
        package let source: String
        /// Where it stands now.
        package let condition: SourceCondition
        /// The reason as the operator reads it.
        package let reason: String
    }

    /// The frequency samples in the order in which they came.
    package let samples = Recorded<Sample>()
    /// The other signals in the order in which they came.
    package let signals = Recorded<StampedSignal>()
    /// The changes of sources in the order in which they came.
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
