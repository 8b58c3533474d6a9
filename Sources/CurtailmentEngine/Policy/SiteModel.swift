import GridUnits

/// The policy laid out for deciding: units numbered through all groups, break-evens exact, shed order sorted.
struct SiteModel: Hashable, Sendable {
    let policy: SitePolicy
    let hashprice: Money
    /// Units of each group, in the numbering through all groups.
    let unitRanges: [Range<Int>]
    let ratedPower: [Power]
    let groupOfUnit: [Int]
    /// Rated power of each group.
    let groupRated: [Power]
    /// Microdollars per megawatt-hour; nil where a group's numbers do not fit, which is then never worth curtailing.
    let breakEvens: [Fraction?]
    /// Break-even minus the price program's hysteresis band, at or below which a group is worth restoring.
    let restoreLimits: [Fraction?]
    /// Every commanded unit, cheapest megawatt first, within a group worst J/TH first.
    let shedOrder: [Int]
    /// The same the other way round: the most valuable and most efficient first.
    let wakeOrder: [Int]
    /// Commanded groups only, cheapest first.
    let commandedGroups: [Int]
    /// Fixed load and groups that are never commanded.
    let uncurtailable: Power
    /// The most that the site's meter is believed.
    let largestPlausibleLoad: Power

    init(policy: SitePolicy, hashprice: Money) {
        self.policy = policy
        self.hashprice = hashprice
        var ranges: [Range<Int>] = []
        var rated: [Power] = []
        var owners: [Int] = []
        for (index, group) in policy.groups.enumerated() {
            let start = rated.count
            rated.append(contentsOf: group.units.lazy.map(\.ratedPower))
            owners.append(contentsOf: repeatElement(index, count: group.units.count))
            ranges.append(start..<rated.count)
        }
        unitRanges = ranges
        ratedPower = rated
        groupOfUnit = owners
        groupRated = policy.groups.map(\.ratedPower)
        breakEvens = policy.groups.map { group in
            try? group.breakEven(economics: policy.economics, hashprice: hashprice)
        }
        let band = policy.price?.hysteresis.microdollarsPerMegawattHour ?? 0
        restoreLimits = breakEvens.map { breakEven in try? breakEven?.plus(Fraction(whole: -Int128(band))) }
        commandedGroups = Self.shedOrder(ofGroups: policy.groups, breakEvens: breakEvens)
        shedOrder = commandedGroups.flatMap { index in
            Self.shedOrder(ofUnits: policy.groups[index].units, from: ranges[index].lowerBound)
        }
        wakeOrder = shedOrder.reversed()
        uncurtailable = zip(policy.groups, groupRated).reduce(policy.fixedLoad) { sum, pair in
            pair.0.isCommanded ? sum : sum + pair.1
        }
        largestPlausibleLoad = policy.largestPlausibleLoad
    }

    var unitCount: Int { ratedPower.count }

    /// A price held against a group's break-even; nil where the group's numbers do not fit.
    func comparison(of price: Fraction, group: Int, policy: PricePolicy) -> PriceComparison? {
        guard let breakEven = breakEvens[group], let limit = restoreLimits[group] else { return nil }
        return PriceComparison(price: price, breakEven: breakEven, restoreLimit: limit, policy: policy)
    }

    /// `group/unit`, the name under which the ledger remembers a unit.
    func name(ofUnit unit: Int) -> String {
        let group = groupOfUnit[unit]
        return
            "\(policy.groups[group].name)/\(policy.groups[group].units[unit - unitRanges[group].lowerBound].id)"
    }

    /// Numbers of units by their names; names that no longer exist are left out.
    func units(named names: some Sequence<String>) -> [Int] {
        var wanted = Set(names)
        guard !wanted.isEmpty else { return [] }
        return (0..<unitCount).filter { wanted.remove(name(ofUnit: $0)) != nil }
    }

    private static func shedOrder(ofGroups groups: [GroupPolicy], breakEvens: [Fraction?]) -> [Int] {
        groups.indices.filter { groups[$0].isCommanded }.sorted { left, right in
            if groups[left].shedRank != groups[right].shedRank {
                return groups[left].shedRank < groups[right].shedRank
            }
            switch (breakEvens[left], breakEvens[right]) {
            case (let cheap?, let dear?) where cheap != dear: return cheap < dear
            case (_?, nil): return true
            case (nil, _?): return false
            default: return left < right
            }
        }
    }

    private static func shedOrder(ofUnits units: [UnitPolicy], from first: Int) -> [Int] {
        let isUniform = units.allSatisfy { $0.millijoulesPerTerahash == units[0].millijoulesPerTerahash }
        guard !isUniform else { return Array(first..<first + units.count) }
        return units.indices.sorted { left, right in
            let (worse, better) = (units[left].millijoulesPerTerahash, units[right].millijoulesPerTerahash)
            return worse == better ? left < right : worse > better
        }.map { first + $0 }
    }
}
