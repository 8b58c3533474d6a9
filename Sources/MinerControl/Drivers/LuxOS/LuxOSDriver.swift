package import SitePorts
import CurtailmentEngine
package import GridUnits

/// Luxor's firmware on TCP 4028: one request a connection, one session a miner.
///
/// Its memory is the number of the session that an order left open, so that a newer order for the unit needs
/// no logon and cannot be locked out by our own session. (docs.luxor.tech/firmware/api: curtail, logon,
/// sessions.)
package struct LuxOSDriver: UnitDriver {
    package static let kind = DriverKind(
        DriverForm(
            name: "luxos", documentation: "miners with LuxOS, on port 4028 unless the address names another",
            port: 4_028,
            sample: """
                #- name: hall-a
                  #driver: luxos
                  #unit_w: 3500
                  #efficiency_j_per_th: 17.5
                  #rack: Row 7
                  #units_file: examples/hall-a.csv
                #- name: bench
                  #driver: luxos
                  #unit_w: 3500
                  #efficiency_j_per_th: 17.5
                  #units:
                    #- id: bench-1
                      #address: 10.20.9.1
                    #- id: bench-2
                      #address: 10.20.9.2:4028
                      #unit_w: 5400
                      #efficiency_j_per_th: 15
                      #rack: R02
                """)
    ) { _ in .network(LuxOSDriver()) }

    /// 64 KiB: a reply longer than this is refused as no reply of a miner.
    package let replyLimit = 65_536
    /// Nil: a miner answers within the fleet's own `reply_s`.
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
