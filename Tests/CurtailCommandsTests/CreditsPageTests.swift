import ControlSocket
import Settlement
import Testing

@testable import CurtailCommands

@Suite("CreditsPage")
struct CreditsPageTests {
    @Test("what every site has stands in one table, costs without a sign")
    func common() {
        let row: ControlValue = [
            "label": "2026-07-22", "curtailed_mwh": "25.000000", "energy_avoided_usd": "62500.004000",
            "lost_hash_usd": "2678.500000", "restart_cost_usd": "0.000000",
            "claims": ["energyAvoided": "62500.004000", "lostHash": "-2678.500000"],
            "incremental_usd": "59821.504000", "net_usd": "59821.504000", "is_estimate": true,
            "is_shadow": false,
        ]
        let document: ControlValue = ["by": "day", "rows": [row], "total": row]
        let expected = """
            DAY         CURTAILED MWH  AVOIDED USD  LOST HASH  RESTARTS   NET USD
            2026-07-22         25.000     62500.00    2678.50      0.00  59821.50  est
            total              25.000     62500.00    2678.50      0.00  59821.50  est

            """
        #expect(CreditsPage.text(document, .plain) == expected)
    }

    @Test("all ten kinds of claim fit 100 columns, in parts that begin with the line's name")
    func everyKind() {
        let claims = Claim.Kind.allCases.map { ControlValue.Member($0.rawValue, "-1234567.891234") }
        let row: ControlValue = [
            "label": "2026-07-22T21:45:00.000Z", "curtailed_mwh": "99999.999999",
            "energy_avoided_usd": "12345678.123456", "lost_hash_usd": "1234567.891234",
            "restart_cost_usd": "1234567.891234", "claims": .object(claims),
            "incremental_usd": "-12345678.123456", "net_usd": "-12345679.123456", "is_estimate": true,
            "is_shadow": true,
        ]
        let text = CreditsPage.text(["by": "interval", "rows": [row], "total": row], .plain)
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
        let claims = Claim.Kind.allCases.map { ControlValue.Member($0.rawValue, "1234567.891234") }
        for count in 1...claims.count {
            let row: ControlValue = [
                "label": "2026-07-22T21:45:00.000Z", "curtailed_mwh": "0.825000",
                "energy_avoided_usd": "248.150000", "lost_hash_usd": "1.000000",
                "restart_cost_usd": "0.000000", "claims": .object(Array(claims.prefix(count))),
                "incremental_usd": "247.000000", "net_usd": "247.150000", "is_estimate": true,
            ]
            let text = CreditsPage.text(["by": "interval", "rows": [row], "total": row], .plain)
            let flagged = text.split(separator: "\n").filter { $0.hasSuffix("est") }
            #expect(flagged.count == 2 && flagged.allSatisfy { $0.contains("247.15") }, "\(text)")
        }
    }

    @Test(
        "dollars have two digits, however many there are",
        arguments: [
            ("10000000000.000000", "10000000000.00"), ("-9223372036854.775807", "-9223372036854.78"),
            ("0.005000", "0.00"), ("0.015000", "0.02"), ("none", "none"),
        ])
    func largeDollars(text: String, shown: String) {
        #expect(ControlValue?.some(.text(text)).shown(places: 2) == shown)
    }
}
