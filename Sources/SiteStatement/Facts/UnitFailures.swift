import CurtailmentEngine
import GridUnits
import LedgerStore

/// Units that stopped answering or did not do what they were told.
struct UnitFailures {
    /// One unit's failures in the month.
    struct Unit: Hashable, Sendable {
        let name: String
        /// Times it became so.
        var unreachable = 0
        var refusing = 0
        let firstAt: UTCInstant
        var lastAt: UTCInstant
    }

    /// By number of failures, most first; at most ``shown``.
    let units: [Unit]
    let count: Int

    static let shown = 100

    init(_ reader: LedgerReader, month: StatementMonth, policies: [LedgerPolicy]) throws {
        var units: [String: Unit] = [:]
        try reader.inputs(of: [.failingFleet], from: month.start, until: month.end) { input in
            guard case .fleet(let report) = input.event else { return }
            let policy = policies.policy(at: input.at)
            for change in report.changes where change.state == .unreachable || change.state == .refusing {
                for number in change.units {
                    let name = policy?.name(ofUnit: number) ?? "unit \(number)"
                    var unit = units[name] ?? Unit(name: name, firstAt: input.at, lastAt: input.at)
                    if change.state == .refusing { unit.refusing += 1 } else { unit.unreachable += 1 }
                    unit.lastAt = input.at
                    units[name] = unit
                }
            }
        }
        count = units.count
        self.units = Array(
            units.values.sorted { left, right in
                let counts = (left.unreachable + left.refusing, right.unreachable + right.refusing)
                return counts.0 == counts.1 ? left.name < right.name : counts.0 > counts.1
            }.prefix(Self.shown))
    }
}

extension SitePolicy {
    /// `group/unit` of a unit's number through all groups; nil for one that this policy does not have.
    fileprivate func name(ofUnit number: Int) -> String? {
        var first = 0
        for group in groups {
            if number < first + group.units.count { return "\(group.name)/\(group.units[number - first].id)" }
            first += group.units.count
        }
        return nil
    }
}
