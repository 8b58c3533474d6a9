import CurtailmentEngine
import GridUnits
import Testing

@testable import MinerControl

@Suite("SimulatedUnit")
struct SimulatedUnitTests {
    private let slopes = SimulatedUnit.Slopes(shed: .seconds(5), wake: .seconds(10))

    private func at(_ seconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: seconds * 1_000_000_000)
    }

    @Test("falls and rises at a constant slope, from where it is")
    func slopesHold() {
        var unit = SimulatedUnit(ratedPower: .watts(1000))
        #expect(unit.answer(at: at(0), slopes: slopes) == .drawing(.watts(1000), .running))
        unit.apply(.sleep, at: at(10), slopes: slopes)
        #expect(unit.power(at: at(12), slopes: slopes) == .watts(600))
        unit.apply(.wake, at: at(12), slopes: slopes)
        #expect(unit.power(at: at(13), slopes: slopes) == .watts(700))
        #expect(unit.power(at: at(16), slopes: slopes) == .watts(1000))
        unit.apply(.sleep, at: at(16), slopes: slopes)
        #expect(unit.answer(at: at(21), slopes: slopes) == .drawing(.zero, .asleep))
    }

    @Test("does not begin anew when the same order is repeated")
    func repeated() {
        var unit = SimulatedUnit(ratedPower: .watts(1000))
        unit.apply(.sleep, at: at(0), slopes: slopes)
        unit.apply(.sleep, at: at(3), slopes: slopes)
        #expect(unit.power(at: at(5), slopes: slopes) == .zero)
    }

    @Test("changes at once when no time is given")
    func atOnce() {
        let instant = SimulatedUnit.Slopes(shed: .zero, wake: .zero)
        var unit = SimulatedUnit(ratedPower: .watts(1000))
        unit.apply(.sleep, at: at(1), slopes: instant)
        #expect(unit.power(at: at(1), slopes: instant) == .zero)
        unit.apply(.wake, at: at(1), slopes: instant)
        #expect(unit.power(at: at(1), slopes: instant) == .watts(1000))
    }

    @Test("keeps its power when the clock goes back")
    func clockBack() {
        var unit = SimulatedUnit(ratedPower: .watts(1000))
        unit.apply(.sleep, at: at(10), slopes: slopes)
        #expect(unit.power(at: at(5), slopes: slopes) == .watts(1000))
    }
}
