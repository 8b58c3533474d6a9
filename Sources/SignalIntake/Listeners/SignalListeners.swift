package import GridMarket
import HostSystem
package import SitePorts
package import GridUnits
package import NIOCore

/// All sources: opens them, judges what they bring, and passes it to the decision loop on that loop's own thread.
///
/// `@unchecked Sendable` because every member is used on `eventLoop` only, which each entry point checks.
package final class SignalListeners: @unchecked Sendable {
    private let eventLoop: any EventLoop
    private let receiver: any SignalReceiving
    private let clock: SiteClock
    private let limits: IntakeLimits
    private let files = SerialWorker(name: "files", niceness: 5)
    private let context: TransportContext
    private var filter: SettlementPointFilter
    private let pointTypes = PointTypes()
    private let ranking = SourceRanking()
    private var transports: [any SignalTransport] = []
    private var isStopped = false

    /// Makes the listeners; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - eventLoop: the decision loop's; every other call is made on it.
    ///   - receiver: gets what is accepted, synchronously on that loop.
    ///   - clock: UTC and the monotonic clock.
    ///   - filter: the settlement point whose prices are passed on.
    ///   - zone: the market's clock, for reports in local time.
    ///   - limits: what counts as future and ancient, and how much is remembered.
    ///   - socketGroup: the number of the group that may send; nil leaves the sockets to the user.
    ///   - passedDescriptors: sockets opened by the service manager, by source name; they stay the caller's.
    package init(
        on eventLoop: any EventLoop, receiver: any SignalReceiving, clock: SiteClock,
        filter: SettlementPointFilter, zone: MarketTimeZone = .centralPrevailing,
        limits: IntakeLimits = IntakeLimits(),
        socketGroup: UInt32? = nil, passedDescriptors: [String: Int32] = [:]
    ) {
        self.eventLoop = eventLoop
        self.receiver = receiver
        self.clock = clock
        self.filter = filter
        self.limits = limits
        context = TransportContext(
            eventLoop: eventLoop, clock: clock, files: files,
            folders: FolderWatcher(eventLoop: eventLoop),
            socketGroup: socketGroup, passedDescriptors: passedDescriptors, zone: zone)
    }

    /// Opens the sources; one that cannot be opened is reported as failed and tried again at each pass.
    package func start(sources: [SourceSettings]) {
        eventLoop.preconditionInEventLoop()
        context.folders.start()
        for settings in sources { add(settings) }
        for transport in transports { transport.pass() }
    }

    /// Applies changed sources: unchanged ones keep running, with what they have counted.
    ///
    /// - Parameters:
    ///   - sources: all of them, as they shall be.
    ///   - filter: the settlement point from now on.
    /// - Returns: done when removed sources are closed and new ones are opening.
    package func reload(sources: [SourceSettings], filter: SettlementPointFilter) -> EventLoopFuture<Void> {
        eventLoop.preconditionInEventLoop()
        let pointChanged = filter != self.filter
        if pointChanged {
            pointTypes.forget()
            ranking.forget()
        }
        self.filter = filter
        var closing: [EventLoopFuture<Void>] = []
        var kept: [any SignalTransport] = []
        var names: Set<String> = []
        for transport in transports {
            let old = transport.intake.settings
            let new = sources.first { $0.name == old.name && $0.transport == old.transport }
            // An inbox decodes by settlement point before it judges, so a new point means a new inbox.
            if let new, !(pointChanged && transport is Inbox) {
                transport.intake.change(to: new, filter: filter)
                kept.append(transport)
                names.insert(new.name)
            } else {
                ranking.forget(old.name)
                closing.append(transport.close())
            }
        }
        transports = kept
        return EventLoopFuture.andAllComplete(closing, on: eventLoop).assumeIsolated().map { [self] in
            guard !isStopped else { return }
            for settings in sources where !names.contains(settings.name) { add(settings) }
            for transport in transports { transport.pass() }
        }.nonisolated()
    }

    /// Looks after everything that does not report by itself; to be called each second.
    ///
    /// Failed transports are tried again, files and inboxes are looked at, and sources become stale.
    package func pass(now: MonotonicInstant) {
        eventLoop.preconditionInEventLoop()
        for transport in transports { transport.pass() }
        checkFreshness(now: now)
    }

    /// Enters `stale` in every source that was silent for longer than its limit.
    package func checkFreshness(now: MonotonicInstant) {
        eventLoop.preconditionInEventLoop()
        for transport in transports { transport.intake.checkFreshness(now: now) }
    }

    /// The figures of every source that `curtailctl signals` shows, in the order of the configuration.
    package func statistics(now: MonotonicInstant) -> [SourceStatistics] {
        eventLoop.preconditionInEventLoop()
        return transports.map { $0.intake.statistics(now: now) }
    }

    /// Closes all sources; nothing is delivered afterwards.
    package func stop() -> EventLoopFuture<Void> {
        eventLoop.preconditionInEventLoop()
        isStopped = true
        let closing = transports.map { $0.close() } + [context.folders.stop()]
        transports = []
        return EventLoopFuture.andAllComplete(closing, on: eventLoop).flatMap { [files, eventLoop] in
            files.run(on: eventLoop) {}
        }
    }

    /// Where a TCP or UDP source is bound, once it is; for port 0.
    package func localAddress(of source: String) -> NIOCore.SocketAddress? {
        eventLoop.preconditionInEventLoop()
        guard let transport = transports.first(where: { $0.intake.settings.name == source }) else {
            return nil
        }
        return (transport as? StreamListener)?.localAddress ?? (transport as? DatagramListener)?.localAddress
    }

    private func add(_ settings: SourceSettings) {
        let intake = SourceIntake(
            settings: settings, filter: filter, limits: limits, receiver: receiver, pointTypes: pointTypes,
            ranking: ranking)
        let transport: any SignalTransport =
            switch settings.transport {
            case .file(let path): FileTail(intake: intake, context: context, path: path)
            case .inbox(let path): Inbox(intake: intake, context: context, path: path, filter: filter)
            case .unixStream, .tcp: StreamListener(intake: intake, context: context)
            case .unixDatagram, .udp: DatagramListener(intake: intake, context: context)
            }
        transports.append(transport)
    }
}
