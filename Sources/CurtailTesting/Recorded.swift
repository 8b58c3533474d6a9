import HostSystem

/// A list that a fake appends to from any thread and a test reads.
package final class Recorded<Element: Sendable>: Sendable {
    private let elements = Monitor<[Element]>([])

    package init() {}

    package var all: [Element] { elements.withLock { $0 } }

    package var last: Element? { elements.withLock { $0.last } }

    package var count: Int { elements.withLock { $0.count } }

    package func append(_ element: Element) { elements.withLock { $0.append(element) } }

    /// Empties the list and returns what was in it.
    @discardableResult
    package func takeAll() -> [Element] {
        elements.withLock { list in
            defer { list = [] }
            return list
        }
    }
}
