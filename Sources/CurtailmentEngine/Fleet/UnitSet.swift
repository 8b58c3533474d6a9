import GridUnits

/// A set of units with the power they stand for.
///
/// Adds microwatts itself: this runs for every unit of every plan, and the generic sum costs twenty times as much.
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
        power.microwatts += rated.microwatts
        count += 1
    }

    mutating func remove(_ unit: Int, rated: Power) {
        guard contains[unit] else { return }
        contains[unit] = false
        power.microwatts -= rated.microwatts
        count -= 1
    }
}
