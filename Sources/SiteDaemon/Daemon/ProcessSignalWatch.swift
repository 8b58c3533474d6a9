import HostSystem
import NIOCore
import NIOPosix
import ServiceManager

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
    /// - Throws: ``HostFileError`` when there is no descriptor left.
    static func start(
        _ signals: ProcessSignals, on eventLoop: any EventLoop,
        received: @escaping @Sendable (ReceivedProcessSignal) -> Void
    ) async throws -> any Channel {
        let copy = try SignalSocket.duplicate(signals.descriptor)
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
