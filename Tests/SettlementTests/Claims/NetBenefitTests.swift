import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("NetBenefit")
struct NetBenefitTests {
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
        let benefit = try NetBenefit(of: claims)
        #expect(benefit.energyValue.decimalSixPlaces == "6000.000000")
        #expect(benefit.capacity.decimalSixPlaces == "32.500000")
        #expect(benefit.lostHash.decimalSixPlaces == "-1857.142857")
        #expect(try benefit.net().decimalSixPlaces == "4175.357143")
        #expect(try benefit.incremental().decimalSixPlaces == "4142.857143")
    }

    @Test("every kind of claim has one column, and only the contingent one is in no sum")
    func sortsKinds() throws {
        var expectedNet = Money.zero
        var claims: [Claim] = []
        for (index, kind) in Claim.Kind.allCases.enumerated() {
            let amount = Money(microdollars: 1 << index)
            claims.append(Self.claim(kind, amount))
            if kind != .transmission4CPContingent { expectedNet += amount }
        }
        let benefit = try NetBenefit(of: claims)
        #expect(try benefit.net() == expectedNet)
        #expect(try ClaimTotals(claims).net == expectedNet)
        #expect(try ClaimTotals(claims).incremental == benefit.incremental())
    }

    @Test("throws when a column or a sum does not fit")
    func throwsWhenTooLarge() throws {
        let most = Self.claim(.energyAvoided, Money(stored: .max))
        #expect(throws: AmountOutOfRange.self) { try NetBenefit(of: [most, most]) }
        let sum = try NetBenefit(of: [most, Self.claim(.ersCapacity, Money(stored: 1))])
        #expect(throws: AmountOutOfRange.self) { try sum.net() }
    }
}
