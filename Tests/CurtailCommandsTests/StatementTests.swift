import CurtailTesting
import GridUnits
import LedgerStore
import Settlement
import Testing

@testable import CurtailCommands

@Suite("a statement against the ledger")
struct StatementTests {
    /// 2026-07-22T21:45:00Z.
    private static let first = SettlementInterval(containing: UTCInstant(secondsSinceEpoch: 1_784_756_700))

    /// RRS 30 and ECRS 6 in the first interval and RRS 2 in the next; 5 a day later and 4 two days later.
    private static let claims: [LedgerRecord] = [
        claim("rrs", 30, first), claim("ecrs", 6, first), claim("rrs", 2, first.next),
        claim("rrs", 5, days(1)), claim("rrs", 4, days(2)),
    ]

    private static func days(_ count: Int64) -> SettlementInterval {
        SettlementInterval(containing: first.start.advanced(bySeconds: count * 86_400))
    }

    private static func claim(
        _ program: String, _ dollars: Int64, _ interval: SettlementInterval
    ) -> LedgerRecord {
        .claim(
            Claim(
                interval: interval, group: Claim.siteGroup, kind: .asCapacityDAM, program: program,
                energy: .zero, rate: .one, amount: .dollars(dollars), isEstimate: false, isShadow: false),
            at: days(3).start)
    }

    /// The verb's outcome on a statement that should come to every day up to `last`.
    private func run(
        _ text: String, _ options: [String] = ["--json"], through last: String = "2026-07-22"
    ) throws -> (status: Int32, output: String, errors: String) {
        let folder = try TemporaryDirectory()
        let path = folder.path("ledger.sqlite")
        let ledger = try Ledger(path: path)
        try ledger.append(Self.claims)
        try ledger.close()
        return RecordedTerminal.run(
            ["reconcile", try folder.write(text, to: "s.csv"), "--ledger", path, "--to", last] + options)
    }

    private static let header = "settlement_run,operating_day,interval_start_utc,claim,amount_usd\n"

    @Test("one interval's line does not excuse the other intervals of its day")
    func unnamedInterval() throws {
        let outcome = try run(Self.header + "final,2026-07-22,2026-07-22T21:45:00Z,asCapacityDAM,36\n")
        #expect(outcome.status == 65)
        #expect(outcome.output.contains(#""interval_start":"2026-07-22T22:00:00.000Z""#))
        #expect(outcome.output.contains(#""difference_usd":"-2.000000""#), "\(outcome.output)")
    }

    @Test("a day between a run's first and last that it does not name is a difference")
    func unnamedDay() throws {
        let outcome = try run(
            Self.header + "final,2026-07-22,,asCapacityDAM,38\nfinal,2026-07-24,,asCapacityDAM,4\n")
        #expect(outcome.status == 65)
        #expect(outcome.output.contains(#""operating_day":"2026-07-23""#))
        #expect(outcome.output.contains(#""differing":1"#), "\(outcome.output)")
    }

    @Test("each run has to be complete by itself, and differences of runs are not added to each other")
    func runs() throws {
        let outcome = try run(
            Self.header
                + """
                initial,2026-07-22,,asCapacityDAM,38
                final,2026-07-22,,penalty,0
                initial,2026-07-23,,asCapacityDAM,5

                """, through: "2026-07-23")
        #expect(outcome.status == 65)
        #expect(
            outcome.output.contains(
                #"{"settlement_run":"final","lines":2,"differing":1,"difference_usd":"-38.000000"}"#),
            "\(outcome.output)")
        #expect(outcome.output.contains(#""differing":0,"difference_usd":"0.000000"}"#))
        #expect(outcome.output.hasSuffix(#""difference_usd":null}"# + "\n"), "\(outcome.output)")
    }

    private static let programs = "operating_day,program,claim,amount_usd\n"

    private static let sumCases: [(String, Int32)] = [
        ("\(header)f,2026-07-22,,asCapacityDAM,31\nf,2026-07-22,,asCapacityDAM,7\n", 0),
        ("\(header)f,2026-07-22,,asCapacityDAM,38\nf,2026-07-22,,asCapacityDAM,38\n", 65),
        ("\(programs)2026-07-22,rrs,asCapacityDAM,32\n2026-07-22,ecrs,asCapacityDAM,6\n", 0),
        ("\(programs)2026-07-22,rrs,asCapacityDAM,6\n2026-07-22,ecrs,asCapacityDAM,32\n", 65),
        ("\(programs)2026-07-22,rrs,asCapacityDAM,32\n", 65),
    ]

    @Test("lines of one day and claim are one sum; with a program they are one for each", arguments: sumCases)
    func sums(text: String, status: Int32) throws {
        let outcome = try run(text)
        #expect(outcome.status == status, "\(outcome.output)\(outcome.errors)")
    }

    @Test(
        "carriage returns, a byte-order mark, quotes and further columns are read as a spreadsheet writes them"
    )
    func spreadsheet() throws {
        let text =
            "\u{FEFF}\"settlement_run\",operating_day,claim,amount_usd,\"note, of ours\"\r\n"
            + "final,2026-07-22,asCapacityDAM,\"38.00\",\"a \"\"note\"\",\r\nof two lines\"\r\n"
        let outcome = try run(text)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.errors.contains("passed over: \"note, of ours\""), "\(outcome.errors)")
        #expect(try run(text.replacing("38.00", with: "37.00")).status == 65)
    }

    private static let refusals: [(String, String)] = [
        (header, "no line that could be read"), ("", "no column operating_day"),
        ("\(header)f,2026-07-22,,asCapacityDAM,\"3,621.61\"\n", "no thousands separators"),
        ("\(header)f,2026-07-22,,asCapacityDAM,3,621.61\n", "the row has 6 cells"),
        ("\(header)f,2026-07-22,,asCapacityDAM,\"38\n", "never closed"),
        ("operating_day,interval_start,claim,amount_usd\n", "did you mean interval_start_utc?"),
        ("operating_day,settlment_run,claim,amount_usd\n", "did you mean settlement_run?"),
        ("operating_day,claim,amount\n", "did you mean amount_usd?"),
        ("operating_day,claim,claim,amount_usd\n", "the column claim twice"),
    ]

    @Test("what is not read is never taken for agreement", arguments: refusals)
    func refused(text: String, words: String) throws {
        let outcome = try run(text)
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test("a sum that fits no amount is refused, not trapped on")
    func tooMuch() throws {
        let line = "f,2026-07-22,,asCapacityDAM,9223372036854.775807\n"
        #expect(try run(Self.header + line + line).status == 65)
    }

    @Test("people see the lines that differ and one sentence for each run")
    func page() throws {
        let outcome = try run(
            Self.header + "final,2026-07-22,,asCapacityDAM,38\nfinal,2026-07-23,,asCapacityDAM,7\n", [],
            through: "2026-07-23")
        #expect(!outcome.output.contains("2026-07-22"), "\(outcome.output)")
        #expect(
            outcome.output.contains("final: 1 of 2 lines differ, by 2.00 USD in all."), "\(outcome.output)")
        #expect(outcome.errors.contains("credits --from 2026-07-23 --to 2026-07-23 --by interval --ledger"))
    }
}
