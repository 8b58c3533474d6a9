import SitePorts
package import CurtailmentEngine

/// A fleet that remembers what it was asked and does nothing; answers are the test's to give.
package final class RecordingFleet: FleetCommanding {
    /// The orders in the order in which they came.
    package let orders = Recorded<FleetOrder>()
    /// The units that were asked for a reading, request by request.
    package let reads = Recorded<[Int]>()

    package init() {}

    package func perform(_ order: FleetOrder) { orders.append(order) }

    package func read(_ units: [Int]) { reads.append(units) }
}
