import CurtailTesting
import GridUnits
import LedgerStore
import Settlement
import Testing

@testable import CurtailCommands

@Suite("reconcile")
struct ReconcileTests {
    /// 2026-07-22T21:45:00Z: hour ending 17, interval 4 of July 22.
    private static let interval = SettlementInterval(
        containing: UTCInstant(secondsSinceEpoch: 1_784_756_700))

    private func claim(_ kind: Claim.Kind, _ dollars: Int64, at: UTCInstant? = nil) -> LedgerRecord {
        .claim(
            Claim(
                interval: Self.interval, group: Claim.siteGroup, kind: kind, program: "ecrs", energy: .zero,
                rate: .one, amount: .dollars(dollars), isEstimate: false, isShadow: false),
            at: at ?? Self.interval.end)
    }

    /// Runs the verb on a ledger of three claims, one of them revised a day later.
    private func run(_ lines: [String], _ options: [String] = []) throws -> (
        status: Int32, output: String, errors: String
    ) {
        let folder = try TemporaryDirectory()
        let path = folder.path("ledger.sqlite")
        let ledger = try Ledger(path: path)
        try ledger.append([claim(.asCapacityDAM, 50), claim(.ersCapacity, 7), claim(.lostHash, -3)])
        try ledger.append([claim(.asCapacityDAM, 60, at: Self.interval.end.advanced(bySeconds: 86_400))])
        try ledger.close()
        let text = ([Self.header] + lines).joined(separator: "\n") + "\n"
        let file = try folder.write(text, to: "statement.csv")
        return RecordedTerminal.run(["reconcile", file, "--ledger", path, "--json"] + options)
    }

    private static let header = "settlement_run,operating_day,interval_start_utc,claim,amount_usd"

    private static let agreeing = [
        "final,2026-07-22,,asCapacityDAM,60.00", "final,2026-07-22,2026-07-22T21:45:00Z,ersCapacity,7",
    ]

    @Test("a statement that agrees by day and by interval exits 0; what no QSE settles is not missed")
    func agrees() throws {
        let outcome = try run(Self.agreeing)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains(#""differing":0"#))
    }

    @Test(
        "what differs, what is left out and what cannot be read exits 65",
        arguments: [
            (["final,2026-07-22,,asCapacityDAM,60.02", Self.agreeing[1]], #""difference_usd":"0.020000""#),
            ([Self.agreeing[0]], #""claim":"ersCapacity""#),
            (Self.agreeing + ["final,2026-07-22,,penalty,-17"], #""difference_usd":"-17.000000""#),
            (Self.agreeing + ["final,tomorrow,,penalty,0"], "operating_day “tomorrow” is no day"),
            (Self.agreeing + ["final,2026-07-22,,bonus,0"], "known are energyAvoided"),
            (Self.agreeing + ["final,2026-07-22,2026-07-22T21:40:00Z,penalty,0"], "begins no interval"),
        ])
    func differs(lines: [String], words: String) throws {
        let outcome = try run(lines)
        #expect(outcome.status == 65)
        #expect((outcome.output + outcome.errors).contains(words), "\(outcome.output)\(outcome.errors)")
    }

    /// A ledger with money on July 3, 22 and August 1, and a statement that comes to July 22 alone.
    @Test(
        "the days of its month that a statement leaves out are missed, of another month or outside of --from to --to not",
        arguments: [
            ([], 65, ["2026-07-03"]), (["--from", "2026-07-22"], 0, []),
            (["--from", "2026-07-04", "--to", "2026-08-31"], 65, ["2026-08-01"]),
            (["--to", "2026-08-01"], 65, ["2026-07-03", "2026-08-01"]),
        ] as [([String], Int32, [String])])
    func daysLeftOut(options: [String], status: Int32, missed: [String]) throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("ledger.sqlite")
        let ledger = try Ledger(path: path)
        try ledger.append(
            [Int64(-19), 0, 10].map { days in
                let interval = SettlementInterval(
                    containing: Self.interval.start.advanced(bySeconds: days * 86_400))
                return .claim(
                    Claim(
                        interval: interval, group: Claim.siteGroup, kind: .asCapacityDAM, program: "ecrs",
                        energy: .zero, rate: .one, amount: .dollars(50), isEstimate: false, isShadow: false),
                    at: interval.end)
            })
        try ledger.close()
        let file = try folder.write(
            Self.header + "\nfinal,2026-07-22,,asCapacityDAM,50.00\n", to: "statement.csv")
        let outcome = RecordedTerminal.run(["reconcile", file, "--ledger", path, "--json"] + options)
        #expect(outcome.status == status, "\(outcome.output)\(outcome.errors)")
        let days = outcome.output.matches(of: /"operating_day":"([-0-9]+)"/).map { String($0.output.1) }
        #expect(days == ["2026-07-22"] + missed)
    }

    @Test("as of an instant before the revision, the first version is compared")
    func asOf() throws {
        let outcome = try run(Self.agreeing, ["--as-of", "2026-07-22T23:00:00Z"])
        #expect(outcome.status == 65)
        #expect(outcome.output.contains(#""ours_usd":"50.000000""#), "\(outcome.output)")
    }

    @Test("a file without the columns is refused by their names")
    func columns() throws {
        let folder = try TemporaryDirectory()
        let file = try folder.write("day,dollars\n2026-07-22,1\n", to: "statement.csv")
        let outcome = RecordedTerminal.run(["reconcile", file, "--ledger", "none.sqlite"])
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("no column operating_day, claim, amount_usd"))
    }
}
