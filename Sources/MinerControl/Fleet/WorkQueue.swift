/// Units that wait for a connection, first come first served; a unit stands in it once at most.
struct WorkQueue {
    private var units: [Int32] = []
    private var head = 0
    private var isQueued: [Bool]

    /// Makes an empty queue.
    ///
    /// - Parameter unitCount: units there are, which is also how many can wait.
    init(unitCount: Int) { isQueued = [Bool](repeating: false, count: unitCount) }

    var isEmpty: Bool { head == units.count }

    mutating func append(_ unit: Int) {
        guard !isQueued[unit] else { return }
        isQueued[unit] = true
        units.append(Int32(truncatingIfNeeded: unit))
    }

    mutating func popFirst() -> Int? {
        guard head < units.count else { return nil }
        let unit = Int(units[head])
        head += 1
        isQueued[unit] = false
        if head == units.count {
            units.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 4096, head * 2 > units.count {
            units.removeFirst(head)
            head = 0
        }
        return unit
    }
}
