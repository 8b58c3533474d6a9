import SiteRecord
import CurtailmentEngine
import Foundation
import GRDB
import Settlement

/// The second schema: what settlement needs to settle an interval again, weeks later.
///
/// The chain stays as it is, row for row; only what is made of it is laid out anew.
enum LedgerSchemaTwo {
    static func migrate(_ database: Database) throws {
        try database.execute(sql: dropViews)
        try database.execute(sql: tables)
        try database.execute(sql: copies)
        try fillFacts(database)
    }

    private static let dropViews = """
        DROP VIEW IF EXISTS v_events; DROP VIEW IF EXISTS v_intervals; DROP VIEW IF EXISTS v_claims;
        DROP VIEW IF EXISTS v_decisions; DROP VIEW IF EXISTS v_sources;
        """

    private static let tables = """
        ALTER TABLE intervals RENAME TO intervals_1;
        ALTER TABLE claims RENAME TO claims_1;
        CREATE TABLE intervals (
            start_utc TEXT NOT NULL, group_name TEXT NOT NULL, shadow INTEGER NOT NULL, version INTEGER NOT NULL,
            chain_seq INTEGER NOT NULL, replaces_seq INTEGER, operating_day TEXT NOT NULL,
            hour_ending INTEGER NOT NULL, interval_number INTEGER NOT NULL, repeated_hour INTEGER NOT NULL,
            evidence TEXT NOT NULL, price_microdollars_per_mwh INTEGER, price_source TEXT NOT NULL,
            consumed_microwatt_seconds INTEGER NOT NULL, curtailed_microwatt_seconds INTEGER NOT NULL,
            restarted_microwatts INTEGER NOT NULL, PRIMARY KEY (start_utc, group_name, shadow, version)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE bases (
            start_utc TEXT NOT NULL, version INTEGER NOT NULL, chain_seq INTEGER NOT NULL, replaces_seq INTEGER,
            policy_number INTEGER NOT NULL, hashprice_microdollars_per_ph_day INTEGER NOT NULL,
            metered_microwatt_seconds INTEGER, meter_gap TEXT, curtailed INTEGER NOT NULL,
            PRIMARY KEY (start_utc, version)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE claims (
            start_utc TEXT NOT NULL, group_name TEXT NOT NULL, kind TEXT NOT NULL, program TEXT NOT NULL,
            shadow INTEGER NOT NULL, version INTEGER NOT NULL, chain_seq INTEGER NOT NULL, replaces_seq INTEGER,
            operating_day TEXT NOT NULL, energy_microwatt_seconds INTEGER NOT NULL, rate_exact TEXT NOT NULL,
            rate_usd TEXT NOT NULL, amount_microdollars INTEGER NOT NULL, estimate INTEGER NOT NULL,
            price_source TEXT NOT NULL, method TEXT NOT NULL, uncertainty_microdollars INTEGER NOT NULL,
            PRIMARY KEY (start_utc, group_name, kind, program, shadow, version)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE facts (
            chain_seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, long INTEGER NOT NULL,
            start_utc TEXT NOT NULL, end_utc TEXT NOT NULL
        ) STRICT;
        CREATE INDEX facts_by_start ON facts(long, start_utc);
        CREATE INDEX facts_by_subject ON facts(kind, subject) WHERE subject <> '';
        CREATE TABLE settlement_state (
            only INTEGER PRIMARY KEY CHECK (only = 1), chain_seq INTEGER NOT NULL, body TEXT NOT NULL,
            digest BLOB NOT NULL
        ) STRICT;
        """

    private static let copies = """
        INSERT INTO intervals SELECT start_utc, group_name, shadow, version, chain_seq, replaces_seq,
            operating_day, hour_ending, interval_number, repeated_hour, evidence, price_microdollars_per_mwh,
            'published', consumed_microwatt_seconds, curtailed_microwatt_seconds, restarted_microwatts
        FROM intervals_1;
        INSERT INTO claims SELECT start_utc, group_name, kind, '', shadow, version, chain_seq, replaces_seq,
            operating_day, energy_microwatt_seconds, rate_exact, rate_usd, amount_microdollars, estimate,
            'published', 'readings', 0
        FROM claims_1;
        DROP TABLE intervals_1;
        DROP TABLE claims_1;
        """

    /// Signals of before are found by their spans from now on, too.
    private static func fillFacts(_ database: Database) throws {
        let insertion = try database.makeStatement(sql: Projection.facts.insertion)
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT seq, kind, CAST(body AS BLOB) AS body FROM chain
                WHERE kind = 'input' AND instr(substr(body, 1, 240), '"signal":{') > 0 ORDER BY seq
                """)
        var labels = IntervalLabels()
        while let row = try rows.next() {
            let entry = try LedgerQueries.entry(row)
            guard let projection = try ProjectionRow(entry, sequence: row["seq"], labels: &labels) else {
                continue
            }
            try insertion.execute(arguments: StatementArguments(projection.values))
        }
    }
}
