import CurtailmentEngine
import GridUnits
import SitePorts

/// The fleet's book of work: the unit to talk to next and the purpose, without I/O.
///
/// Times are boot time in nanoseconds; readings are stamped by the clock that the fleet was given.
struct FleetWork {
    /// The order of work: an urgent order before everything, a poll after everything.
    enum Rank: Int, CaseIterable {
        case urgentOrder, recordedOrder, release, read, poll

        init(_ urgency: FleetOrder.Urgency) {
            switch urgency {
            case .urgent: self = .urgentOrder
            case .recorded: self = .recordedOrder
            }
        }
    }

    static let never = Int64.max

    let settings: FleetSettings
    let tuning: FleetTuning
    let slopes: SimulatedUnit.Slopes
    let clock: @Sendable () -> MonotonicInstant
    var lanes: [UnitLane]
    /// By pool, then by rank.
    var queues: [[WorkQueue]]
    /// Calls that may be under way at once, by pool; none in pool 0, which has the connections.
    let callLimits: [Int]
    /// When each unit's `wait` is over.
    var dueAt: [Int64]
    var armed = 0
    var nextPolled = 0
    var pollingSince: Int64
    /// How long the present round of polls takes.
    var pollRound: Int64
    /// Orders waiting, in hand, or in back-off; releases likewise.
    var openOrders = 0
    var openReleases = 0
    /// The readings not handed to the receiver yet.
    var readings: [UnitReading] = []
    /// Units whose running read or release has to give way to an order that has come.
    var interrupted: [Int] = []

    init(
        settings: FleetSettings, tuning: FleetTuning, drivers: [DriverKind] = DriverKind.all,
        clock: @escaping @Sendable () -> MonotonicInstant, now: Int64
    ) {
        self.settings = settings
        self.tuning = tuning
        self.clock = clock
        slopes = SimulatedUnit.Slopes(shed: settings.simulatedShed, wake: settings.simulatedWake)
        var lanes: [UnitLane] = []
        var limits = [0]
        for group in settings.groups {
            let reach = drivers.first { $0.form.name == group.driver.name }?.make(group) ?? .uncommanded
            var pool = 0
            if case .calls(let driver) = reach {
                pool = limits.count
                limits.append(max(1, driver.atOnce))
            }
            lanes += group.units.map { UnitLane(group: group, unit: $0, reach: reach, pool: pool) }
        }
        self.lanes = lanes
        callLimits = limits
        queues = limits.map { _ in Rank.allCases.map { _ in WorkQueue(unitCount: lanes.count) } }
        dueAt = [Int64](repeating: Self.never, count: lanes.count)
        pollingSince = now
        pollRound = min(settings.pollEvery, tuning.firstRound).nanoseconds
    }

    mutating func report(_ unit: Int, _ answer: UnitReading.Answer) {
        readings.append(UnitReading(unit: unit, at: clock(), answer: answer))
    }

    mutating func enqueue(_ unit: Int, _ rank: Rank) {
        queues[lanes[unit].pool][rank.rawValue].append(unit)
    }

    mutating func arm(_ unit: Int, _ wait: UnitLane.Wait, at instant: Int64) {
        if dueAt[unit] == Self.never { armed += 1 }
        lanes[unit].wait = wait
        dueAt[unit] = instant
    }

    mutating func disarm(_ unit: Int) {
        if dueAt[unit] != Self.never { armed -= 1 }
        lanes[unit].wait = .nothing
        dueAt[unit] = Self.never
    }

    mutating func setWanted(_ unit: Int, _ wanted: UnitLane.Wanted?) {
        openOrders += (wanted == nil ? 0 : 1) - (lanes[unit].wanted == nil ? 0 : 1)
        lanes[unit].wanted = wanted
    }

    mutating func setNeedsRelease(_ unit: Int, _ needed: Bool) {
        openReleases += (needed ? 1 : 0) - (lanes[unit].needsRelease ? 1 : 0)
        lanes[unit].needsRelease = needed
    }

