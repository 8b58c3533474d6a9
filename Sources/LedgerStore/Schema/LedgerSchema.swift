import GRDB

/// The form of a ledger file: its marks, its migrations, its views.
enum LedgerSchema {
    /// `curt` in ASCII, in the header of every ledger (SQLite `application_id`).
    static let applicationID: Int32 = 0x6375_7274
    /// The newest schema this build reads and writes (SQLite `user_version`).
    static let version: Int32 = 1

    /// Named, in order, never edited after a release: a change is a migration after the last one.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 chained log, tables, samples, remembered state") { database in
            try database.execute(sql: chainTables)
            for table in LedgerTable.all { try database.execute(sql: table.creation) }
            try database.execute(sql: sampleTables)
            try database.execute(sql: stateTables)
            try database.execute(sql: "PRAGMA user_version = 1")
        }
        return migrator
    }

    /// Brings a file to the present schema, its views included.
    static func bringUp(_ queue: DatabaseQueue) throws {
        try migrator.migrate(queue)
        guard try queue.read(viewsOf) != expectedViews else { return }
        try queue.write(makeViews)
    }

    /// Makes the views of the promise in the place of whatever views there are.
    ///
    /// They hold nothing, so that a file needs no migration for another column: they are made anew at the next start.
    static func makeViews(_ database: Database) throws {
        for name in try viewsOf(database).keys {
            try database.execute(sql: "DROP VIEW \(name.quotedDatabaseIdentifier)")
        }
        for view in expectedViews.values { try database.execute(sql: view) }
    }

    private static var expectedViews: [String: String] {
        let views = LedgerView.allCases.compactMap { view in
            view.declaration.map { ($0.name, $0.creation(from: view.rows)) }
        }
        return Dictionary(views) { first, _ in first }
    }

    private static func viewsOf(_ database: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE type = 'view'")
        return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
    }

    /// The chained log, with indexes for rows that come seldom and are looked for backwards.
    ///
    /// Without one the search for the last start would go through a year of frequency.
    private static let chainTables = """
        CREATE TABLE chain (
            seq INTEGER PRIMARY KEY, at_utc TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
            digest BLOB NOT NULL
        ) STRICT;
        CREATE INDEX chain_policies ON chain(seq) WHERE kind = 'policy';
        CREATE INDEX chain_started ON chain(seq)
            WHERE kind = 'input' AND instr(substr(body, 1, 240), ',"started":{') > 0;
        CREATE INDEX chain_gaps ON chain(seq) WHERE kind = 'gap';
        """

    /// Raw samples are the one thing that may be dropped; the digest of each row of `samples` is in the chain.
    private static let sampleTables = """
        CREATE TABLE samples (
            chain_seq INTEGER PRIMARY KEY, source TEXT NOT NULL, first_utc TEXT NOT NULL, last_utc TEXT NOT NULL,
            count INTEGER NOT NULL, lost INTEGER NOT NULL, data BLOB NOT NULL
        ) STRICT;
        CREATE INDEX samples_by_time ON samples(last_utc);
        """

    /// The memory for a restart, and the counts of the sources; not history, so not in the chain.
    private static let stateTables = """
        CREATE TABLE memory (
            only INTEGER PRIMARY KEY CHECK (only = 1), at_utc TEXT NOT NULL, boot_id TEXT NOT NULL,
            body TEXT NOT NULL, digest BLOB NOT NULL
        ) STRICT;
        CREATE TABLE settlement_state (
            only INTEGER PRIMARY KEY CHECK (only = 1), chain_seq INTEGER NOT NULL, body TEXT NOT NULL,
            digest BLOB NOT NULL
        ) STRICT;
        CREATE TABLE asleep_units (
            unit TEXT PRIMARY KEY, since TEXT NOT NULL, is_returning INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sources (
            name TEXT PRIMARY KEY, kind TEXT NOT NULL, condition TEXT NOT NULL, last_at_utc TEXT,
            last_value TEXT, accepted INTEGER NOT NULL, rejected INTEGER NOT NULL, last_reason TEXT,
            updated_at_utc TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
