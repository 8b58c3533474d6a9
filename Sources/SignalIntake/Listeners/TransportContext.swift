import GridUnits
import HostSystem
import NIOCore
import NIOPosix

/// What every transport needs of its surroundings.
struct TransportContext {
    let eventLoop: any EventLoop
    let clock: SignalClock
    /// Reads files, so that a slow disk never stands before the decision loop.
    let fileThread: NIOThreadPool
    let folders: FolderWatcher
    /// Owns the sockets beside the user.
    let socketGroup: String?
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
