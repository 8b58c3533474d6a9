import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

@testable import HistoryReplay

@Suite("SimulatedFleet")
struct SimulatedFleetTests {
    private let start = UTCInstant(secondsSinceEpoch: 1_717_200_000)

    private func fleet(shed: Int64, wake: Int64) -> SimulatedFleet {
        let policy = SitePolicy.example(groups: [("hall", 2, 18)], unitPower: .megawatts(1))
        return SimulatedFleet(policy: policy, shed: .seconds(shed), wake: .seconds(wake), from: start)
    }

    private func order(_ action: FleetOrder.Action, _ units: [Int]) -> FleetOrder {
        FleetOrder(decision: 1, action: action, units: units, urgency: .recorded)
    }

    private func at(_ seconds: Int64) -> UTCInstant { start.advanced(bySeconds: seconds) }

    /// Curtailed megawatt-seconds of the first intervals.
    private func curtailed(_ fleet: inout SimulatedFleet, at end: UTCInstant) throws -> [Int128] {
        try fleet.cutOff(at: end)
        return fleet.close(before: end).map { $0.curtailed.microwattSeconds / 1_000_000_000 }
    }

    /// Performs an order and reads what is over.
    private func report(
        _ fleet: inout SimulatedFleet, after order: FleetOrder, at now: UTCInstant
    ) throws -> FleetReport? {
        try fleet.perform(order, at: now)
        return fleet.report(at: now)
    }

    /// What is over at an instant.
    private func report(_ fleet: inout SimulatedFleet, at now: UTCInstant) throws -> FleetReport? {
        try fleet.finish(at: now)
        return fleet.report(at: now)
    }

    @Test("without times a unit is asleep at once and says so")
    func atOnce() throws {
        var fleet = fleet(shed: 0, wake: 0)
        let report = try #require(try report(&fleet, after: order(.sleep, [0]), at: at(60)))
        #expect(report.changes == [FleetReport.Change(unit: 0, state: .asleep)])
        #expect(report.groups.map(\.confirmed) == [.megawatts(1)])
        #expect(report.groups.map(\.curtailed) == [.megawatts(1)])
        #expect(fleet.nextChange == nil)
        #expect(try curtailed(&fleet, at: at(900)) == [840_000])
    }

    @Test("a unit falls and rises linearly over its times")
    func linear() throws {
        var fleet = fleet(shed: 60, wake: 120)
        #expect(try report(&fleet, after: order(.sleep, [0]), at: at(0)) == nil)
        #expect(fleet.nextChange == at(60))
        #expect(try report(&fleet, at: at(59)) == nil)
        #expect(try report(&fleet, at: at(60))?.changes == [FleetReport.Change(unit: 0, state: .asleep)])
        #expect(try report(&fleet, after: order(.wake, [0]), at: at(600)) == nil)
        #expect(try report(&fleet, at: at(720))?.changes == [FleetReport.Change(unit: 0, state: .running)])
        // Half of 60 s, 540 s whole, half of 120 s.
        #expect(try curtailed(&fleet, at: at(900)) == [30_000 + 540_000 + 60_000])
    }

    @Test("a unit that turns back half-way needs half the time")
    func turnsBack() throws {
        var fleet = fleet(shed: 1_800, wake: 900)
        try fleet.perform(order(.sleep, [0, 1]), at: at(0))
        try fleet.perform(order(.wake, [1]), at: at(900))
        #expect(fleet.nextChange == at(900 + 450))
        #expect(try report(&fleet, at: at(1_350))?.changes == [FleetReport.Change(unit: 1, state: .running)])
        // First interval: both fall to a half. Second: one on to nothing, one back to full in 450 s.
        #expect(try curtailed(&fleet, at: at(1_800)) == [2 * 225_000, 675_000 + 112_500])
    }

    @Test("a unit turns back from exactly the share that it had reached")
    func turnsBackAtAThird() throws {
        var fleet = fleet(shed: 3, wake: 60)
        try fleet.perform(order(.sleep, [0]), at: at(0))
        try fleet.finish(at: at(3))
        try fleet.perform(order(.wake, [0]), at: at(60))
        try fleet.perform(order(.sleep, [0]), at: at(80))
        #expect(fleet.nextChange == at(81))
        try fleet.cutOff(at: at(900))
        // Drawn: 1.5 MW·s falling, then 0.333333333333 MW × 20 s / 2 rising, and half of that for a second.
        let curtailed = fleet.close(before: at(900)).map(\.curtailed.microwattSeconds)
        #expect(curtailed == [895_000_000_000_004])
    }

    @Test("the same order again changes nothing")
    func repeatedOrder() throws {
        var fleet = fleet(shed: 60, wake: 60)
        try fleet.perform(order(.sleep, [0]), at: at(0))
        try fleet.perform(order(.sleep, [0]), at: at(30))
        #expect(fleet.nextChange == at(60))
    }

    @Test("a movement under way at the end is settled up to the end")
    func cutOff() throws {
        var fleet = fleet(shed: 600, wake: 0)
        try fleet.perform(order(.sleep, [0]), at: at(600))
        #expect(try curtailed(&fleet, at: at(900)) == [75_000])
    }

    @Test("an interval that a movement still touches is not closed")
    func staysOpen() throws {
        var fleet = fleet(shed: 1_200, wake: 0)
        try fleet.perform(order(.sleep, [0]), at: at(0))
        try fleet.accrueLevels(to: at(900))
        #expect(fleet.close(before: at(900)).isEmpty)
        try fleet.finish(at: at(1_200))
        try fleet.accrueLevels(to: at(1_800))
        #expect(fleet.close(before: at(1_800)).count == 2)
    }
}

@Suite("Replayed ramps")
struct ReplayedRampTests {
    @Test("shed and wake times cost energy and money")
    func rampsSettle() throws {
        let report = try ReplayRun(
            ["150", "50", "50"], configuration: ReplayFiles.configuration(shed: 60, wake: 120)
        ).report()
        // 870 MW·s of the second interval and 60 of the third.
        #expect(report.sums == ["0.258333", "12.916666", "25.833334", "-12.916668"])
        #expect(report.perfectForesight == nil)
    }

    @Test("a restore ramp brings whole units back one after the other")
    func restoreRamp() throws {
        let configuration = ReplayFiles.configuration(groups: [("hall", 3, 100)], ramp: 1)
        let report = try ReplayRun(["150", "50", "50"], configuration: configuration).report()
        // Three units for the second interval; in the third they return after 60, 120 and 180 s.
        #expect(report.curtailed.megawattHours(places: 6) == "0.850000")
    }
}
