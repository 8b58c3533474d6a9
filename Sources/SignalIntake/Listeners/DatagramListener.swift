import GridMarket
import SitePorts
import HostSystem
import NIOCore
import NIOPosix

/// Takes datagrams of lines from a UNIX socket or UDP: the path by which frequency comes in.
///
/// NIO's datagram channel closes itself at a UNIX sender without a name of its own, which is every ordinary one. So a
/// UNIX socket is read as a pipe, where each read is one datagram. An empty datagram looks like the end then: the
/// socket stays with us, and reading begins anew on a duplicate.
final class DatagramListener: SignalTransport {
    /// More than Linux lets a UNIX datagram be by default, so that none is cut.
    static let readBytes = 262_144

    let intake: SourceIntake
    private let context: TransportContext
    private var state = ListenerState.closed
    /// Our own descriptor of a UNIX socket, while it is bound.
    private var socket: Int32?

    init(intake: SourceIntake, context: TransportContext) {
        self.intake = intake
        self.context = context
    }

    /// Where a UDP socket is bound, once it is.
    var localAddress: NIOCore.SocketAddress? { state.localAddress }

    func pass() {
        guard case .closed = state else { return }
        state = .opening
        open().assumeIsolated().whenComplete { [self] result in
            state.accept(
                result, for: intake, now: context.clock.monotonic(), failing: "cannot receive")
        }
    }

    private func open() -> EventLoopFuture<any Channel> {
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let allocator = FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes)
        if case .udp(let host, let port) = intake.settings.transport {
            return DatagramBootstrap(group: context.eventLoop)
                .channelOption(.recvAllocator, value: allocator)
                .channelInitializer { channel in bound.value.addHandler(to: channel, isPipe: false) }
                .bind(host: host, port: port)
        }
        do {
            let copy = try UnixSocket.duplicate(try ownSocket())
            return NIOPipeBootstrap(group: context.eventLoop)
                .channelOption(.recvAllocator, value: allocator)
                .channelInitializer { channel in bound.value.addHandler(to: channel, isPipe: true) }
                .takingOwnershipOfDescriptor(input: copy)
        } catch {
            return context.eventLoop.makeFailedFuture(error)
        }
    }

    private func ownSocket() throws(HostFailure) -> Int32 {
        if let socket { return socket }
        let made: Int32
        if let passed = context.passedDescriptors[intake.settings.name] {
            made = try UnixSocket.duplicate(passed)
        } else if case .unixDatagram(let path) = intake.settings.transport {
            made = try UnixSocket.bind(path: path, kind: .datagram, group: context.socketGroup)
        } else {
            throw HostFailure("find the datagram socket of source \(intake.settings.name)", 22)
        }
        socket = made
        return made
    }

    private func addHandler(to channel: any Channel, isPipe: Bool) -> EventLoopFuture<Void> {
        let handler = SignalDatagramHandler(intake: intake, clock: context.clock) { [weak self] in
            self?.ended()
        }
        do {
            if isPipe {
                try channel.pipeline.syncOperations.addHandler(handler)
            } else {
                try channel.pipeline.syncOperations.addHandlers([EnvelopeOpener(), handler])
            }
            return channel.eventLoop.makeSucceededVoidFuture()
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
    }

    /// The channel is gone: after an empty datagram, reading goes on at once.
    private func ended() {
        if case .stopped = state { return }
        state = .closed
        intake.reject(SignalRejection(.malformed, "an empty datagram"), line: [])
        pass()
    }

    func close() -> EventLoopFuture<Void> {
        let closing: EventLoopFuture<Void>
        if case .open(let channel) = state {
            closing = channel.close()
        } else {
            closing = context.eventLoop.makeSucceededVoidFuture()
        }
        state = .stopped
        if let socket {
            UnixSocket.close(socket)
            self.socket = nil
            if context.passedDescriptors[intake.settings.name] == nil,
                case .unixDatagram(let path) = intake.settings.transport
            {
                try? HostFolder.remove(path)
            }
        }
        return closing
    }
}

/// Takes the lines of each datagram.
final class SignalDatagramHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let intake: SourceIntake
    private let clock: SiteClock
    private let ended: () -> Void

    init(intake: SourceIntake, clock: SiteClock, ended: @escaping () -> Void) {
        self.intake = intake
        self.clock = clock
        self.ended = ended
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        guard buffer.readableBytes < DatagramListener.readBytes else {
            return intake.reject(
                SignalRejection(
                    .oversize, "a datagram of \(DatagramListener.readBytes) bytes or more may be cut"),
                line: [])
        }
        intake.accept(datagram: buffer.readableBytesUInt8Span, clock: clock)
    }

    func channelInactive(context: ChannelHandlerContext) {
        ended()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Takes a datagram out of the envelope with its sender's address.
final class EnvelopeOpener: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias InboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireChannelRead(wrapInboundOut(unwrapInboundIn(data).data))
    }
}
