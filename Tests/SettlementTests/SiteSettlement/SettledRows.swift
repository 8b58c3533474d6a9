import CurtailmentEngine
import GridUnits
import Settlement

/// What settlement makes of rows, and the newest version of each.
struct SettledRows {
    private(set) var all: [LedgerRecord] = []
    private var intervals: [SettlementInterval: [SettledInterval.Key: SettledInterval]] = [:]
    private var claims: [SettlementInterval: [Claim.Key: Claim]] = [:]
    private(set) var bases: [SettlementInterval: IntervalBasis] = [:]

    init(_ rows: [LedgerRecord]) throws {
        var settler = Settler()
        var pages = MemoryPages()
        for row in rows { try add(settler.apply(row, in: &pages)) }
    }

    private mutating func add(_ rows: [LedgerRecord]) {
        all += rows
        for row in rows {
            switch row {
            case .interval(let row, _): intervals[row.energy.interval, default: [:]][row.key] = row
            case .basis(let basis, _): bases[basis.interval] = basis
            case .claim(let claim, _): claims[claim.interval, default: [:]][claim.key] = claim
            default: break
            }
        }
    }

    var settledIntervals: [SettlementInterval] { bases.keys.sorted { $0.start < $1.start } }

    func energies(of interval: SettlementInterval, isShadow: Bool) -> [IntervalEnergy] {
        intervals[interval, default: [:]].values.map(\.energy).filter {
            $0.isShadow == isShadow && $0.group != IntervalEnergy.meterName
        }
    }

    func meterRow(of interval: SettlementInterval) -> IntervalEnergy? {
        intervals[interval]?.values.first { $0.energy.group == IntervalEnergy.meterName }?.energy
    }

    func claims(of interval: SettlementInterval, isShadow: Bool) -> [Claim] {
        claims[interval, default: [:]].values.filter { $0.isShadow == isShadow }
    }

    /// The newest rows in no order: what a reader of the ledger sees in the end.
    var newest: Set<LedgerRecord> {
        let instant = UTCInstant(secondsSinceEpoch: 0)
        var rows = Set(bases.values.map { LedgerRecord.basis($0, at: instant) })
        rows.formUnion(intervals.values.flatMap(\.values).map { .interval($0, at: instant) })
        // A claim that is withdrawn says the same as one that never was.
        let standing = claims.values.flatMap(\.values).filter { $0.amount != .zero || $0.energy != .zero }
        rows.formUnion(standing.map { .claim($0, at: instant) })
        return rows
    }
}
