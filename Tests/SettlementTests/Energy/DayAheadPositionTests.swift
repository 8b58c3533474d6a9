import GridUnits
import Settlement
import Testing

@Suite("DayAheadPosition")
struct DayAheadPositionTests {
    private static let position = DayAheadPosition(
        quantity: .megawatts(100), price: .dollarsPerMegawattHour(45))

    @Test("gains what real time was dearer by, whatever the load does")
    func gains() throws {
        #expect(try Self.position.gain(at: .dollarsPerMegawattHour(598)).decimalSixPlaces == "13825.000000")
        #expect(try Self.position.gain(at: .dollarsPerMegawattHour(25)).decimalSixPlaces == "-500.000000")
        #expect(try Self.position.gain(at: .dollarsPerMegawattHour(45)) == .zero)
    }

    @Test("throws when an amount does not fit")
    func throwsWhenTooLarge() {
        let huge = DayAheadPosition(quantity: Power(stored: .max), price: EnergyPrice(stored: .min))
        #expect(throws: AmountOutOfRange.self) { try huge.gain(at: EnergyPrice(stored: .max)) }
    }
}
