import GRDB
package import GridUnits

/// The state from which settlement goes on where the run before stopped.
extension LedgerReader {
    /// The end of the newest interval that is settled; nil while none is.
    package func lastSettledEnd() throws -> UTCInstant? {
        let text = try queue.read { database in
            try String.fetchOne(database, sql: "SELECT max(start_utc) FROM intervals WHERE NOT shadow")
        }
        guard let text, let start = UTCInstant(rfc3339: text) else { return nil }
        return start.advanced(bySeconds: SettlementInterval.lengthSeconds)
    }
}
