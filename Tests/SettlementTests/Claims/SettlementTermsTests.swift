import GridMarket
import GridUnits
import Settlement
import Testing

@Suite("SettlementTerms")
struct SettlementTermsTests {
    @Test(
        "books energy avoided and hash lost as the tariff arithmetic says",
        arguments: [
            (90, "400", "9000.000000", "-2089.285714", "6910.714286"),
            (90, "60", "1350.000000", "-2089.285714", "-739.285714"),
            (80, "300", "6000.000000", "-1857.142857", "4142.857143"),
            (90, "-20", "-450.000000", "-2089.285714", "-2539.285714"),
            (100, "0", "0.000000", "-2321.428571", "-2321.428571"),
        ])
    func matchesVectors(megawatts: Int64, price: String, avoided: String, lost: String, net: String) throws {
        let claims = try terms(breakEven: exampleBreakEven())
            .claims(for: interval(curtailing: .megawatts(megawatts)), at: EnergyPrice(decimal: price))
        #expect(claims.map(\.kind) == [.energyAvoided, .lostHash])
        #expect(claims.map(\.amount.decimalSixPlaces) == [avoided, lost])
        #expect(try ClaimTotals(claims).net.decimalSixPlaces == net)
        #expect(claims.allSatisfy { $0.energy == interval(curtailing: .megawatts(megawatts)).curtailed })
    }

    @Test("prices the avoided energy with losses and adder, and says the exact rate")
    func usesTheMarginalPrice() throws {
        let terms = try terms(
            breakEven: .zero, lossFactor: Fraction(1_023, over: 1_000), adder: EnergyPrice(decimal: "3.25"))
        let claim = try #require(
            try terms.claims(for: interval(curtailing: .megawatts(4)), at: EnergyPrice(decimal: "100")).first)
        #expect(claim.rate == Fraction(whole: 105_550_000))
        #expect(claim.amount.decimalSixPlaces == "105.550000")
        let thirds = try ContractTerms(lossFactor: Fraction(1, over: 3), adder: EnergyPrice(stored: 1))
        #expect(try thirds.deliveredPrice(at: EnergyPrice(stored: 1)) == Fraction(4, over: 3))
    }

    @Test("books a restart at its cost for each megawatt, also in an interval without curtailment")
    func booksRestarts() throws {
        let terms = try terms(breakEven: exampleBreakEven(), restartCost: Money(decimal: "6.61"))
        let woken = interval(curtailing: .zero, restarting: .megawatts(100))
        let claims = try terms.claims(for: woken, at: .dollarsPerMegawattHour(40))
        #expect(claims.map(\.kind) == [.restartCost])
        #expect(claims.first?.amount.decimalSixPlaces == "-661.000000")
        #expect(claims.first?.energy == .zero)
        let both = interval(curtailing: .megawatts(1), restarting: .megawatts(1))
        #expect(
            try terms.claims(for: both, at: .zero).map(\.kind) == [.energyAvoided, .lostHash, .restartCost])
    }

    @Test("rounds a restart cost of half a microdollar to even")
    func roundsRestarts() throws {
        let terms = terms(breakEven: .zero, restartCost: Money(microdollars: 1))
        for (kilowatts, expected) in [(500, 0), (1_500, -2), (2_500, -2), (501, -1)] as [(Int64, Int64)] {
            let woken = interval(curtailing: .zero, restarting: .kilowatts(kilowatts))
            #expect(try terms.claims(for: woken, at: .zero).first?.amount.microdollars == expected)
        }
    }

    @Test("books nothing where nothing was curtailed or restarted")
    func booksNothing() throws {
        let costly = try terms(breakEven: exampleBreakEven(), restartCost: .dollars(5))
        #expect(try costly.claims(for: interval(curtailing: .zero), at: .dollarsPerMegawattHour(400)).isEmpty)
        let free = try terms(breakEven: exampleBreakEven())
        let woken = interval(curtailing: .zero, restarting: .megawatts(3))
        #expect(try free.claims(for: woken, at: .zero).isEmpty)
    }

    @Test(
        "marks what is not metered as an estimate, and shadow as shadow",
        arguments: IntervalEnergy.Evidence.allCases, [true, false])
    func marks(evidence: IntervalEnergy.Evidence, isShadow: Bool) throws {
        let energy = interval(
            curtailing: .megawatts(1), restarting: .megawatts(1), evidence: evidence, isShadow: isShadow)
        let claims = try terms(breakEven: .one, restartCost: .dollars(1)).claims(for: energy, at: .zero)
        #expect(claims.count == 3)
        #expect(claims.allSatisfy { $0.isEstimate == (evidence != .metered) && $0.isShadow == isShadow })
    }

    @Test("throws when an amount does not fit instead of clamping it")
    func throwsWhenTooLarge() {
        let energy = interval(curtailing: Power(stored: .max), restarting: Power(stored: .max))
        #expect(throws: AmountOutOfRange.self) {
            try terms(breakEven: .zero).claims(for: energy, at: EnergyPrice(stored: .max))
        }
        #expect(throws: AmountOutOfRange.self) {
            try terms(breakEven: Fraction(whole: .max)).claims(for: energy, at: .zero)
        }
        #expect(throws: AmountOutOfRange.self) {
            try terms(breakEven: .zero, restartCost: Money(stored: .max)).claims(for: energy, at: .zero)
        }
    }

    @Test("adds up claims by kind, costs as positive numbers")
    func addsUp() throws {
        let terms = try terms(breakEven: exampleBreakEven(), restartCost: .dollars(2))
        var claims = try terms.claims(
            for: interval(curtailing: .megawatts(90)), at: .dollarsPerMegawattHour(400))
        claims += try terms.claims(
            for: interval(curtailing: .zero, restarting: .megawatts(90)), at: .dollarsPerMegawattHour(20))
        let totals = try ClaimTotals(claims)
        #expect(totals.energyAvoided == .dollars(9_000))
        #expect(totals.lostHash.decimalSixPlaces == "2089.285714")
        #expect(totals.restartCost == .dollars(180))
        #expect(totals.net.decimalSixPlaces == "6730.714286")
        #expect(totals.amount(of: .energyAvoided) == .dollars(9_000))
        #expect(totals.amount(of: .lostHash).decimalSixPlaces == "-2089.285714")
        #expect(totals.amount(of: .restartCost) == .dollars(-180))
        #expect(try ClaimTotals([Claim]()).net == .zero)
    }

    @Test("throws when a total does not fit, and stays as it was")
    func totalsOverflow() throws {
        let huge = Claim(
            interval: SettlementInterval(containing: noon), group: "g", kind: .energyAvoided, energy: .zero,
            rate: .one,
            amount: Money(stored: .max), isEstimate: false, isShadow: false)
        var totals = try ClaimTotals([huge])
        #expect(throws: AmountOutOfRange.self) { try totals.add(huge) }
        #expect(try totals == ClaimTotals([huge]))
    }
}
