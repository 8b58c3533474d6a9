import CurtailTesting
import Testing

@testable import HistoryReplay

@Suite("OptimalSchedule")
struct OptimalScheduleTests {
    @Test("without limits it takes every gain and no loss")
    func unlimited() {
        let best = Self.best(
            gains: [5, -3, 2, -1, 4], minimumDown: 1, minimumUp: 1, restartCost: 0)
        #expect(best == 11)
    }

    @Test("a restart cost bridges a small loss")
    func restartCost() {
        #expect(Self.best(gains: [5, -1, 5], minimumDown: 1, minimumUp: 1, restartCost: 3) == 9)
        #expect(
            Self.best(gains: [5, -4, 5, -9], minimumDown: 1, minimumUp: 1, restartCost: 3) == 4)
    }

    @Test("a shortest time down can make a lone spike not worth it")
    func minimumDown() {
        #expect(
            Self.best(gains: [-4, 6, -4, -4], minimumDown: 2, minimumUp: 1, restartCost: 0) == 2)
        #expect(
            Self.best(gains: [-7, 6, -7, -4], minimumDown: 2, minimumUp: 1, restartCost: 0) == 0)
    }

    @Test("never going down is always allowed")
    func never() {
        #expect(Self.best(gains: [-1, -2], minimumDown: 1, minimumUp: 1, restartCost: 9) == 0)
        #expect(Self.best(gains: [], minimumDown: 1, minimumUp: 1, restartCost: 9) == 0)
    }

    @Test("is what trying every schedule finds", arguments: UInt64(0)..<60)
    func bruteForce(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let gains = (0..<10).map { _ in Int128(Int.random(in: -9...9, using: &random)) }
        let down = Int64.random(in: 1...4, using: &random)
        let up = Int64.random(in: 1...4, using: &random)
        let cost = Int128(Int.random(in: 0...6, using: &random))
        let best = Self.best(gains: gains, minimumDown: down, minimumUp: up, restartCost: cost)
        var tried: Int128 = 0
        for schedule in 0..<(1 << gains.count) {
            if let value = Self.value(schedule, gains, down, up, cost) { tried = max(tried, value) }
        }
        #expect(best == tried)
    }

    /// The optimum over steps of one unit each, with a switch possible at each.
    private static func best(
        gains: [Int128], minimumDown: Int64, minimumUp: Int64, restartCost: Int128
    ) -> Int128 {
        var schedule = OptimalSchedule(
            minimumDown: minimumDown, minimumUp: minimumUp, restartCost: restartCost)
        var sum: Int128 = 0
        for (step, gain) in gains.enumerated() {
            schedule.add(Int64(step), down: sum, up: sum)
            sum += gain
        }
        return schedule.best(end: sum)
    }

    /// The value of one schedule, bit by bit down or up; nil when it breaks a shortest time.
    private static func value(_ schedule: Int, _ gains: [Int128], _ down: Int64, _ up: Int64, _ cost: Int128)
        -> Int128?
    {
        var total: Int128 = 0
        var isDown = false
        var length = Int64.max / 2  // Both shortest times are met at the start.
        for (step, gain) in gains.enumerated() {
            let wanted = schedule >> step & 1 == 1
            if wanted != isDown {
                guard length >= (isDown ? down : up) else { return nil }
                if isDown { total -= cost }
                (isDown, length) = (wanted, 0)
            }
            if isDown { total += gain }
            length += 1
        }
        return total
    }
}
