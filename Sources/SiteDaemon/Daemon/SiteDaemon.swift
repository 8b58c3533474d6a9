import ControlSocket
import CurtailmentEngine
import GridUnits
import HostSystem
import LedgerStore
package import MinerControl
import NIOCore
import NIOPosix
import ServiceLifecycle
import ServiceManager
import Settlement
import SignalIntake
package import SiteConfiguration
package import SiteLoop
import SitePorts
import SiteRecord
import SiteReports

/// The running site: every adapter put together around the decision loop.
///
/// Its parts are made in `init`, which fails before anything has been touched; `run()` starts them, waits for the
/// orderly stop, and takes them down in the opposite order.
package final class SiteDaemon: Service {
    let configuration: ConfigurationHolder
    let reporter: any ServiceReporting
    let loops: MultiThreadedEventLoopGroup
    let eventLoop: any EventLoop
    let ledger: Ledger
    let writer: LedgerWriter
    /// The miners.
    package let fleet: MinerFleet
    /// The loop that decides.
    package let controlLoop: ControlLoop
    let listeners: SignalListeners
    let clock: SiteClock
    let followers = EventFollowers()
    /// Where what blocks for the disk is done, off the decision loop.
    let housekeeping = SerialWorker(name: "housekeeping", niceness: 10)
    let sourcesNotedAt = Period(.seconds(60))
    private let surroundings: DaemonSurroundings
    private let lock: InstanceLock
    private let beginning: Beginning
    private let stopRequests = StopRequests()

    /// Makes every part and touches nothing outside the state folder.
    ///
    /// - Throws: what an operator can act on: a second instance, a ledger that is not ours, no descriptor left.
    package init(_ configuration: SiteConfiguration, path: String, in surroundings: DaemonSurroundings) throws
    {
        self.configuration = ConfigurationHolder(path: path, configuration: configuration)
        self.surroundings = surroundings
        reporter = surroundings.reporter
        clock = surroundings.clock
        let host = configuration.host
        try HostFolders.prepare(host)
        lock = try InstanceLock(path: host.lockPath)
        ledger = try Ledger(path: host.ledgerPath)
        loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        eventLoop = loops.next()
        let home = LoopHome(eventLoop: eventLoop)
        fleet = try MinerFleet(
            settings: configuration.fleet, tuning: surroundings.fleetTuning, clock: clock.monotonic
        ) { readings in home.enter { $0.accept(readings) } }
        beginning = try Beginning(ledger: ledger, at: clock.utc())
        let upkeep = LedgerUpkeep(sealingKey: try SealingCredential.read(), sampleDays: host.sampleDays)
        writer = LedgerWriter(
            ledger, settler: beginning.settler, upkeep: upkeep, bootID: HostIdentity.bootID
        ) { condition, reason in
            home.enter { $0.ledgerChanged(to: condition, because: reason) }
        }
        let ports = SiteController.Ports(
            fleet: fleet, ledger: writer, service: reporter, clock: clock,
            recorded: { batch, outcome in home.enter { $0.recorded(batch, outcome) } },
            eventChanged: followers.report(readingFrom: host.ledgerPath, on: housekeeping))
        controlLoop = ControlLoop(
            on: eventLoop, controller: SiteController(terms: configuration.terms, ports: ports))
        home.loop = controlLoop
        let point = configuration.policy.settlementPoint
        listeners = SignalListeners(
            on: eventLoop, receiver: LoopSignalReceiver(loop: controlLoop),
            clock: clock,
            filter: SettlementPointFilter(point: point.name, pointType: point.type),
            socketGroup: UserDirectory.groupID(named: host.controlGroup),
            passedDescriptors: surroundings.passed.reduce(into: [:]) { $0[$1.name] = $1.descriptor })
    }

    package func run() async throws {
        let host = configuration.current.host
        try fleet.start()
        async let calls: Void = fleet.serveCalls()
        await controlLoop.start(beginning.recovery, today: beginning.settler.today)
        let control = try startControl(host)
        let sources = configuration.current.sources
        try await eventLoop.submit { [listeners] in listeners.start(sources: sources) }.get()
        let heartbeat = startHeartbeat()
        let signals = try await ProcessSignalWatch.start(
            surroundings.processSignals, on: eventLoop
        ) { [self] in received($0) }
        ready()
        await gracefulStop()
        try? await signals.close()
        tell(.stopping)
        reporter.write(JournalEntry(.stopping, .notice, stoppingText(host.onStop)))
        heartbeat.cancel()
        control.stop()
        try await eventLoop.flatSubmit { [listeners] in listeners.stop() }.get()
        await stopLoad(host.onStop)
        await controlLoop.stop()
        fleet.shutdown(drain: .seconds(host.onStop == .restore ? 20 : 2))
        await calls
        let lost = writer.stop()
        if lost > 0 {
            reporter.write(
                JournalEntry(.ledgerState, .critical, "\(lost) records could not be written before the stop.")
            )
        }
        try ledger.close()
        try await loops.shutdownGracefully()
    }

    /// Asks for the orderly stop; may be called from any thread and more than once.
    package func stop() { stopRequests.request() }

    private func gracefulStop() async {
        await withGracefulShutdownHandler {
            await stopRequests.wait()
        } onGracefulShutdown: { [stopRequests] in
            stopRequests.request()
        }
    }

    private func startControl(_ host: HostSettings) throws -> ControlServer {
        let listener: UnixListener
        if let socket = surroundings.passed.first(where: {
            $0.name == "control" && $0.kind == .unixStreamListener
        }) {
            listener = UnixListener(owning: socket.descriptor)
        } else {
            listener = try UnixListener(
                path: host.controlPath, mode: host.isControlWorldReadable ? 0o666 : 0o660,
                group: UserDirectory.groupID(named: host.controlGroup))
        }
        let server = ControlServer(
            listener: listener, eventLoop: eventLoop, interface: SiteCalls.interface,
            service: DaemonControlService(daemon: self),
            access: ControlAccess(
                groupName: host.controlGroup, isWorldReadable: host.isControlWorldReadable),
            identity: ControlIdentity(
                vendor: "curtaild", product: "curtaild", version: CurtailmentEngine.version,
                url: "https://curtaild.io"),
            report: { [reporter] text in reporter.write(JournalEntry(.alarm, .warning, text)) })
        server.start()
        return server
    }

    /// Once a second sources are looked after; once a minute the ledger is told how they fare.
    private func startHeartbeat() -> RepeatedTask {
        eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { [self] _ in
            listeners.pass(now: clock.monotonic())
            noteSources()
        }
    }

    private func ready() {
        let policy = configuration.current.policy
        let units = policy.groups.reduce(0) { $0 + $1.units.count }
        let text =
            "Ready: site \(policy.name), \(policy.mode.rawValue), \(units.counted("unit")) in \(policy.groups.count.counted("group")), "
            + "ledger \(ledger.path)."
        reporter.write(JournalEntry(.started, .notice, text))
        for warning in configuration.current.warnings {
            reporter.write(JournalEntry(.configuration, .warning, warning.description))
        }
        tell(.ready)
    }

    func tell(_ report: ServiceNotifier.Report) { surroundings.notify(report) }
}
