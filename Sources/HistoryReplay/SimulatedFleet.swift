import GridMarket
import CurtailmentEngine
import GridUnits
import Settlement

/// A fleet that does what it is told, linearly over its shed and wake times, and accrues its load exactly.
struct SimulatedFleet {
    /// Units of one group that move together.
    private struct Movement {
        let group: Int
        let action: FleetOrder.Action
        let start: UTCInstant
        let end: UTCInstant
        /// Share of the rating drawn at the start, in parts of ``SimulatedFleet/whole``.
        let startShare: Int64
        var units: [Int]
        var rated: Power
    }

    /// Parts of a rating, so many that each nanosecond of a movement is a whole number of them.
    ///
    /// A unit may turn back at any time, and its share then is exact. Only times without a common multiple below
    /// 10^18 ns, such as 1.000000007 s, leave it off by a part in 10^18.
    private let whole: Int64

    private let policy: SitePolicy
    private let shed: TimeSpan
    private let wake: TimeSpan
    private let ratedPower: [Power]
    private let groupOfUnit: [Int]
    private let groupRated: [Power]
    private let groupRanges: [Range<Int>]
    /// The load of each group with every movement at its end.
    private var levels: [Power]
    private var since: UTCInstant
    private var movements: [Int: Movement] = [:]
    private var nextMovement = 1
    /// The movement of each unit; 0 for none.
    private var movementOfUnit: [Int]
    /// Movements that are over and of which no report was made yet.
    private var unreported: [FleetReport.Change] = []
    private(set) var book = IntervalBook(evidence: .simulated, isShadow: false)

    init(policy: SitePolicy, shed: TimeSpan, wake: TimeSpan, from start: UTCInstant) {
        self.policy = policy
        self.shed = shed
        self.wake = wake
        whole = Self.whole(shed.nanoseconds, wake.nanoseconds)
        ratedPower = policy.groups.flatMap { $0.units.map(\.ratedPower) }
        groupOfUnit = policy.groups.enumerated().flatMap { index, group in
            repeatElement(index, count: group.units.count)
        }
        groupRated = policy.groups.map(\.ratedPower)
        groupRanges = policy.groups.reduce(into: []) { ranges, group in
            let start = ranges.last?.upperBound ?? 0
            ranges.append(start..<start + group.units.count)
        }
        levels = groupRated
        since = start
        movementOfUnit = Array(repeating: 0, count: ratedPower.count)
    }

    /// The least common multiple; movements at once need one part.
    private static func whole(_ shed: Int64, _ wake: Int64) -> Int64 {
        let (left, right) = (max(shed, 1), max(wake, 1))
        var (divisor, rest) = (left, right)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        let (product, isTooLong) = (left / divisor).multipliedReportingOverflow(by: right)
        return isTooLong || product > longestWhole ? longestWhole : product
    }

    private static let longestWhole: Int64 = 1_000_000_000_000_000_000

    /// When the next movement ends.
    var nextChange: UTCInstant? { movements.values.map(\.end).min() }

    /// Begins to do what an order says; what is done at once is over already.
    mutating func perform(_ order: FleetOrder, at now: UTCInstant) throws {
        try accrueLevels(to: now)
        for (key, units) in batches(of: order.units) { try move(units, of: key, order.action, at: now) }
        try finish(at: now)
    }

    /// Units that move alike, in order of group and movement; runs are cut first, because most orders are one run.
    private func batches(of units: [Int]) -> [(key: BatchKey, units: [Int])] {
        var batches: [BatchKey: [Int]] = [:]
        var rest = units[...]
        while let first = rest.first {
            let key = key(of: first)
            let alike = rest.prefix(countAlike(rest, key))
            // An order of one batch needs no copy.
            guard alike.count < units.count else { return [(key, units)] }
            batches[key, default: []].append(contentsOf: alike)
            rest = rest.dropFirst(alike.count)
        }
        return batches.sorted { ($0.key.group, $0.key.movement) < ($1.key.group, $1.key.movement) }
            .map { ($0.key, $0.value) }
    }

