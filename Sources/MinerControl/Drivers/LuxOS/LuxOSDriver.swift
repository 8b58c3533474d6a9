package import SitePorts
import CurtailmentEngine
package import GridUnits

/// Luxor's firmware on TCP 4028: one request a connection, one session a miner.
///
/// Its memory is the number of the session that an order left open, so that a newer order for the unit needs
/// no logon and cannot be locked out by our own session. (docs.luxor.tech/firmware/api: curtail, logon,
/// sessions.)
package struct LuxOSDriver: UnitDriver {
    package let replyLimit = 65_536
    package let replyWithin: TimeSpan? = nil

    package init() {}

    package func exchange(
        for task: ExchangeTask, with unit: FleetSettings.Unit, memory: [UInt8]
    ) -> any UnitExchange {
        switch task {
        case .order(let action, let urgency, let attempt, let isLastAttempt):
            // Killing another tool's session breaks its work, so it takes an urgent shed that failed once
            // already.
            let mayKill = action == .sleep && urgency == .urgent && (attempt > 0 || isLastAttempt)
            return LuxOSOrderExchange(action: action, mayKillForeignSession: mayKill, session: memory)
        case .read: return LuxOSReadExchange(session: memory)
        case .poll:
            // A unit that draws more than half of its rating does not sleep; its word for it is not worth a connection.
            let half = Power(microwatts: unit.ratedPower.microwatts / 2)
            return LuxOSReadExchange(session: memory, isAwakeAbove: half)
        case .release: return LuxOSReleaseExchange(session: memory)
        }
    }
}
