import HostSystem
import NIOCore
import NIOPosix

/// Reports changes in folders from one inotify instance, on the decision loop.
///
/// It only makes things faster: every transport also looks by itself once a second.
final class FolderWatcher {
    private let eventLoop: any EventLoop
    private(set) var descriptor: InotifyDescriptor?
    private var channel: (any Channel)?
    private var listeners: [Int32: [(_ name: String, _ events: InotifyDescriptor.Events) -> Void]] = [:]
    private var names: [Int32: Set<String>] = [:]

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func start() {
        guard descriptor == nil, let made = try? InotifyDescriptor(),
            let copy = try? UnixSocket.duplicate(made.descriptor)
        else { return }
        descriptor = made
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        NIOPipeBootstrap(group: eventLoop)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_536))
            .channelInitializer { channel in
                do {
                    try channel.pipeline.syncOperations.addHandler(InotifyHandler(watcher: bound.value))
                    return channel.eventLoop.makeSucceededVoidFuture()
                } catch {
                    return channel.eventLoop.makeFailedFuture(error)
                }
            }
            .takingOwnershipOfDescriptor(input: copy)
            .assumeIsolated()
            .whenComplete { [self] result in
                switch result {
                case .success(let channel): self.channel = channel
                case .failure: UnixSocket.close(copy)
                }
            }
    }

    /// Sends a watch's events to a listener, once for each listener's name.
    func listen(
        to watch: Int32, as name: String, _ body: @escaping (String, InotifyDescriptor.Events) -> Void
    ) {
        guard names[watch, default: []].insert(name).inserted else { return }
        listeners[watch, default: []].append(body)
    }

    func stop() -> EventLoopFuture<Void> {
        listeners = [:]
        names = [:]
        descriptor = nil
        guard let channel else { return eventLoop.makeSucceededVoidFuture() }
        self.channel = nil
        return channel.close()
    }

    /// Reads events as the kernel writes them: watch, mask, cookie, length, name padded with zeros. (inotify(7))
    func accept(_ buffer: ByteBuffer) {
        var buffer = buffer
        while let (watch, mask, _, length) = buffer.readMultipleIntegers(
            endianness: .host, as: (Int32, UInt32, UInt32, UInt32).self),
            let name = buffer.readSlice(length: Int(length))
        {
            let events = InotifyDescriptor.Events(rawValue: mask)
            let text = String(decoding: name.readableBytesView.prefix { $0 != 0 }, as: UTF8.self)
            let concerned =
                events.contains(.overflowed) ? listeners.values.flatMap(\.self) : listeners[watch] ?? []
            for listener in concerned { listener(text, events) }
            if events.contains(.ignored) {
                listeners[watch] = nil
                names[watch] = nil
            }
        }
    }
}

/// Hands the events of the inotify descriptor to the watcher.
private final class InotifyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let watcher: FolderWatcher

    init(watcher: FolderWatcher) { self.watcher = watcher }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { watcher.accept(unwrapInboundIn(data)) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
