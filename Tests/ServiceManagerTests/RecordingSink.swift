import ServiceManager
import Synchronization

/// Keeps what it is handed.
final class RecordingSink<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    var all: [Element] { elements.withLock { $0 } }

    func take(_ element: Element) { elements.withLock { $0.append(element) } }
}
