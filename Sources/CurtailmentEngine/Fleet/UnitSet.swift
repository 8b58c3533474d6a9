import GridUnits

/// A set of units with the power they stand for.
struct UnitSet: Hashable, Sendable {
    private(set) var contains: [Bool]
    /// Sum of the rated power of the units in the set.
    private(set) var power: Power = .zero
    private(set) var count = 0

    init(unitCount: Int) { contains = Array(repeating: false, count: unitCount) }

    var isEmpty: Bool { count == 0 }

    mutating func insert(_ unit: Int, rated: Power) {
        guard !contains[unit] else { return }
        contains[unit] = true
        power += rated
        count += 1
    }

    mutating func remove(_ unit: Int, rated: Power) {
        guard contains[unit] else { return }
        contains[unit] = false
        power -= rated
        count -= 1
    }
}
