import GridUnits
import Settlement
import SiteReports
import Testing

@testable import CurtailCommands

@Suite("CreditsPage")
struct CreditsPageTests {
    private func sums(
        curtailed: Int128, avoided: String, lostHash: String = "0", restarts: String = "0",
        claims: [(String, Money)], incremental: String, net: String
    ) -> Credits.Sums {
        Credits.Sums(
            curtailed: Energy(microwattSeconds: curtailed * 3_600_000_000),
            energyAvoided: PageTests.dollars(avoided), lostHash: PageTests.dollars(lostHash),
            restartCost: PageTests.dollars(restarts), claims: ByName(claims), uncertainty: .zero,
            contingent: .zero, incremental: PageTests.dollars(incremental), net: PageTests.dollars(net),
            isEstimate: true)
    }

    private func page(
        by grouping: String, _ label: String, _ sums: Credits.Sums, isShadow: Bool = false
    ) -> String {
        let row = Credits.Line(label: label, sums: sums, isShadow: isShadow)
        return Credits.page(
            Credits.Reply(by: grouping, from: nil, to: nil, asOf: nil, rows: [row], total: sums), .plain)
    }

    @Test("what every site has stands in one table, costs without a sign")
    func common() {
        let sums = sums(
            curtailed: 25_000_000, avoided: "62500.004", lostHash: "2678.5",
            claims: [
                ("energyAvoided", PageTests.dollars("62500.004")),
                ("lostHash", PageTests.dollars("-2678.5")),
            ], incremental: "59821.504", net: "59821.504")
        let expected = """
            DAY         CURTAILED MWH  AVOIDED USD  LOST HASH  RESTARTS   NET USD
            2026-07-22         25.000     62500.00    2678.50      0.00  59821.50  est
            total              25.000     62500.00    2678.50      0.00  59821.50  est

            """
        #expect(page(by: "day", "2026-07-22", sums) == expected)
    }

    @Test("all ten kinds of claim fit 100 columns, in parts that begin with the line's name")
    func everyKind() {
        let claims = Claim.Kind.allCases.map { ($0.rawValue, PageTests.dollars("-1234567.891234")) }
        let sums = sums(
            curtailed: 99_999_999_999, avoided: "12345678.123456", lostHash: "1234567.891234",
            restarts: "1234567.891234", claims: claims, incremental: "-12345678.123456",
            net: "-12345679.123456")
        let text = page(by: "interval", "2026-07-22T21:45:00.000Z", sums, isShadow: true)
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 100 }, "\(text)")
        for title in ["AS DAY-AHEAD", "4CP (CONT.)", "PENALTIES", "INCREMENTAL", "NET USD"] {
            #expect(lines.count { $0.contains(title) } == 1, "\(title)")
        }
        let parts = lines.count { $0.hasPrefix("INTERVAL") }
        #expect(parts > 1)
        #expect(lines.count { $0.hasPrefix("2026-07-22 21:45Z") } == parts)
        #expect(text.contains(" 1234567.89"), "a penalty is shown as a cost")
    }

    @Test("the mark of an estimate stands beside the net, however wide the table is")
    func flagsBesideNet() {
        let claims = Claim.Kind.allCases.map { ($0.rawValue, PageTests.dollars("1234567.891234")) }
        for count in 1...claims.count {
            let sums = sums(
                curtailed: 825_000, avoided: "248.15", lostHash: "1", claims: Array(claims.prefix(count)),
                incremental: "247", net: "247.15")
            let text = page(by: "interval", "2026-07-22T21:45:00.000Z", sums)
            let flagged = text.split(separator: "\n").filter { $0.hasSuffix("est") }
            #expect(flagged.count == 2 && flagged.allSatisfy { $0.contains("247.15") }, "\(text)")
        }
    }

    @Test(
        "dollars have two digits, rounded half to even, however many there are",
        arguments: [
            ("9223372036854.775807", "9223372036854.78"), ("-9223372036854.775807", "-9223372036854.78"),
            ("0.005", "0.00"), ("0.015", "0.02"),
        ])
    func largeDollars(text: String, shown: String) {
        let sums = sums(curtailed: 0, avoided: text, claims: [], incremental: "0", net: "0")
        #expect(page(by: "day", "2026-07-22", sums).contains(" \(shown) "))
    }
}
