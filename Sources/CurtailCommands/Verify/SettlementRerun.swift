import SiteRecord
import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// Settles a ledger's recorded rows anew and compares every interval, basis and claim that follows from them.
struct SettlementRerun {
    /// Rows of settlement that were compared.
    private(set) var rows = 0
    /// Rows of settlement that other rules made: only their digests and versions were checked.
    private(set) var rowsNotRerun = 0

    private var settler = Settler()
    private var pages = MemoryPages()
    private var expected: ArraySlice<LedgerRecord> = []
    /// Whether the rows are made by the rules of this program.
    private var areOurRules = false
    private var policies: Int64 = 0
    private var terms: PolicyRecord?

    /// Settles by the next row.
    ///
    /// - Returns: why this is the first row that differs; nil when it is as it should be.
    mutating func check(_ entry: ChainEntry) throws -> String? {
        if case .gap = entry.content { settler.noteGap() }
        guard case .record(let record) = entry.content else { return nil }
        guard !record.isSettled else { return compare(record) }
        if let missing { return missing }
        if case .policy(let new, _) = record { follow(new) }
        guard areOurRules else {
            try passOver(record)
            return nil
        }
        expected = try settler.apply(record, in: &pages)[...]
        return nil
    }

    /// The first of our rules begins where the rows before it end, as the daemon did.
    private mutating func follow(_ new: PolicyRecord) {
        let isOurs = new.settlementVersion == Settler.version
        if isOurs, !areOurRules, policies > 0 {
            settler = Settler()
            settler.begin(afterPolicies: policies, under: terms)
        }
        areOurRules = isOurs
        policies += 1
        terms = new
    }

    /// Remembers what later rows settle by, and settles nothing.
    private mutating func passOver(_ record: LedgerRecord) throws {
        if case .policy(let terms, _) = record { pages.add(terms) }
        if let signal = record.signal { _ = try pages.note(signal) }
    }

    /// The row that settlement should have made of the last one and the ledger ends without; nil when nothing is
    /// missing.
    func finish() -> String? { missing }

    private var missing: String? {
        expected.first.map { "settlement makes \($0.subject) of the row before, which is missing" }
    }

    private mutating func compare(_ record: LedgerRecord) -> String? {
        guard areOurRules else {
            rowsNotRerun += 1
            return nil
        }
        rows += 1
        guard let next = expected.popFirst() else {
            return "settlement makes no \(record.subject) of the row before"
        }
        guard next != record else { return nil }
        return "settlement makes another row of what was recorded: \(next.text.prefix(600))"
    }
}
