package import CurtailmentEngine

/// Makes units do what was decided and reads back what they do.
///
/// Both calls return at once; what the units answer comes back through the receiver that the fleet was made with.
package protocol FleetCommanding: Sendable {
    /// Hands an order off to the units, depth-first in the order given.
    func perform(_ order: FleetOrder)

    /// Asks units for their power and state.
    func read(_ units: [Int])
}

/// Receives unit readings, on any thread.
package typealias ReadingReceiver = @Sendable ([UnitReading]) -> Void
