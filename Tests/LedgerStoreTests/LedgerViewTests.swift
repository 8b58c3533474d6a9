import CurtailTesting
import SitePorts
import CurtailmentEngine
import Foundation
import GRDB
import GridUnits
import SiteLoop
import Settlement
import Testing

@testable import LedgerStore

@Suite("The views of the promise")
struct LedgerViewTests {
    @Test("show exact decimals and UTC text under names with units", arguments: LedgerView.allCases)
    func rows(view: LedgerView) throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(Samples.day)
        try ledger.recordSources([
            LedgerSource(
                name: "relay1", kind: "udp", condition: "fresh", lastAt: nil, lastValue: nil, accepted: 5,
                rejected: 1,
                lastReason: nil, updatedAt: Samples.start)
        ])
        var settler = Settler()
        _ = try ledger.append(
            LedgerTransaction([], samples: [try DisturbanceLedgerTests.block(at: 0)]), after: nil,
            settling: &settler, bootID: "")
        let reader = try LedgerReader(path: folder.ledger)
        var first: [LedgerCell]?
        try reader.export(view) { row in if first == nil { first = row } }
        let columns = try reader.columns(of: view)
        let pairs = zip(columns, try #require(first)).map { "\($0)=\($1.shown)" }
        #expect(pairs.joined(separator: "|") == Self.expected(view))
    }

    private static func expected(_ view: LedgerView) -> String {
        switch view {
        case .events:
            "event_id=1|state=completed|started_at_utc=2026-07-22T21:45:00.000Z"
                + "|ended_at_utc=2026-07-22T23:15:00.000Z|is_shadow=0|programs=price,manual"
                + "|reason=price_above_break_even|lowest_target_mw=40|lowest_commanded_mw=40"
                + "|lowest_confirmed_mw=40.000000000001|lowest_metered_mw=null|failed_units=2|chain_seq=34"
        case .intervals:
            "interval_start_utc=2026-07-22T21:45:00.000Z|interval_end_utc=2026-07-22T22:00:00.000Z"
                + "|operating_day=2026-07-22|hour_ending=17|interval_number=4|is_repeated_hour=0|group_name=s21"
                + "|price_usd_per_mwh=2500.000000|price_source=published|baseline_mwh=25.000000000|consumed_mwh=0.000000000"
                + "|curtailed_mwh=25.000000000|consumed_microwatt_seconds=0"
                + "|curtailed_microwatt_seconds=90000000000000000|restarted_mw=0|evidence=simulated|is_estimate=1"
                + "|is_shadow=0|version=1|replaces_seq=null|chain_seq=4"
        case .claims:
            "interval_start_utc=2026-07-22T21:45:00.000Z|interval_end_utc=2026-07-22T22:00:00.000Z"
                + "|operating_day=2026-07-22|group_name=s21|kind=energyAvoided|program=|energy_mwh=25.000000000"
                + "|energy_microwatt_seconds=90000000000000000|rate_usd_per_mwh=107.142857|rate_usd_per_mw=null"
                + "|rate_usd_per_mw_h=null|rate_exact_microusd=750000000/7|amount_usd=62500.000000"
                + "|is_incremental=1|is_estimate=1|is_shadow=0|price_source=published|method=readings"
                + "|uncertainty_usd=0.000000|version=1"
                + "|replaces_seq=null|chain_seq=5"
        case .decisions:
            "decision_id=1|at_utc=2026-07-22T21:45:00.000Z|event_id=null|mode=armed|state=running|program=price"
                + "|reason=price_above_break_even|target_mw=40|commanded_mw=40|confirmed_mw=99.9965"
                + "|summary=Price 2,500 $/MWh is above break-even.|chain_seq=3"
        case .sources:
            "name=relay1|kind=udp|condition=fresh|last_at_utc=null|last_value=null|accepted_count=5"
                + "|rejected_count=1|last_reason=null|updated_at_utc=2026-07-22T21:45:00.000Z"
        case .samples:
            "source=relay|first_at_utc=2026-07-22T21:45:00.000Z|last_at_utc=2026-07-22T21:45:09.966Z"
                + "|sample_count=300|lost_count=0|data_bytes=618|chain_seq=38"
        }
    }

    @Test("show the newest version, which names the row it replaces")
    func revisions() throws {
        let folder = try TemporaryDirectory()
        try Ledger(path: folder.ledger).append(Samples.day)
        let reader = try LedgerReader(path: folder.ledger)
        let found = try reader.queue.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT version || ' ' || replaces_seq || ' ' || chain_seq || ' ' || curtailed_mwh
                    FROM v_intervals WHERE version > 1
                    UNION ALL SELECT version || ' ' || replaces_seq || ' ' || chain_seq || ' ' || amount_usd
                    FROM v_claims WHERE version > 1
                    """)
        }
        #expect(found == ["2 14 36 24.000000000", "2 15 37 60000.000000"])
    }

    @Test(
        "round energies half to even in the ninth digit and keep the sign",
        arguments: [
            1_799_999, 1_800_000, 1_800_001, 5_400_000, -1, -1_800_001, -5_400_000, 3_600_000_000_000_000,
            -90_000_000_000_000_000, 899_999_999_999_999_999, 0,
        ] as [Int64])
    func energies(microwattSeconds: Int64) throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append([Samples.interval(0)])
        let shown = try ledger.queue.write { database in
            try database.execute(
                sql: "UPDATE intervals SET consumed_microwatt_seconds = ?", arguments: [microwattSeconds])
            return try String.fetchOne(database, sql: "SELECT consumed_mwh FROM v_intervals")
        }
        let expected = Energy(microwattSeconds: Int128(microwattSeconds)).megawattHours(places: 9)
        #expect(shown == expected)
    }
}

extension LedgerCell {
    /// As text, null spelt out.
    fileprivate var shown: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "1" : "0"
        case .integer(let number): "\(number)"
        case .text(let text): text
        }
    }
}
