import GridUnits
import HostSystem

/// Says when a period has passed since it last said so.
final class Period: Sendable {
    private let length: TimeSpan
    private let last = Monitor<MonotonicInstant?>(nil)

    init(_ length: TimeSpan) { self.length = length }

    func isDue(at now: MonotonicInstant) -> Bool {
        last.withLock { last in
            if let last, now.since(last) < length { return false }
            last = now
            return true
        }
    }
}
