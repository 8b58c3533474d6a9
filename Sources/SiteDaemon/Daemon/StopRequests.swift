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
