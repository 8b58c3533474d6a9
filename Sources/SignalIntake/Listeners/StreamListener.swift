import SitePorts
import HostSystem
import NIOCore
import NIOPosix

/// Listens for connections that bring lines: a UNIX stream socket or TCP.
final class StreamListener: SignalTransport {
    static let maximumConnections = 64
    static let readBytes = 65_536

    let intake: SourceIntake
    private let context: TransportContext
    private var state = ListenerState.closed
    private var connections: [ObjectIdentifier: any Channel] = [:]

    init(intake: SourceIntake, context: TransportContext) {
        self.intake = intake
        self.context = context
    }

    /// Where a TCP listener is bound, once it is.
    var localAddress: NIOCore.SocketAddress? { state.localAddress }

    func pass() {
        guard case .closed = state else { return }
        state = .opening
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let bootstrap = ServerBootstrap(group: context.eventLoop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(
                .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes)
            )
            .childChannelInitializer { channel in bound.value.accept(channel) }
        open(with: bootstrap).assumeIsolated().whenComplete { [self] result in
            state.accept(
                result, for: intake, now: context.clock.monotonic(), failing: "cannot listen")
        }
    }

    private func open(with bootstrap: ServerBootstrap) -> EventLoopFuture<any Channel> {
        do {
            if let passed = context.passedDescriptors[intake.settings.name] {
                return bootstrap.withBoundSocket(try UnixSocket.duplicate(passed))
            }
            switch intake.settings.transport {
            case .tcp(let host, let port): return bootstrap.bind(host: host, port: port)
            case .unixStream(let path), .unixDatagram(let path), .file(let path), .inbox(let path):
                return bootstrap.withBoundSocket(
                    try UnixSocket.bind(path: path, kind: .stream, group: context.socketGroup))
            case .udp(let host, let port): return bootstrap.bind(host: host, port: port)
            }
        } catch {
            return context.eventLoop.makeFailedFuture(error)
        }
    }

    private func accept(_ channel: any Channel) -> EventLoopFuture<Void> {
        guard connections.count < Self.maximumConnections else {
            intake.counts.refusedConnections += 1
            return channel.eventLoop.makeFailedFuture(ChannelError.alreadyClosed)
        }
        let identity = ObjectIdentifier(channel)
        connections[identity] = channel
        let handler = SignalStreamHandler(intake: intake, clock: context.clock) { [weak self] in
            self?.connections[identity] = nil
        }
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
            return channel.eventLoop.makeSucceededVoidFuture()
        } catch {
            connections[identity] = nil
            return channel.eventLoop.makeFailedFuture(error)
        }
    }

    func close() -> EventLoopFuture<Void> {
        var closing = connections.values.map { $0.close() }
        if case .open(let channel) = state { closing.append(channel.close()) }
        state = .stopped
        removeName()
        return EventLoopFuture.andAllComplete(closing, on: context.eventLoop)
    }

    private func removeName() {
        guard context.passedDescriptors[intake.settings.name] == nil,
            case .unixStream(let path) = intake.settings.transport,
            (try? FileFacts(of: path))?.isSocket == true
        else { return }
        try? HostFolder.remove(path)
    }
}
