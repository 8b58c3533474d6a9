import SiteRecord
import NIOCore

/// One asker: cuts requests out of the stream, answers them one after the other, and bounds what waits.
final class ControlConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let eventLoop: any EventLoop
    let peer: ControlPeer
    let environment: ControlEnvironment
    private let refusal: ControlFailure?
    private var context: ChannelHandlerContext?
    private var input: [UInt8] = []
    /// The number of the call being answered, or of the last one.
    private var call = 0
    private var isAnswering = false
    private var isProcessing = false
    /// Being dropped: nothing is read or answered any more.
    private var isLeaving = false
    private var isOneway = false
    private var outstandingBytes = 0
    private var idleTimer: Scheduled<Void>?
    private var ended: [@Sendable () -> Void] = []

    /// Makes the connection's handler; with a refusal it says that and nothing else.
    init(
        eventLoop: any EventLoop, peer: ControlPeer, environment: ControlEnvironment, refusal: ControlFailure?
    ) {
        self.refusal = refusal
        self.eventLoop = eventLoop
        self.peer = peer
        self.environment = environment
    }

    private var limits: ControlLimits { environment.limits }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        if let refusal { return leave(because: refusal) }
        startIdleTimer()
    }

    func channelInactive(context: ChannelHandlerContext) {
        idleTimer?.cancel()
        self.context = nil
        isLeaving = true
        end()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isLeaving else { return }
        input.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        process()
        guard !isLeaving, input.count > limits.requestBytes else { return }
        leave(
            because: ControlFailure(
                .tooLarge,
                "More than \(limits.requestBytes) bytes came without the NUL that ends a request, or behind a "
                    + "request being answered. The connection is closed; what was complete has been done"))
    }

    /// Cuts out and handles requests until one is being answered or no whole one is left.
    private func process() {
        guard !isProcessing else { return }
        isProcessing = true
        defer { isProcessing = false }
        while !isAnswering, !isLeaving, let end = input.firstIndex(of: 0) {
            let request = Array(input[..<end])
            input.removeFirst(end + 1)
            idleTimer?.cancel()
            isAnswering = true
            call += 1
            begin(request)
        }
    }

    private func begin(_ bytes: [UInt8]) {
        guard bytes.count <= limits.requestBytes else {
            return leave(
                because: ControlFailure(
                    .tooLarge,
                    "The request has \(bytes.count) bytes, more than \(limits.requestBytes). It was not done")
            )
        }
        do throws(CanonicalFailure) {
            let message = try JSONValue(json: bytes)
            isOneway = message["oneway"]?.boolean ?? false
            environment.dispatch(message, on: self, call: call)
        } catch {
            // Whoever speaks another protocol is not going to find back into this one.
            leave(because: ControlFailure(.notJSON, "The request is not JSON: \(error). It was not done"))
        }
    }

    /// Sends a message of the call's answer; one for a call that has ended is dropped.
    func deliver(_ message: [UInt8], isLast: Bool, call: Int) {
        guard call == self.call, isAnswering, !isLeaving else { return }
        guard message.count <= limits.replyBytes else {
            return deliver(
                ControlMessage.reply(
                    ControlFailure(
                        .tooLarge,
                        "The answer has \(message.count) bytes, more than \(limits.replyBytes). Ask for less: a "
                            + "shorter time, one group, or export")), isLast: true, call: call)
        }
        guard isLast || outstandingBytes + message.count <= limits.followerBytes else {
            return leave(
                because: ControlFailure(
                    .tooSlow,
                    "\(outstandingBytes) bytes were waiting to be read, at most \(limits.followerBytes) may. The "
                        + "connection is closed; the ledger has everything: ask again with since"))
        }
        if !isOneway { write(message) }
        guard isLast else { return }
        isAnswering = false
        end()
        startIdleTimer()
        process()
    }

    func whenEnded(_ call: Int, _ body: @escaping @Sendable () -> Void) {
        guard call == self.call, isAnswering, !isLeaving else { return body() }
        ended.append(body)
    }

    private func end() {
        let bodies = ended
        ended = []
        for body in bodies { body() }
    }

    /// Says why, gives a slow reader a while to read it, and closes.
    func leave(because failure: ControlFailure) {
        guard !isLeaving, let context else { return }
        isLeaving = true
        input = []
        idleTimer?.cancel()
        write(ControlMessage.reply(failure))
        let channel = context.channel
        let timer = eventLoop.scheduleTask(in: .milliseconds(limits.farewellMilliseconds)) {
            channel.close(promise: nil)
        }
        // An empty write comes after everything before it.
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in
            timer.cancel()
            channel.close(promise: nil)
        }
        end()
    }

    private func write(_ message: [UInt8]) {
        guard let context else { return }
        let count = message.count
        outstandingBytes += count
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: message)))
            .assumeIsolated().whenComplete { _ in self.outstandingBytes -= count }
    }

    private func startIdleTimer() {
        guard !isLeaving, !isAnswering else { return }
        idleTimer?.cancel()
        idleTimer = eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(limits.idleMilliseconds)) {
            self.leave(
                because: ControlFailure(
                    .tryAgain,
                    "No whole request came within \(self.limits.idleMilliseconds) ms. The connection is closed; "
                        + "connect again"))
        }
    }
}
