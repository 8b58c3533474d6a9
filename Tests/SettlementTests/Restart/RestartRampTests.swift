import GridUnits
import Settlement
import Testing

@Suite("RestartRamp")
struct RestartRampTests {
    private static let ramp = RestartRamp(power: .megawatts(100), span: .seconds(900))

    @Test("loses M·r/120 megawatt-hours, worth what they would have earned beyond their price")
    func costs() throws {
        #expect(Self.ramp.lostEnergy.megawattHours(places: 6) == "12.500000")
        let price = EnergyPrice.dollarsPerMegawattHour(40)
        #expect(
            try Self.ramp.cost(breakEven: exampleBreakEven(), price: price).decimalSixPlaces == "660.714286")
        let surcharge = try Self.ramp.surcharge(
            breakEven: exampleBreakEven(), price: price, on: .megawattHours(100))
        #expect(surcharge.decimal == "6.607143")
        #expect(surcharge.decimal(places: 2) == "6.61")
    }

    @Test("a slow return is a gain while energy costs more than it earns")
    func gains() throws {
        let cost = try Self.ramp.cost(breakEven: .zero, price: .dollarsPerMegawattHour(10))
        #expect(cost == .dollars(-125))
    }

    @Test("a return at once loses nothing")
    func losesNothing() throws {
        let step = RestartRamp(power: .megawatts(100), span: .zero)
        #expect(step.lostEnergy == .zero)
        #expect(try step.cost(breakEven: exampleBreakEven(), price: .zero) == .zero)
    }

    @Test("no surcharge is named for a curtailment of nothing")
    func refusesNothing() {
        #expect(throws: AmountOutOfRange.self) {
            try Self.ramp.surcharge(breakEven: .one, price: .zero, on: .zero)
        }
    }
}
