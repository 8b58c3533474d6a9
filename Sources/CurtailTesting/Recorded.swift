import HostSystem

/// A list that a fake appends to from any thread and a test reads.
package final class Recorded<Element: Sendable>: Sendable {
    private let elements = Monitor<[Element]>([])

    package init() {}

    /// All elements in the order in which they came.
    package var all: [Element] { elements.withLock { $0 } }

    /// The newest element; nil before the first.
    package var last: Element? { elements.withLock { $0.last } }

    /// How many elements there are.
    package var count: Int { elements.withLock { $0.count } }

    /// Adds an element, from any thread.
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
