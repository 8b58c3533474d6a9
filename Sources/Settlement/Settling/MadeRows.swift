/// The rows that settlement makes of one row of the ledger, in the order in which they are recorded.
struct MadeRows {
    /// Whether anybody records them; a replay without a ledger wants nothing but the sums.
    let areWanted: Bool
    private(set) var records: [LedgerRecord] = []

    init(areWanted: Bool) { self.areWanted = areWanted }

    mutating func add(_ record: @autoclosure () -> LedgerRecord) {
        if areWanted { records.append(record()) }
    }
}
