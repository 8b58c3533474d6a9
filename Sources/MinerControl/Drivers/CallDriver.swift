package import GridUnits
package import SitePorts

/// How units are spoken to that no exchange of bytes over one connection reaches: programs, HTTP, TLS, Modbus.
///
/// The fleet says when a call is made, bounds how many there are at once, ends those that take too long or that
/// nobody wants any more by cancelling their task, retries, and calls the receiver. The driver makes the call.
package protocol CallDriver: Sendable {
    /// Calls of one group that may be under way at once, at least 1.
    var atOnce: Int { get }

    /// Longest time for a whole call; nil takes the configured wait for a reply.
    var callWithin: TimeSpan? { get }

    /// Does one thing with one unit.
    ///
    /// Returns soon after its task was cancelled, and leaves nothing behind that still talks to the unit. Does not
    /// block the thread it is called on.
    ///
    /// - Parameters:
    ///   - task: what is to be done.
    ///   - unit: the unit as configured.
    ///   - memory: what the last call for the unit left behind; empty at first.
    /// - Returns: the unit's answer; what it says after a cancellation is not reported.
    func call(
        for task: ExchangeTask, with unit: FleetSettings.Unit, memory: [UInt8]
    ) async -> ExchangeResult
}