    /// How many of the first units have a key.
    private func countAlike(_ units: ArraySlice<Int>, _ key: BatchKey) -> Int {
        let range = groupRanges[key.group]
        let isAnyMoving = !movements.isEmpty
        if !isAnyMoving, groupRanges.count == 1 { return units.count }
        let numbers = movementOfUnit.span
        var count = 0
        for unit in units {
            guard range.contains(unit), !isAnyMoving || numbers[unit] == key.movement else { break }
            count += 1
        }
        return count
    }

    private func key(of unit: Int) -> BatchKey {
        BatchKey(group: groupOfUnit[unit], movement: movementOfUnit[unit])
    }

    private struct BatchKey: Hashable {
        let group: Int
        let movement: Int
    }

    private mutating func move(
        _ units: [Int], of key: BatchKey, _ action: FleetOrder.Action, at now: UTCInstant
    ) throws {
        let rated = ratedPower(of: units, in: key.group)
        if let before = movements[key.movement] {
            guard before.action != action else { return }
            try leave(key.movement, units: units, rated: rated, at: now)
        }
        let name = policy.groups[key.group].name
        let startShare: Int64
        switch action {
        case .sleep:
            levels[key.group] -= rated
            startShare = share(before: key.movement, steady: whole, at: now)
        case .wake:
            levels[key.group] += rated
            startShare = share(before: key.movement, steady: 0, at: now)
            try book.restart(group: name, power: rated, at: now)
        }
        let span = duration(action, startShare: startShare)
        let movement = Movement(
            group: key.group, action: action, start: now, end: now.advanced(byNanoseconds: span),
            startShare: startShare,
            units: units, rated: rated)
        movements[nextMovement] = movement
        // What takes no time is over before anything else looks at the units.
        let number = span > 0 ? nextMovement : 0
        if number != key.movement { note(movement: number, of: units) }
        nextMovement += 1
        if let before = movements[key.movement], before.units.isEmpty { movements[key.movement] = nil }
    }

    /// Sum of the ratings of units of a group, each named once.
    private func ratedPower(of units: [Int], in group: Int) -> Power {
        guard units.count < groupRanges[group].count else { return groupRated[group] }
        let ratings = ratedPower.span
        return Power(microwatts: units.reduce(0) { $0 + ratings[$1].microwatts })
    }

    private mutating func note(movement: Int, of units: [Int]) {
        var movements = movementOfUnit.mutableSpan
        for unit in units { movements[unit] = movement }
    }

    /// Units turn back before their movement is over: what they drew on the way is accrued up to now.
    private mutating func leave(_ number: Int, units: [Int], rated: Power, at now: UTCInstant) throws {
        guard var movement = movements[number] else { return }
        try accrue(movement, rated: rated, to: now)
        let leaving = Set(units)
        movement.units.removeAll(where: leaving.contains)
        movement.rated -= rated
        movements[number] = movement
    }

    private func share(before number: Int, steady: Int64, at now: UTCInstant) -> Int64 {
        guard let movement = movements[number] else { return steady }
        return share(of: movement, at: now)
    }

    /// Linear from the start: a rating in `shed` down, a rating in `wake` up.
    private func share(of movement: Movement, at now: UTCInstant) -> Int64 {
        let full = movement.action == .sleep ? shed.nanoseconds : wake.nanoseconds
        guard now < movement.end, full > 0 else { return movement.action == .sleep ? 0 : whole }
        let moved = Int128(now.nanoseconds(since: movement.start)) * Int128(whole) / Int128(full)
        let share =
            movement.action == .sleep
            ? Int128(movement.startShare) - moved : Int128(movement.startShare) + moved
        return Int64(min(max(share, 0), Int128(whole)))
    }

