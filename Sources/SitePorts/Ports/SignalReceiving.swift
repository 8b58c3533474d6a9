package import GridMarket
import CurtailmentEngine

/// Receives what the sources bring, judged; called on the decision loop's own thread, and returns at once.
package protocol SignalReceiving: Sendable {
    /// One plausible, fresh, new frequency sample: the hot path.
    func receive(_ sample: FrequencySample, from source: String)

    /// Any other accepted signal.
    func receive(_ signal: StampedSignal)

    /// A source became stale, came back, failed or recovered; the text is for the operator.
    func sourceChanged(_ source: String, to condition: SourceCondition, because reason: String)
}

/// Where a source stands.
package enum SourceCondition: String, Hashable, Sendable, CaseIterable {
    /// Nothing received since the start.
    case silent
    case fresh
    case stale
    /// Cannot be opened or read; retried.
    case failed
}
