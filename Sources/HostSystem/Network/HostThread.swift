import CHostSystem
import Glibc

/// A thread of our own that ends when its body returns.
package final class HostThread: Sendable {
    /// The state handed to the new thread.
    private final class Start: Sendable {
        let name: String
        let niceness: Int32
        let body: @Sendable () -> Void

        init(name: String, niceness: Int32, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.niceness = niceness
            self.body = body
        }
    }

    /// The thread until it has been joined.
    private let thread: Monitor<pthread_t?>

    /// Starts a thread.
    ///
    /// - Parameters:
    ///   - name: shown by `ps -L` and `top -H`; the kernel keeps 15 bytes.
    ///   - niceness: 0 … 19 steps below the process in the kernel's eyes. (setpriority(2); Linux takes it by thread.)
    ///   - body: runs once, on the new thread.
    /// - Throws: ``HostFailure`` when the system gives no thread.
    package init(
        name: String, niceness: Int32 = 0, _ body: @escaping @Sendable () -> Void
    ) throws(HostFailure) {
        let start = unsafe Unmanaged.passRetained(Start(name: name, niceness: niceness, body: body))
        var handle = pthread_t()
        let result = unsafe pthread_create(
            &handle, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                _ = unsafe pthread_setname_np(pthread_self(), String(start.name.prefix(15)))
                if start.niceness > 0 {
                    let kind = __priority_which_t(PRIO_PROCESS.rawValue)
                    _ = setpriority(kind, 0, getpriority(kind, 0) + start.niceness)
                }
                start.body()
                return nil
            }, start.toOpaque())
        guard result == 0 else {
            unsafe start.release()
            throw HostFailure("start thread \(name)", result)
        }
        thread = Monitor(handle)
    }

    deinit {
        // Nobody will join it: the system frees what is left of it when it ends.
        if let handle = thread.withLock({ $0 }) { pthread_detach(handle) }
    }

    /// Waits until the body has returned; later calls return at once.
    package func join() {
        let handle = thread.withLock { current in
            defer { current = nil }
            return current
        }
        guard let handle else { return }
        _ = pthread_join(handle, nil)
    }
}
