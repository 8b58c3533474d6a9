import MinerControl
package import SitePorts
import GridMarket
import SiteLoop
package import CurtailmentEngine
package import GridUnits
package import HostSystem

/// Fake LuxOS miners that listen on loopback addresses, on one thread of their own.
package final class LoopbackFarm: Sendable {
    /// One order that a miner obeyed or, when it is deaf, pretended to obey.
    package struct Command: Hashable, Sendable {
        /// The miner's number.
        package let miner: Int
        /// The command that it obeyed.
        package let action: FleetOrder.Action
        /// Boot time at which the request had come in.
        package let at: Int64
    }

    /// The state of the farm at a moment.
    package struct Snapshot: Hashable, Sendable {
        /// The load of all miners.
        package let power: Power
        /// How many sleep.
        package let asleep: Int
        /// How many connections are open.
        package let connections: Int
        /// Most connections that one miner had open at once.
        package let mostAtOnce: Int
        /// The first 100,000 orders, oldest first.
        package let commands: [Command]
    }

    struct State {
        var miners: [LoopbackMiner]
        var commands: [Command] = []
        var connections = 0
        var mostAtOnce = 0
        var isStopping = false
    }

    static let commandLimit = 100_000

    /// The miners and their manners.
    package let settings: LoopbackFarmSettings
    /// The port that was taken.
    package let port: Int
    let state: Monitor<State>
    let begun = BootTime.nanoseconds
    private let signal: EventSignal
    private let thread: Monitor<HostThread?>

    /// Opens the farm's sockets and starts its thread.
    ///
    /// - Parameter settings: how many miners, where, and how they behave.
    /// - Throws: ``HostFailure`` when an address cannot be listened on; nothing stays open then.
    package init(settings: LoopbackFarmSettings) throws(HostFailure) {
        self.settings = settings
        let (listeners, port) = try Self.listen(settings)
        self.port = port
        state = Monitor(
            State(miners: listeners.indices.map { LoopbackMiner(number: $0, settings: settings) }))
        signal = try EventSignal()
        thread = Monitor(nil)
        let started = try HostThread(name: "loopback-farm") { [self, signal] in
            guard let events = try? EventPoll() else { return }
            try? events.add(signal, token: LoopbackFarmLoop.signalToken)
            LoopbackFarmLoop(farm: self, listeners: listeners, events: events).run()
        }
        thread.withLock { $0 = started }
    }

    /// Closes everything and waits for the thread.
    package func shutdown() {
        state.withLock { $0.isStopping = true }
        signal.raise()
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        running?.join()
    }

    /// The load of the miners, and their orders so far.
    package func snapshot() -> Snapshot {
        let now = minerClock()
        return state.withLock { state in
            Snapshot(
                power: state.miners.reduce(Power.zero) { $0 + $1.power(at: now, slopes: slopes) },
                asleep: state.miners.count { $0.model.isAsleep }, connections: state.connections,
                mostAtOnce: state.mostAtOnce, commands: state.commands)
        }
    }

    /// Makes a miner misbehave from now on, or stop misbehaving.
    package func setFault(_ fault: LoopbackFarmSettings.Fault?, of miner: Int) {
        state.withLock { state in
            guard state.miners.indices.contains(miner) else { return }
            state.miners[miner].fault = fault
        }
    }

    /// The farm as a group of the fleet's settings.
    package func group(named name: String) -> FleetSettings.Group {
        let units = settings.addresses.enumerated().map { index, address in
            FleetSettings.Unit(
                id: "\(name)-\(index + 1)", host: address, port: port, ratedPower: settings.ratedPower)
        }
        return FleetSettings.Group(name: name, driver: LuxOSDriver.kind.form, units: units)
    }

    var slopes: SimulatedUnit.Slopes { SimulatedUnit.Slopes(shed: settings.shed, wake: settings.wake) }

    /// The clock of the miners, which may run faster than the host's.
    func minerClock() -> MonotonicInstant {
        let (scaled, overflow) = (BootTime.nanoseconds - begun).multipliedReportingOverflow(
            by: settings.timeScale)
        return MonotonicInstant(nanoseconds: overflow ? .max : scaled)
    }

    private static func listen(_ settings: LoopbackFarmSettings) throws(HostFailure) -> (
        [StreamSocket], Int
    ) {
        // Port 0: try some, since one port has to be free on every address.
        let candidates = settings.port > 0 ? [settings.port] : Array(24_028..<24_060)
        var last = HostFailure("find a free port for the farm", 0)
        for port in candidates {
            do {
                return (try listen(settings, port: port), port)
            } catch {
                last = error
            }
        }
        throw last
    }

    private static func listen(_ settings: LoopbackFarmSettings, port: Int) throws(HostFailure)
        -> [StreamSocket]
    {
        var listeners: [StreamSocket] = []
        do {
            for host in settings.addresses {
                guard let address = SocketAddress(host: host, port: port) else { continue }
                listeners.append(try StreamSocket.listening(on: address, backlog: 16))
            }
        } catch {
            for listener in listeners { listener.close() }
            throw error
        }
        return listeners
    }
}
