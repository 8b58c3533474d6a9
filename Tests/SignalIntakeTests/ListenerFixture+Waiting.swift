import CurtailTesting
import HostSystem
import NIOCore

@testable import SignalIntake

extension ListenerFixture {
    /// Looks until the source's TCP or UDP socket is bound.
    func boundAddress() async throws -> NIOCore.SocketAddress {
        while true {
            let address = try await loop.submit { self.listeners.localAddress(of: "s") }.get()
            if let address { return address }
            try await pause()
        }
    }

    /// Looks until the first look at the inbox has made its folder.
    func settled() async throws { try await untilThere("\(folder.path)/inbox") }

    /// Looks until a file is there; the suite's time limit ends it otherwise.
    func untilThere(_ path: String) async throws {
        while (try? FileFacts(of: path)) == nil {
            try await pass()
            try await pause()
        }
    }

    /// Leaves the processor to the listeners' thread for files, which nobody outside can wait for.
    private func pause() async throws {
        try await loop.scheduleTask(in: .milliseconds(2)) {}.futureResult.get()
    }
}

/// Collects what a connection answers.
final class AnswerCollector: Sendable {
    private let (stream, continuation) = AsyncStream.makeStream(of: String.self)

    func handler() -> some ChannelInboundHandler { Handler(continuation: continuation) }

    func first() async -> String {
        for await answer in stream { return answer }
        return ""
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let continuation: AsyncStream<String>.Continuation

        init(continuation: AsyncStream<String>.Continuation) { self.continuation = continuation }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            continuation.yield(String(buffer: unwrapInboundIn(data)))
        }
    }
}
