import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("ClaimTotals")
struct ClaimTotalsTests {
    private static func claim(_ kind: Claim.Kind, _ amount: Money) -> Claim {
        Claim(
            interval: SettlementInterval(containing: noon), group: Claim.siteGroup, kind: kind, energy: .zero,
            rate: .zero, amount: amount, isEstimate: false, isShadow: false)
    }

    @Test("capacity is paid either way, so that it is in the net and not in the incremental value")
    func matchesVector() throws {
        let award = AncillaryAward(
            dayAhead: .megawatts(20), dayAheadPrice: try CapacityPrice(decimal: "6.50"),
            realTime: .init(capacity: .megawatts(20), price: try CapacityPrice(decimal: "12")))
        var claims = try terms(breakEven: exampleBreakEven())
            .claims(for: interval(curtailing: .megawatts(80)), at: .dollarsPerMegawattHour(300))
        claims.append(Self.claim(.asCapacityDAM, try award.dayAheadPay()))
        claims.append(Self.claim(.asImbalanceRT, try #require(try award.realTimeImbalance())))
        let totals = try ClaimTotals(claims)
        let capacity = totals.amount(of: .asCapacityDAM) + totals.amount(of: .asImbalanceRT)
        #expect(totals.energyAvoided.decimalSixPlaces == "6000.000000")
        #expect(capacity.decimalSixPlaces == "32.500000")
        #expect(totals.amount(of: .lostHash).decimalSixPlaces == "-1857.142857")
        #expect(totals.net.decimalSixPlaces == "4175.357143")
        #expect(totals.incremental.decimalSixPlaces == "4142.857143")
    }

    @Test("every kind of claim is in the net, but for the contingent one, which is in no sum")
    func sortsKinds() throws {
        var expectedNet = Money.zero
        var expectedIncremental = Money.zero
        var claims: [Claim] = []
        for (index, kind) in Claim.Kind.allCases.enumerated() {
            let amount = Money(microdollars: 1 << index)
            claims.append(Self.claim(kind, amount))
            guard kind != .transmission4CPContingent else { continue }
            expectedNet += amount
            if [.energyAvoided, .energyResold, .lostHash, .restartCost].contains(kind) {
                expectedIncremental += amount
            }
        }
        #expect(try ClaimTotals(claims).net == expectedNet)
        #expect(try ClaimTotals(claims).incremental == expectedIncremental)
    }

    @Test("throws when the sum of a kind or the net does not fit")
    func throwsWhenTooLarge() throws {
        let most = Self.claim(.energyAvoided, Money(stored: .max))
        #expect(throws: AmountOutOfRange.self) { try ClaimTotals([most, most]) }
        let more = Self.claim(.ersCapacity, Money(stored: 1))
        #expect(throws: AmountOutOfRange.self) { try ClaimTotals([most, more]) }
    }
}
