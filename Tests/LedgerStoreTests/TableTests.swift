import CurtailTesting
import GRDB
import GridUnits
import Settlement
import Testing

@testable import LedgerStore

/// A kind of row that no ledger has: all that a new one needs to say.
private struct Outage: Sendable {
    let interval: SettlementInterval
    let feeder: String
    let lost: Energy
    let cause: String?

    static let table = Table<Outage>(
        "outages", of: { $0.interval }, versionsBy: [Column("feeder") { $0.feeder }],
        columns: [
            .operatingDay, Column("lost_microwatt_seconds") { $0.lost }, Column("cause") { $0.cause },
        ],
        view: ViewDeclaration(
            name: "v_outages",
            columns:
                "start_utc, feeder, \(ShownSQL.megawattHours("lost_microwatt_seconds")) AS lost_mwh, cause",
            order: "start_utc", from: "start_utc >=", until: "start_utc"))
}

@Suite("Tables that are declared")
struct TableTests {
    private static func outage(lost: Energy, cause: String? = nil) -> Outage {
        Outage(
            interval: SettlementInterval(containing: UTCInstant(secondsSinceEpoch: 1_784_757_000)),
            feeder: "north", lost: lost, cause: cause)
    }

    private static func database() throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        let layout = Outage.table.layout
        try queue.write { database in
            try database.execute(sql: layout.creation)
            let view = try #require(layout.view)
            try database.execute(sql: view.creation(from: layout.rows()))
        }
        return queue
    }

    @Test("a kind of row gets its table, its rows, their comparison and its view from one declaration")
    func oneDeclaration() throws {
        let queue = try Self.database()
        var labels = IntervalLabels()
        let first = Outage.table.content(Self.outage(lost: .megawattHours(2)))
        let second = Outage.table.content(Self.outage(lost: .megawattHours(3), cause: "storm"))
        let rows = [
            try first.row(RowPlace(sequence: 4), labels: &labels),
            try second.row(RowPlace(sequence: 9, version: 2, replaces: 4), labels: &labels),
        ]
        let layout = Outage.table.layout
        try queue.write { database in
            for row in rows {
                try database.execute(sql: layout.insertion, arguments: StatementArguments(row.values))
            }
            for row in rows {
                let found = try Row.fetchOne(
                    database, sql: layout.comparison, arguments: StatementArguments(row.values))
                #expect(found != nil)
            }
            let subject = try #require(try second.subject())
            let latest = try Row.fetchOne(
                database, sql: layout.latest,
                arguments: StatementArguments([subject.start.milliseconds.databaseValue] + subject.key))
            #expect(latest?["chain_seq"] == 9)
            let view = try #require(layout.view)
            let shown = try Row.fetchAll(
                database, sql: "SELECT * FROM \(view.name) WHERE \(view.span) ORDER BY \(view.order)",
                arguments: [nil, nil])
            #expect(shown.map { $0["lost_mwh"] as String? } == ["3.000000000"])
            #expect(shown.map { $0["cause"] as String? } == ["storm"])
        }
    }

    @Test("a value that has no room in its column is refused before anything is written")
    func refusesLargeEnergies() {
        var labels = IntervalLabels()
        let large = Outage.table.content(Self.outage(lost: Energy(microwattSeconds: Int128(Int64.max) + 1)))
        #expect(throws: LedgerError.self) { try large.row(RowPlace(sequence: 1), labels: &labels) }
    }

    @Test("no two tables share a name, and every view of the promise is declared")
    func namesAreTheirOwn() {
        #expect(Set(LedgerTable.all.map(\.name)).count == LedgerTable.all.count)
        #expect(LedgerView.allCases.allSatisfy { $0.declaration?.name == $0.rawValue })
    }

    @Test("a view that somebody changed, or added, is made anew when the ledger is opened")
    func viewsAreMadeAnew() throws {
        let folder = try TemporaryDirectory()
        try Ledger(path: folder.ledger).close()
        let other = try DatabaseQueue(path: folder.ledger)
        try other.write { database in
            try database.execute(sql: "DROP VIEW v_claims; CREATE VIEW v_claims AS SELECT 1 AS amount_usd")
            try database.execute(sql: "CREATE VIEW v_more AS SELECT 2 AS two")
        }
        try other.close()
        try Ledger(path: folder.ledger).close()
        let reader = try LedgerReader(path: folder.ledger)
        #expect(try reader.columns(of: .claims).contains("uncertainty_usd"))
        #expect(try ChainVerifier(reader).walk().difference == nil)
    }
}
