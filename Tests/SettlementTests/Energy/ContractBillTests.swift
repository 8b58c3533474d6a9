import GridMarket
import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("ContractBill")
struct ContractBillTests {
    private static func terms(hasResale: Bool) -> ContractTerms {
        ContractTerms(
            block: BlockContract(
                quantity: .megawatts(100), price: .dollarsPerMegawattHour(30), hasResale: hasResale))
    }

    @Test(
        "costs Q·h·P_fix + (L - Q)·h·SPP, a credit where resale brings more than the block costs",
        arguments: [(10, "-8250.000000"), (100, "750.000000"), (120, "2750.000000")])
    func bills(megawatts: Int64, cost: String) throws {
        let bill = try Self.terms(hasResale: true)
            .bill(
                for: SettlementInterval.energy(at: .megawatts(megawatts)), at: .dollarsPerMegawattHour(400))
        #expect(try bill.cost().decimalSixPlaces == cost)
        #expect(bill.blockCost == .dollars(750))
    }

    @Test("tells the credit from the margin over what the same energy cost")
    func resells() throws {
        let bill = try Self.terms(hasResale: true)
            .bill(for: SettlementInterval.energy(at: .megawatts(10)), at: .dollarsPerMegawattHour(400))
        #expect(bill.resaleCredit.decimalSixPlaces == "9000.000000")
        #expect(bill.resaleMargin.decimalSixPlaces == "8325.000000")
        #expect(bill.indexCost == .zero)
    }

    @Test("an unused block without the right of resale is paid and brings nothing")
    func cannotResell() throws {
        let bill = try Self.terms(hasResale: false)
            .bill(for: SettlementInterval.energy(at: .megawatts(10)), at: .dollarsPerMegawattHour(400))
        #expect(bill.resaleCredit == .zero && bill.resaleMargin == .zero)
        #expect(try bill.cost() == .dollars(750))
    }

    @Test("index energy bears losses and adder, resold energy bears the fee")
    func bearsContractPrices() throws {
        let terms = try ContractTerms(
            lossFactor: Fraction(1_023, over: 1_000), adder: EnergyPrice(decimal: "3.25"),
            resaleFee: EnergyPrice(decimal: "1.75"),
            block: BlockContract(quantity: .megawatts(4), price: .zero, hasResale: true))
        let price = EnergyPrice.dollarsPerMegawattHour(100)
        let above = try terms.bill(for: SettlementInterval.energy(at: .megawatts(8)), at: price)
        #expect(above.indexCost.decimalSixPlaces == "105.550000")
        let below = try terms.bill(for: .zero, at: price)
        #expect(below.resaleCredit.decimalSixPlaces == "98.250000")
    }

    @Test("at a negative price the unused block costs money to give away")
    func givesAway() throws {
        let bill = try Self.terms(hasResale: true)
            .bill(for: SettlementInterval.energy(at: .megawatts(60)), at: .dollarsPerMegawattHour(-20))
        #expect(bill.resaleCredit.decimalSixPlaces == "-200.000000")
        #expect(try bill.cost().decimalSixPlaces == "950.000000")
    }

    @Test("without a block everything is bought at the index")
    func indexOnly() throws {
        let bill = try ContractTerms().bill(
            for: SettlementInterval.energy(at: .megawatts(90)), at: .dollarsPerMegawattHour(400))
        #expect(bill.blockCost == .zero && bill.resaleCredit == .zero)
        #expect(try bill.cost() == .dollars(9_000))
    }

    @Test("throws when an amount does not fit instead of clamping it")
    func throwsWhenTooLarge() {
        let huge = ContractTerms(
            block: BlockContract(
                quantity: Power(stored: .max), price: EnergyPrice(stored: .max), hasResale: true))
        #expect(throws: AmountOutOfRange.self) { try huge.bill(for: .zero, at: .zero) }
    }
}
