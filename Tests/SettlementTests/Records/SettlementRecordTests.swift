import SiteRecord
import GridUnits
import Testing

@testable import Settlement

@Suite("Canonical forms of the settlement")
struct SettlementRecordTests {
    /// Amounts with the ends of their ranges among them.
    private static let amounts: [Int64] = [.min, -1, 0, 1, 25_000_000, 123_456_789_012_345, .max]

    @Test("intervals are read back as they were", arguments: amounts, IntervalEnergy.Evidence.allCases)
    func intervals(amount: Int64, evidence: IntervalEnergy.Evidence) throws {
        let interval = IntervalEnergy(
            interval: SettlementInterval(containing: UTCInstant(nanosecondsSinceEpoch: amount / 4)),
            group: "a \"b\"\n\(amount)", consumed: Energy(microwattSeconds: Int128(amount) * 3),
            curtailed: Energy(microwattSeconds: Int128(amount)), restarted: Power(microwatts: amount),
            evidence: evidence, isShadow: amount > 0)
        let bytes = interval.canonicalBytes
        let again = try IntervalEnergy(recorded: CanonicalValue(parsing: bytes))
        #expect(again == interval)
        #expect(again.canonicalBytes == bytes)
    }

    @Test("claims are read back as they were", arguments: amounts, Claim.Kind.allCases)
    func claims(amount: Int64, kind: Claim.Kind) throws {
        let claim = Claim(
            interval: SettlementInterval(containing: UTCInstant(secondsSinceEpoch: 1_784_757_000)),
            group: "s21",
            kind: kind, energy: Energy(microwattSeconds: Int128(amount)),
            rate: try Fraction(Int128(amount) * 1_000_000_007, over: 420),
            amount: Money(microdollars: amount),
            isEstimate: amount > 0, isShadow: amount < 0)
        let bytes = claim.canonicalBytes
        let again = try Claim(recorded: CanonicalValue(parsing: bytes))
        #expect(again == claim)
        #expect(again.canonicalBytes == bytes)
    }
}
