import SitePorts
import GridMarket
import CurtailmentEngine
import GridUnits
import HostSystem

/// All that the fleet knows about one unit between two exchanges.
struct UnitLane {
    /// How the unit is reached.
    enum Reach {
        case network(any UnitDriver, SocketAddress)
        case calls(any CallDriver)
        /// Configured with an address that is none.
        case unaddressed
        case simulated(SimulatedUnit)
        case uncommanded
    }

    /// An order that has not been carried out yet.
    struct Wanted: Hashable {
        let action: FleetOrder.Action
        var urgency: FleetOrder.Urgency
        /// Attempts that failed.
        var attempts = 0
    }

    /// The meaning of the unit's due time.
    enum Wait: Hashable {
        case nothing
        /// The order is tried again then.
        case retry
        /// The acknowledged action is read back then; `since` is the boot time of the acknowledgement.
        case confirm(FleetOrder.Action, step: Int, since: Int64, last: Power?)
    }

    let name: String
    let unit: FleetSettings.Unit
    var reach: Reach
    var memory: [UInt8] = []
    /// The newest order; it takes the place of an older one that has not begun.
    var wanted: Wanted?
    var wantsRead = false
    var needsRelease = false
    /// The exchange that is going on; the unit never has two.
    var running: ExchangeTask?
    /// The order that the running exchange carries out.
    var inHand: Wanted?
    /// Of the running exchange: the place of its connection, or the number of its call.
    var slot = 0
    var wait = Wait.nothing

    /// Whom it shares a bound with: 0 for all connections, then a number for each group of calls.
    let pool: Int

    init(group: FleetSettings.Group, unit: FleetSettings.Unit, reach kind: DriverKind.Reach, pool: Int) {
        name = "\(group.name)/\(unit.id)"
        self.unit = unit
        self.pool = pool
        switch kind {
        case .network(let driver):
            let address = SocketAddress(host: unit.host, port: unit.port)
            reach = address.map { .network(driver, $0) } ?? .unaddressed
        case .calls(let driver): reach = .calls(driver)
        case .simulated: reach = .simulated(SimulatedUnit(ratedPower: unit.ratedPower))
        case .uncommanded: reach = .uncommanded
        }
    }

    /// Takes over from the unit's lane before the settings changed, with the exchange that is going on.
    mutating func inherit(from old: UnitLane) {
        switch (reach, old.reach) {
        case (.simulated, .simulated(let model)) where model.ratedPower == unit.ratedPower:
            reach = .simulated(model)
            wait = old.wait
        case (.network, .network), (.calls, .calls):
            guard old.unit.host == unit.host, old.unit.port == unit.port else { return }
            memory = old.memory
            needsRelease = old.needsRelease
            wanted = old.wanted
            inHand = old.inHand
            running = old.running
            slot = old.slot
            wait = old.wait
            wantsRead = old.wantsRead
        case (.network, _), (.calls, _), (.unaddressed, _), (.simulated, _), (.uncommanded, _): break
        }
    }
}
