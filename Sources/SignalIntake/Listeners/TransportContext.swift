import SitePorts
import GridUnits
import HostSystem
import NIOCore

/// The surroundings that every transport needs.
struct TransportContext {
    let eventLoop: any EventLoop
    let clock: SiteClock
    /// Reads files, so that a slow disk never stands before the decision loop.
    let files: SerialWorker
    let folders: FolderWatcher
    /// Owns the sockets beside the user.
    let socketGroup: UInt32?
    /// Sockets that the service manager opened, by source name.
    let passedDescriptors: [String: Int32]
    let zone: MarketTimeZone
}

/// One way by which signals come in; used on the decision loop only.
protocol SignalTransport: AnyObject {
    var intake: SourceIntake { get }

    /// Opens what is not open and looks at what is not reported by itself; repeating it is harmless.
    func pass()

    /// Closes everything; nothing is delivered afterwards.
    func close() -> EventLoopFuture<Void>
}

extension SerialWorker {
    /// Does something on this thread and brings the result back to an event loop.
    func run<Value: Sendable>(
        on eventLoop: any EventLoop, _ body: @escaping @Sendable () -> Value
    ) -> EventLoopFuture<Value> {
        let promise = eventLoop.makePromise(of: Value.self)
        if !perform({ promise.succeed(body()) }) { promise.fail(EventLoopError.shutdown) }
        return promise.futureResult
    }
}