    /// Whether orders, or sessions to give back, are still open.
    var isDrained: Bool { openOrders == 0 && openReleases == 0 }

    /// Takes the next unit that has something to do.
    ///
    /// - Parameters:
    ///   - pool: of the unit.
    ///   - routine: whether releases, reads and polls may begin, too.
    /// - Returns: the unit and what is to be done with it, now marked as running; nil when nothing may begin.
    mutating func next(pool: Int = 0, routine: Bool) -> (unit: Int, task: ExchangeTask)? {
        for rank in Rank.allCases {
            guard routine || rank == .urgentOrder || rank == .recordedOrder else { return nil }
            while let unit = queues[pool][rank.rawValue].popFirst() {
                if let task = begin(unit, rank) { return (unit, task) }
            }
        }
        return nil
    }

    /// Whether orders of a pool wait for a place.
    func hasOrders(pool: Int) -> Bool {
        ![Rank.urgentOrder, .recordedOrder].allSatisfy { queues[pool][$0.rawValue].isEmpty }
    }

    /// Marks a unit as running what its queue stands for, unless that has been overtaken.
    private mutating func begin(_ unit: Int, _ rank: Rank) -> ExchangeTask? {
        guard lanes[unit].running == nil else { return nil }  // It comes back when the exchange has ended.
        switch rank {
        case .urgentOrder, .recordedOrder:
            guard let wanted = lanes[unit].wanted, Rank(wanted.urgency) == rank, lanes[unit].wait != .retry
            else { return nil }
            lanes[unit].inHand = wanted
            lanes[unit].wanted = nil  // Still open: counted until the exchange has ended.
            let task = ExchangeTask.order(
                wanted.action, wanted.urgency, attempt: wanted.attempts,
                isLastAttempt: wanted.attempts >= settings.retries)
            lanes[unit].running = task
            return task
        case .release:
            guard lanes[unit].needsRelease, lanes[unit].wanted == nil else { return nil }
            lanes[unit].running = .release
            return .release
        case .read, .poll:
            guard lanes[unit].wantsRead else { return nil }
            lanes[unit].wantsRead = false
            let task = rank == .poll ? ExchangeTask.poll : .read
            lanes[unit].running = task
            return task
        }
    }
}

extension FleetWork {
    /// Takes over what an older book knows of the units that are still there, found by group and id.
    ///
    /// - Parameters:
    ///   - old: the book before the settings changed.
    ///   - now: boot time.
    /// - Returns: the new numbers, by the old ones, of units whose exchange goes on.
    mutating func adopt(_ old: FleetWork, now: Int64) -> [Int: Int] {
        let known = Dictionary(
            old.lanes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        var going: [Int: Int] = [:]
        for unit in lanes.indices {
            guard let before = known[lanes[unit].name] else { continue }
            lanes[unit].inherit(from: old.lanes[before])
            if lanes[unit].running != nil { going[before] = unit }
            if lanes[unit].wanted != nil { openOrders += 1 }
            if lanes[unit].inHand != nil { openOrders += 1 }
            if lanes[unit].needsRelease { openReleases += 1 }
            resume(unit, now: now)
        }
        return going
    }

    private mutating func resume(_ unit: Int, now: Int64) {
        switch lanes[unit].wait {
        case .nothing: break
        case .retry: arm(unit, .retry, at: now + tuning.firstBackoff.nanoseconds)
        case .confirm(let action, let step, let since, let last):
            let index = min(step, tuning.confirmAfter.count - 1)
            guard index >= 0 else { break }
            arm(
                unit, .confirm(action, step: index, since: since, last: last),
                at: max(now, since + tuning.confirmAfter[index].nanoseconds))
        }
        if let wanted = lanes[unit].wanted, lanes[unit].wait != .retry {
            enqueue(unit, Rank(wanted.urgency))
        } else if lanes[unit].needsRelease {
            enqueue(unit, .release)
        }
        if lanes[unit].wantsRead { enqueue(unit, .read) }
    }
}
