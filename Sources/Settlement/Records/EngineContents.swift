package import CurtailmentEngine
package import GridMarket

// The rows that the engine makes or hears; their forms are the engine's own.

extension EngineInput: LedgerContent {
    package static let kind = "input"
    package static let holdsInstant = true
}

extension Decision: LedgerContent {
    package static let kind = "decision"
    package static let holdsInstant = true
}

extension CurtailmentEvent: LedgerContent {
    package static let kind = "event"
}

extension StampedSignal: LedgerContent {
    package static let kind = "fact"
}
