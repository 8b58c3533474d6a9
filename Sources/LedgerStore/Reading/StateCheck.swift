import GRDB

/// Looks at what stands beside the chain: the schema with its views, the migrations, the remembered state.
///
/// None of it is history, but a changed view gives wrong figures, and a changed memory stops the next start.
enum StateCheck {
    /// - Returns: the first thing that is not as it was made; nil when all of it is.
    static func difference(_ database: Database, path: String) throws -> ChainVerifier.Difference? {
        if let text = try schemaDifference(database) {
            return .init(sequence: nil, kind: "schema", what: text)
        }
        do {
            _ = try RememberedState.memory(database, path: path)
            _ = try SettlementCheckpoint.settler(at: database, path: path)
            return nil
        } catch LedgerError.memoryDamaged(_, let why) {
            return .init(sequence: nil, kind: "memory", what: "the remembered state is damaged: \(why)")
        }
    }

    /// Units that are remembered as asleep because of us; nil where no daemon has left its state.
    static func asleep(_ database: Database) throws -> Set<String>? {
        guard try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM memory)") == true else {
            return nil
        }
        return Set(try String.fetchAll(database, sql: "SELECT unit FROM asleep_units"))
    }

    /// Compares the file's tables, indexes and views with those of a new ledger of the same schema.
    private static func schemaDifference(_ database: Database) throws -> String? {
        let known = LedgerSchema.migrator.migrations
        let applied = try String.fetchAll(
            database, sql: "SELECT CAST(identifier AS BLOB) FROM grdb_migrations ORDER BY rowid")
        guard let last = applied.last, applied == Array(known.prefix(applied.count)) else {
            return "the list of its migrations is not one that this program knows"
        }
        let fresh = try DatabaseQueue()
        try LedgerSchema.migrator.migrate(fresh, upTo: last)
        try fresh.write(LedgerSchema.makeViews)
        let (expected, version) = try fresh.read { (try parts($0), try userVersion($0)) }
        let found = try parts(database)
        for name in Set(expected.keys).union(found.keys).sorted() where expected[name] != found[name] {
            return "\(name) is not as this program makes it"
        }
        guard try userVersion(database) == version else { return "the number of its schema was changed" }
        return nil
    }

    /// The text of the schema, by kind and name.
    private static func parts(_ database: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT type || ' ' || name, tbl_name || ': ' || coalesce(sql, '') FROM sqlite_schema")
        return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
    }

    private static func userVersion(_ database: Database) throws -> Int? {
        try Int.fetchOne(database, sql: "PRAGMA user_version")
    }
}
