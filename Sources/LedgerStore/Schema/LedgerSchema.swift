import GRDB

/// What a ledger file is: its marks, its migrations, its views.
enum LedgerSchema {
    /// `curt` in ASCII, in the header of every ledger (SQLite `application_id`).
    static let applicationID: Int32 = 0x6375_7274
    /// The newest schema this build reads and writes (SQLite `user_version`).
    static let version: Int32 = 3

    /// Named, in order, never edited after a release: a change is a migration after the last one.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 chained log, projections, remembered state") { database in
            try database.execute(sql: chainTables)
            try database.execute(sql: projectionTables)
            try database.execute(sql: stateTables)
            try database.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("2 settlement: facts, bases, programs and methods of claims") { database in
            try LedgerSchemaTwo.migrate(database)
            try database.execute(sql: views)
            try database.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3 disturbance records: raw samples beside the chain") { database in
            try database.execute(sql: sampleTables)
            try database.execute(sql: recallIndexes)
            try database.execute(
                sql: "ALTER TABLE asleep_units ADD COLUMN is_returning INTEGER NOT NULL DEFAULT 0")
            try database.execute(sql: "PRAGMA user_version = 3")
        }
        return migrator
    }

    /// Raw samples are the one thing that may be dropped; the digest of each row of `samples` is in the chain.
    private static let sampleTables = """
        CREATE TABLE samples (
            chain_seq INTEGER PRIMARY KEY, source TEXT NOT NULL, first_utc TEXT NOT NULL, last_utc TEXT NOT NULL,
            count INTEGER NOT NULL, lost INTEGER NOT NULL, data BLOB NOT NULL
        ) STRICT;
        CREATE INDEX samples_by_time ON samples(last_utc);
        CREATE VIEW v_samples AS SELECT
            source, first_utc AS first_at_utc, last_utc AS last_at_utc, count AS sample_count, lost AS lost_count,
            length(data) AS data_bytes, chain_seq
        FROM samples;
        """

    /// Inputs that are looked for backwards and come seldom: without an index the search would go through a year of
    /// frequency.
    private static let recallIndexes = """
        CREATE INDEX chain_started ON chain(seq)
            WHERE kind = 'input' AND instr(substr(body, 1, 240), ',"started":{') > 0;
        CREATE INDEX chain_commands ON chain(seq)
            WHERE kind = 'input' AND instr(substr(body, 1, 240), ',"command":{') > 0;
        CREATE INDEX chain_hashprices ON chain(seq)
            WHERE kind = 'input' AND instr(substr(body, 1, 240), '"signal":{"hashprice"') > 0;
        CREATE INDEX chain_gaps ON chain(seq) WHERE kind = 'gap';
        """

    private static let chainTables = """
        CREATE TABLE chain (
            seq INTEGER PRIMARY KEY, at_utc TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL,
            digest BLOB NOT NULL
        ) STRICT;
        CREATE INDEX chain_policies ON chain(seq) WHERE kind = 'policy';
        """

    /// Everything here can be rebuilt from the chain, and `verify` compares it with the chain.
    ///
    /// Columns of a primary key stand first and in its order: SQLite 3.40 finds fault with a sound file otherwise.
    private static let projectionTables = """
        CREATE TABLE decisions (
            chain_seq INTEGER PRIMARY KEY, id INTEGER NOT NULL, at_utc TEXT NOT NULL, event_id INTEGER,
            mode TEXT NOT NULL, state TEXT NOT NULL, program TEXT, reason TEXT,
            target_microwatts INTEGER NOT NULL,
            commanded_microwatts INTEGER NOT NULL, confirmed_microwatts INTEGER NOT NULL,
            summary TEXT NOT NULL
        ) STRICT;
        CREATE INDEX decisions_by_id ON decisions(id);
        CREATE INDEX decisions_by_time ON decisions(at_utc);
        CREATE INDEX decisions_by_event ON decisions(event_id) WHERE event_id IS NOT NULL;
        CREATE TABLE events (
            id INTEGER PRIMARY KEY, chain_seq INTEGER NOT NULL, state TEXT NOT NULL,
            started_at_utc TEXT NOT NULL,
            ended_at_utc TEXT, shadow INTEGER NOT NULL, programs TEXT NOT NULL, reason TEXT NOT NULL,
            lowest_target_microwatts INTEGER NOT NULL, lowest_commanded_microwatts INTEGER NOT NULL,
            lowest_confirmed_microwatts INTEGER NOT NULL, lowest_metered_microwatts INTEGER,
            failed_units INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX events_by_start ON events(started_at_utc);
        CREATE TABLE intervals (
            start_utc TEXT NOT NULL, group_name TEXT NOT NULL, shadow INTEGER NOT NULL, version INTEGER NOT NULL,
            chain_seq INTEGER NOT NULL, replaces_seq INTEGER, operating_day TEXT NOT NULL,
            hour_ending INTEGER NOT NULL, interval_number INTEGER NOT NULL, repeated_hour INTEGER NOT NULL,
            evidence TEXT NOT NULL, price_microdollars_per_mwh INTEGER NOT NULL,
            consumed_microwatt_seconds INTEGER NOT NULL, curtailed_microwatt_seconds INTEGER NOT NULL,
            restarted_microwatts INTEGER NOT NULL, PRIMARY KEY (start_utc, group_name, shadow, version)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE claims (
            start_utc TEXT NOT NULL, group_name TEXT NOT NULL, kind TEXT NOT NULL, shadow INTEGER NOT NULL,
            version INTEGER NOT NULL,
            chain_seq INTEGER NOT NULL, replaces_seq INTEGER, operating_day TEXT NOT NULL,
            energy_microwatt_seconds INTEGER NOT NULL, rate_exact TEXT NOT NULL, rate_usd TEXT NOT NULL,
            amount_microdollars INTEGER NOT NULL, estimate INTEGER NOT NULL,
            PRIMARY KEY (start_utc, group_name, kind, shadow, version)
        ) STRICT, WITHOUT ROWID;
        """

    /// What a restart needs, and what the sources did; not history, so not in the chain.
    private static let stateTables = """
        CREATE TABLE memory (
            only INTEGER PRIMARY KEY CHECK (only = 1), at_utc TEXT NOT NULL, boot_id TEXT NOT NULL,
            body TEXT NOT NULL, digest BLOB NOT NULL
        ) STRICT;
        CREATE TABLE asleep_units (unit TEXT PRIMARY KEY, since TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE sources (
            name TEXT PRIMARY KEY, kind TEXT NOT NULL, condition TEXT NOT NULL, last_at_utc TEXT,
            last_value TEXT, accepted INTEGER NOT NULL, rejected INTEGER NOT NULL, last_reason TEXT,
            updated_at_utc TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
