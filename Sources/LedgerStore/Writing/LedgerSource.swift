import GRDB
package import GridUnits

/// The counts of one source so far, as `v_sources` shows them.
package struct LedgerSource: Hashable, Sendable {
    /// The source by its name in the configuration; the sender's own follows after a `/`.
    package var name: String
    /// How it is read, by the configuration's word, for example `unix-stream`.
    package var kind: String
    /// The word of a ``SourceCondition``.
    package var condition: String
    /// The sender's time of the newest value; nil before the first.
    package var lastAt: UTCInstant?
    /// The newest value as text with its unit.
    package var lastValue: String?
    /// Signals accepted since the daemon started.
    package var accepted: Int64
    /// Signals refused since the daemon started.
    package var rejected: Int64
    /// Why the newest refused one was refused.
    package var lastReason: String?
    /// When the counts were taken.
    package var updatedAt: UTCInstant

    package init(
        name: String, kind: String, condition: String, lastAt: UTCInstant?, lastValue: String?,
        accepted: Int64,
        rejected: Int64, lastReason: String?, updatedAt: UTCInstant
    ) {
        self.name = name
        self.kind = kind
        self.condition = condition
        self.lastAt = lastAt
        self.lastValue = lastValue
        self.accepted = accepted
        self.rejected = rejected
        self.lastReason = lastReason
        self.updatedAt = updatedAt
    }

    func upsert(_ database: Database) throws {
        try database.execute(
            sql: """
                INSERT OR REPLACE INTO sources (name, kind, condition, last_at_utc, last_value, accepted,
                rejected, last_reason, updated_at_utc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                name, kind, condition, lastAt?.milliseconds, lastValue, accepted, rejected, lastReason,
                updatedAt.milliseconds,
            ])
    }

    /// Reads a row of `sources`; nil when an instant is not one, or a damaged file has no value where one belongs.
    init?(row: Row) {
        func text(_ column: String) -> String? { String.fromDatabaseValue(row[column]) }
        guard let updatedAt = text("updated_at_utc").flatMap({ UTCInstant(rfc3339: $0) }),
            let name = text("name"), let kind = text("kind"), let condition = text("condition"),
            let accepted = Int64.fromDatabaseValue(row["accepted"]),
            let rejected = Int64.fromDatabaseValue(row["rejected"])
        else { return nil }
        self.init(
            name: name, kind: kind, condition: condition,
            lastAt: text("last_at_utc").flatMap { UTCInstant(rfc3339: $0) }, lastValue: text("last_value"),
            accepted: accepted, rejected: rejected, lastReason: text("last_reason"), updatedAt: updatedAt)
    }
}
