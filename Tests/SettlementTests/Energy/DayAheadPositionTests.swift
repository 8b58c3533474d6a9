import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("DayAheadPosition")
struct DayAheadPositionTests {
    private static let position = DayAheadPosition(
        quantity: .megawatts(100), price: .dollarsPerMegawattHour(45))

    @Test("is bought day-ahead and sold back in real time, while load pays the energy-weighted price")
    func settlesTwice() throws {
        let settlement = try Self.position.settlement(
            of: SettlementInterval.energy(at: .megawatts(20)), at: .dollarsPerMegawattHour(598),
            loadPrice: .dollarsPerMegawattHour(600))
        #expect(settlement.dayAhead.decimalSixPlaces == "-1125.000000")
        #expect(settlement.position.decimalSixPlaces == "14950.000000")
        #expect(settlement.load.decimalSixPlaces == "-3000.000000")
        #expect(try settlement.realTime().decimalSixPlaces == "11950.000000")
        #expect(try settlement.net().decimalSixPlaces == "10825.000000")
    }

    @Test("gains what real time was dearer by, whatever the load does")
    func gains() throws {
        #expect(try Self.position.gain(at: .dollarsPerMegawattHour(598)).decimalSixPlaces == "13825.000000")
        #expect(try Self.position.gain(at: .dollarsPerMegawattHour(25)).decimalSixPlaces == "-500.000000")
        #expect(try Self.position.gain(at: .dollarsPerMegawattHour(45)) == .zero)
    }

    @Test(
        "its gain and the load at the spot price are the net of both settlements", arguments: UInt64(0)..<100)
    func isConsistent(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let position = DayAheadPosition(
            quantity: Power(
                microwatts: .random(in: -200_000_000_000_000...200_000_000_000_000, using: &random)),
            price: EnergyPrice(stored: .random(in: -251_000_000...5_000_000_000, using: &random)))
        let price = EnergyPrice(stored: .random(in: -251_000_000...5_000_000_000, using: &random))
        let load = Energy(
            microwattSeconds: Int128(Int64.random(in: 0...180_000_000_000_000_000, using: &random)))
        let settlement = try position.settlement(of: load, at: price, loadPrice: price)
        let expected = try position.gain(at: price).adding(-load.cost(at: price))
        #expect((try settlement.net() - expected).microdollars.magnitude <= 1)
    }

    @Test("throws when an amount does not fit")
    func throwsWhenTooLarge() {
        let huge = DayAheadPosition(quantity: Power(stored: .max), price: EnergyPrice(stored: .min))
        #expect(throws: AmountOutOfRange.self) { try huge.gain(at: EnergyPrice(stored: .max)) }
    }
}
