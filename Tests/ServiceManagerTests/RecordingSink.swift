import ServiceManager
import HostSystem

/// Keeps what it is handed.
final class RecordingSink<Element: Sendable>: Sendable {
    private let elements = Monitor<[Element]>([])

    var all: [Element] { elements.withLock { $0 } }

    func take(_ element: Element) { elements.withLock { $0.append(element) } }
}
