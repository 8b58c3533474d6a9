import Dispatch
import ServiceManager

/// Waits for POSIX signals on a queue of its own and hands each one on.
final class ProcessSignalWatch: Sendable {
    private let source: WatchedDescriptor

    init(_ signals: ProcessSignals, received: @escaping @Sendable (ReceivedProcessSignal) -> Void) {
        let queue = DispatchQueue(label: "curtaild.signals")
        source = WatchedDescriptor(
            source: DispatchSource.makeReadSource(fileDescriptor: signals.descriptor, queue: queue))
        source.source.setEventHandler {
            while let signal = signals.next() { received(signal) }
        }
        source.source.activate()
    }

    func cancel() { source.source.cancel() }
}

/// A dispatch source, which is safe to use from any thread though its type does not say so.
private struct WatchedDescriptor: @unchecked Sendable {
    // Unchecked because libdispatch objects synchronise themselves.
    let source: any DispatchSourceRead
}
