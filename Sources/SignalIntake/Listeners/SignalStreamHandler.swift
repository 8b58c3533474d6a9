import SitePorts
import NIOCore

/// Takes lines from one connection, and answers only what asks for an answer.
final class SignalStreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let intake: SourceIntake
    private let clock: SiteClock
    private let closed: () -> Void
    private var framer = LineFramer()

    init(intake: SourceIntake, clock: SiteClock, closed: @escaping () -> Void) {
        self.intake = intake
        self.clock = clock
        self.closed = closed
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        let requests = intake.accept(stream: buffer.readableBytesUInt8Span, framer: &framer, clock: clock)
        guard requests > 0 else { return }
        // A sender that asks but does not read is let go, so that answers never pile up.
        guard context.channel.isWritable else { return context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: intake.acknowledgement())), promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The sender has finished and may still wait for its answer, which is written by now.
        if event as? ChannelEvent == .inputClosed { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        intake.accept(rest: framer.takeRest(), clock: clock)
        closed()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
