import SiteLoop
import NIOCore
import HostSystem

/// Lets parts that were made before the decision loop hand in what they have, from any thread.
final class LoopHome: Sendable {
    private let eventLoop: any EventLoop
    private let held = Monitor<ControlLoop?>(nil)

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// Set once, before any part is started.
    var loop: ControlLoop? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }

    /// Runs something on the loop's own thread, soon; what comes before the loop exists is dropped, for nothing runs.
    func enter(_ body: @escaping @Sendable (inout SiteController) -> Void) {
        eventLoop.execute { [self] in
            guard let loop else { return }
            loop.assumeIsolated { loop in loop.with(body) }
        }
    }
}
