import GridUnits
import HostSystem

/// The calls that the fleet's thread has begun, with their deadlines and the places they take.
struct CallTable {
    /// How a call stands.
    private enum Phase {
        case underWay
        /// Past its deadline and cancelled; its end is waited for a little longer.
        case overdue
        /// Cancelled, because its unit is to do something else.
        case unwanted
        /// Its unit does not wait for it any more.
        case abandoned
    }

    private struct Entry {
        var unit: Int
        let pool: Int
        let isRoutine: Bool
        let within: Int64
        var deadline: Int64
        var phase = Phase.underWay
    }

    /// How long a cancelled call may take to end before its unit goes on without it.
    static let patience: Int64 = 2_000_000_000

    private var entries: [Int: Entry] = [:]
    private var busy: [Int]
    private var limits: [Int]
    private var next = 1

    /// Makes an empty table.
    ///
    /// - Parameter limits: calls at once, by pool.
    init(limits: [Int]) {
        self.limits = limits
        busy = limits.map { _ in 0 }
    }

    var isEmpty: Bool { entries.isEmpty }

    var pools: Range<Int> { limits.indices }

    /// Whether one more call of a pool may begin.
    func hasRoom(inPool pool: Int) -> Bool { busy[pool] < limits[pool] }

    /// Whether it may be a read or a poll: half of the places are kept for orders.
    func hasRoomForRoutine(inPool pool: Int) -> Bool {
        let routine = entries.values.count { $0.pool == pool && $0.isRoutine }
        return routine < max(1, limits[pool] / 2)
    }

    /// Units whose reads and polls are under way.
    func routineUnits(ofPool pool: Int) -> [Int] {
        entries.values.filter { $0.pool == pool && $0.isRoutine && $0.phase == .underWay }.map(\.unit)
    }

    /// Takes a place.
    ///
    /// - Returns: the call's number.
    mutating func begin(unit: Int, pool: Int, isRoutine: Bool, within: TimeSpan, now: Int64) -> Int {
        defer { next += 1 }
        busy[pool] += 1
        entries[next] = Entry(
            unit: unit, pool: pool, isRoutine: isRoutine, within: within.nanoseconds,
            deadline: now + within.nanoseconds)
        return next
    }

    /// The unit is to do something else than this call.
    mutating func interrupt(_ number: Int, now: Int64) {
        entries[number]?.phase = .unwanted
        entries[number]?.deadline = now + Self.patience
    }

    /// The answer to a unit that waited for a call.
    enum Outcome {
        case answered(ExchangeResult)
        /// The whole call took longer than this.
        case overdue(TimeSpan, ExchangeResult)
        case interrupted(ExchangeResult)
    }

    /// Frees the place of a call that has ended.
    ///
    /// - Returns: what its unit is told; nil when it waits no more.
    mutating func ended(_ call: CallBoard.Ended) -> (unit: Int, outcome: Outcome)? {
        guard let entry = entries.removeValue(forKey: call.number) else { return nil }
        if busy.indices.contains(entry.pool) { busy[entry.pool] -= 1 }
        return switch entry.phase {
        case .underWay: (entry.unit, .answered(call.result))
        case .overdue: (entry.unit, .overdue(TimeSpan(nanoseconds: entry.within), call.result))
        case .unwanted: (entry.unit, .interrupted(call.result))
        case .abandoned: nil
        }
    }

    /// Looks at the deadlines.
    ///
    /// - Returns: calls to cancel, and units that go on without a call which does not end.
    mutating func sweep(now: Int64) -> (cancel: [Int], leave: [(unit: Int, outcome: Outcome)]) {
        var cancel: [Int] = []
        var leave: [(unit: Int, outcome: Outcome)] = []
        for (number, entry) in entries where now >= entry.deadline {
            switch entry.phase {
            case .underWay:
                entries[number]?.phase = .overdue
                entries[number]?.deadline = now + Self.patience
                cancel.append(number)
            case .overdue:
                entries[number]?.phase = .abandoned
                leave.append(
                    (entry.unit, .overdue(TimeSpan(nanoseconds: entry.within), ExchangeResult(nil))))
            case .unwanted:
                entries[number]?.phase = .abandoned
                leave.append((entry.unit, .interrupted(ExchangeResult(nil))))
            case .abandoned: break
            }
        }
        return (cancel, leave)
    }

    /// Renumbers units after the settings changed.
    ///
    /// - Parameters:
    ///   - units: the new numbers, by the old ones, of units that wait for their call.
    ///   - limits: calls at once, by pool of the new settings.
    ///   - pool: the new pool of a unit.
    /// - Returns: calls whose unit is gone: to be cancelled.
    mutating func renumber(_ units: [Int: Int], limits: [Int], pool: (Int) -> Int) -> [Int] {
        self.limits = limits
        busy = limits.map { _ in 0 }
        var gone: [Int] = []
        let old = entries
        entries = [:]
        for (number, entry) in old {
            // A call that does not end keeps no place of a pool that may mean another group now.
            guard entry.phase != .abandoned, let unit = units[entry.unit] else {
                gone.append(number)
                continue
            }
            var kept = Entry(
                unit: unit, pool: pool(unit), isRoutine: entry.isRoutine, within: entry.within,
                deadline: entry.deadline)
            kept.phase = entry.phase
            busy[kept.pool] += 1
            entries[number] = kept
        }
        return gone
    }
}
