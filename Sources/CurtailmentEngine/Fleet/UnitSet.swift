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

    /// Inserts units, each named once, that may be in the set already.
    ///
    /// Orders name units by the ten thousand: a span costs a third of what as many single insertions would.
    mutating func insert(_ units: some Collection<Int>, ratedPower: [Power]) {
        guard isEmpty, units.count == ratedPower.count else {
            return set(units, to: true, ratedPower: ratedPower)
        }
        // The whole site.
        contains = Array(repeating: true, count: units.count)
        count = units.count
        power.microwatts = ratedPower.reduce(0) { $0 + $1.microwatts }
    }

    /// Removes units, each named once, that need not be in the set.
    mutating func remove(_ units: some Collection<Int>, ratedPower: [Power]) {
        guard !isEmpty else { return }
        guard count == ratedPower.count, units.count == count else {
            return set(units, to: false, ratedPower: ratedPower)
        }
        self = UnitSet(unitCount: count)
    }

    /// Filters units by the set and keeps their order; numbers that no unit has are left out.
    func members(of units: [Int]) -> [Int] {
        let members = contains.span
        var isEveryOne = true
        for unit in units where !(members.indices.contains(unit) && members[unit]) {
            isEveryOne = false
            break
        }
        return isEveryOne ? units : units.filter { contains.indices.contains($0) && contains[$0] }
    }

    private mutating func set(_ units: some Sequence<Int>, to isMember: Bool, ratedPower: [Power]) {
        var members = contains.mutableSpan
        let ratings = ratedPower.span
        var (changed, microwatts) = (0, Int64(0))
        for unit in units where members[unit] != isMember {
            members[unit] = isMember
            microwatts += ratings[unit].microwatts
            changed += 1
        }
        count += isMember ? changed : -changed
        power.microwatts += isMember ? microwatts : -microwatts
    }
}
