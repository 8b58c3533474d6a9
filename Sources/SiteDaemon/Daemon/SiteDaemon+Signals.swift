import CurtailmentEngine
import GridMarket
import GridUnits
import HostSystem
import LedgerStore
import NIOCore
import NIOPosix
import ServiceManager
import SignalIntake
import SiteLoop
import SitePorts

extension SiteDaemon {
    /// A POSIX signal: the same as the command, from whoever the kernel says sent it.
    func received(_ signal: ReceivedProcessSignal) {
        switch signal.kind {
        case .curtailEverything: command(.curtail(.everything, for: nil), signal)
        case .curtailPercent(let percent): command(.curtail(.percent(percent), for: nil), signal)
        case .release: command(.release, signal)
        case .reload: reload(issuer: signal.issuer) { _ in }
        case .stop:
            reporter.write(JournalEntry(.stopping, .notice, "Stop asked for by \(signal.issuer)."))
            stop()
        }
    }

    private func command(_ action: OperatorCommand.Action, _ signal: ReceivedProcessSignal) {
        let command = OperatorCommand(action: action, issuer: signal.issuer, reason: "")
        eventLoop.execute { [controlLoop] in
            controlLoop.assumeIsolated { loop in loop.with { _ = $0.accept(command) } }
        }
    }

    func stoppingText(_ action: HostSettings.StopAction) -> String {
        switch action {
        case .hold: "Stopping: the load is left as it is (on_stop: hold); the next start resumes."
        case .restore:
            "Stopping: what we put to sleep is woken (on_stop: restore), unless an obligation holds it."
        }
    }

    /// Leaves the load as the site wants it at a stop.
    func stopLoad(_ action: HostSettings.StopAction) async {
        guard action == .restore else { return }
        let reason = "curtaild stops with on_stop: restore"
        await controlLoop.with { controller in
            controller.accept(
                OperatorCommand(
                    action: .override(.price, for: .seconds(3_600)), issuer: "curtaild", reason: reason))
            controller.accept(OperatorCommand(action: .release, issuer: "curtaild", reason: reason))
        }
    }

    /// Once a minute the ledger is told how the sources fare, off the decision loop.
    func noteSources() {
        let now = clock.monotonic()
        guard sourcesNotedAt.isDue(at: now) else { return }
        let utc = clock.utc()
        let sources = listeners.statistics(now: now).map { LedgerSource($0, at: utc) }
        housekeeping.perform { [ledger] in
            // A ledger that cannot be written has its own alarm; the counts come again in a minute.
            try? ledger.recordSources(sources)
        }
    }
}

/// The request to stop in order: made any number of times, waited for once.
struct StopRequests: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func request() { continuation.yield() }

    func wait() async {
        for await _ in stream { return }
    }
}

/// Hands POSIX signals on, in the order of their coming, on the event loop that reads their pipe.
final class ProcessSignalWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let received: (ReceivedProcessSignal) -> Void
    /// The beginning of a record whose rest has not been read.
    private var rest = ByteBuffer()

    private init(received: @escaping (ReceivedProcessSignal) -> Void) { self.received = received }

    /// Begins to read.
    ///
    /// - Parameters:
    ///   - signals: their pipe stays open when the channel is closed.
    ///   - eventLoop: where `received` is called.
    ///   - received: has to return at once.
    /// - Returns: the channel, to be closed.
    /// - Throws: ``HostFailure`` when there is no descriptor left.
    static func start(
        _ signals: ProcessSignals, on eventLoop: any EventLoop,
        received: @escaping @Sendable (ReceivedProcessSignal) -> Void
    ) async throws -> any Channel {
        let copy = try UnixSocket.duplicate(signals.descriptor)
        return try await NIOPipeBootstrap(group: eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ProcessSignalWatch(received: received))
                }
            }
            .takingOwnershipOfDescriptor(input: copy).get()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        rest.writeBuffer(&buffer)
        let whole = rest.readableBytes / ProcessSignals.recordSize * ProcessSignals.recordSize
        guard let bytes = rest.readBytes(length: whole) else { return }
        rest.discardReadBytes()
        for signal in ProcessSignals.signals(in: bytes) { received(signal) }
    }
}