    private func duration(_ action: FleetOrder.Action, startShare: Int64) -> Int64 {
        let (full, way) =
            action == .sleep ? (shed.nanoseconds, startShare) : (wake.nanoseconds, whole - startShare)
        return Int64(Int128(full) * Int128(way) / Int128(whole))
    }

    /// Ends movements that are over.
    mutating func finish(at now: UTCInstant) throws {
        let done = movements.filter { $0.value.end <= now }.sorted { $0.key < $1.key }
        for (number, movement) in done {
            try accrue(movement, rated: movement.rated, to: movement.end)
            if movement.start < movement.end { note(movement: 0, of: movement.units) }
            unreported.append(
                FleetReport.Change(
                    units: movement.units, state: movement.action == .sleep ? .asleep : .running))
            movements[number] = nil
        }
    }

    /// Whether nobody waits for more to end: units that return one after the other are reported together.
    ///
    /// - Parameter isReturning: whether more units will wake by themselves.
    /// - Returns: whether a report of what ended is due.
    func isReportDue(isReturning: Bool) -> Bool {
        guard !unreported.isEmpty else { return false }
        guard policy.restore.rampPerMinute > .zero else { return true }
        return unreported.contains { $0.state == .asleep }
            || !(isReturning || movements.values.contains { $0.action == .wake })
    }

    /// The report of the movements that have ended since the last one; nil when none has.
    mutating func report(at now: UTCInstant) -> FleetReport? {
        guard !unreported.isEmpty else { return nil }
        let loads = policy.groups.indices.map { group in
            let confirmed = power(ofGroup: group, at: now)
            return FleetReport.GroupLoad(confirmed: confirmed, curtailed: groupRated[group] - confirmed)
        }
        defer { unreported = [] }
        return FleetReport(groups: loads, changes: unreported)
    }

    private func power(ofGroup group: Int, at now: UTCInstant) -> Power {
        movements.values.filter { $0.group == group }.reduce(levels[group]) { sum, movement in
            sum + part(movement.rated, share(of: movement, at: now))
                - (movement.action == .wake ? movement.rated : .zero)
        }
    }

    /// Accrues what a movement draws beside the level it ends at.
    private mutating func accrue(_ movement: Movement, rated: Power, to end: UTCInstant) throws {
        let level = movement.action == .sleep ? Power.zero : rated
        try book.accrue(
            group: policy.groups[movement.group].name, from: movement.start, to: end,
            startPower: part(rated, movement.startShare) - level,
            endPower: part(rated, share(of: movement, at: end)) - level,
            baseline: .zero)
    }

    private func part(_ power: Power, _ share: Int64) -> Power {
        Power(
            microwatts: Int64(
                (Int128(power.microwatts) * Int128(share)).dividedHalfToEven(by: Int128(whole))))
    }

    /// Accrues every group and the fixed load at their levels up to now.
    mutating func accrueLevels(to now: UTCInstant) throws {
        guard since < now else { return }
        for (group, policy) in policy.groups.enumerated() {
            try book.accrue(
                group: policy.name, from: since, to: now, startPower: levels[group], endPower: levels[group],
                baseline: groupRated[group])
        }
        if policy.fixedLoad > .zero {
            try book.accrue(
                group: IntervalEnergy.fixedLoadName, from: since, to: now, startPower: policy.fixedLoad,
                endPower: policy.fixedLoad, baseline: policy.fixedLoad)
        }
        since = now
    }

    /// Accrues everything up to the end of the replay, with the movements that are still under way.
    mutating func cutOff(at end: UTCInstant) throws {
        try accrueLevels(to: end)
        for movement in movements.values.sorted(by: { $0.start < $1.start }) {
            try accrue(movement, rated: movement.rated, to: min(movement.end, end))
        }
        movements = [:]
    }

    /// Closes the intervals that end at or before an instant and that no movement still touches.
    mutating func close(before instant: UTCInstant) -> [IntervalEnergy] {
        let untouched = movements.values.map(\.start).min().map { min($0, instant) } ?? instant
        return book.close(before: untouched)
    }
}
