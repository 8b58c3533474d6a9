import SiteDemo
import SitePorts
import GridMarket
import SiteLoop
import CurtailmentEngine
import GridUnits
import HostSystem
import Synchronization
import Testing

@testable import MinerControl

/// Real sockets, a farm whose miners live a hundred times faster, and short pauses.
///
/// Few sockets at once: where a process has more than 1,300 descriptors, Foundation reads past the end of a folder's listing
/// when it starts a child, and the tests of all modules are one process.
@Suite("MinerFleet", .serialized, .timeLimit(.minutes(1)))
struct MinerFleetTests {
    @Test("puts a farm to sleep, reads that it sleeps, wakes it, and leaves no session open")
    func wholeCycle() async throws {
        let farm = try farm(60, subnet: 1)
        defer { farm.shutdown() }
        let recorder = ReadingRecorder()
        let fleet = try fleet(settings(farm), recorder)
        fleet.perform(order(.sleep, 0..<60))
        try await recorder.units(0..<60) { $0.isAsleep }
        #expect(farm.snapshot().asleep == 60)
        #expect(farm.snapshot().power <= .watts(60 * 175))
        fleet.perform(order(.wake, 0..<60, .recorded))
        try await recorder.units(0..<60) { $0 == .acknowledged(.wake) }
        try await recorder.until { readings in
            let lastAnswers = Dictionary(readings.map { ($0.unit, $0.answer) }, uniquingKeysWith: { $1 })
            return lastAnswers.values.count { $0.isRunning } == 60
        }
        fleet.shutdown(drain: .seconds(30))
        let after = farm.snapshot()
        #expect(after.asleep == 0)
        #expect(after.mostAtOnce == 1)
        // Sessions have been given back: another client is let in everywhere, without a conflict.
        let other = ReadingRecorder()
        let second = try self.fleet(settings(farm, retries: 0), other)
        second.perform(order(.wake, 0..<60, .recorded))
        try await other.units(0..<60) { $0 == .acknowledged(.wake) }
        second.shutdown(drain: .seconds(30))
    }

    @Test("commands the units in the order given")
    func depthFirst() async throws {
        let farm = try farm(12, subnet: 2)
        defer { farm.shutdown() }
        let recorder = ReadingRecorder()
        let fleet = try fleet(settings(farm, concurrency: 1), recorder)
        defer { fleet.shutdown() }
        let units = [7, 3, 11, 0, 5]
        fleet.perform(order(.sleep, units))
        try await recorder.units(units) { $0 == .acknowledged(.sleep) }
        #expect(farm.snapshot().commands.map(\.miner) == units)
        #expect(farm.snapshot().asleep == 5)
    }

    @Test("ends where the last order wants it when orders overtake each other")
    func lastOrderWins() async throws {
        let farm = try farm(60, subnet: 3)
        defer { farm.shutdown() }
        let recorder = ReadingRecorder()
        let fleet = try fleet(settings(farm, concurrency: 8), recorder)
        for _ in 0..<5 {
            fleet.perform(order(.sleep, 0..<60, .recorded))
            fleet.perform(order(.wake, 0..<60))
        }
        fleet.perform(order(.sleep, 0..<30, .recorded))
        fleet.shutdown(drain: .seconds(30))
        #expect(farm.snapshot().asleep == 30)
        #expect(farm.snapshot().mostAtOnce == 1)
        let last = Dictionary(
            farm.snapshot().commands.map { ($0.miner, $0.action) }, uniquingKeysWith: { $1 })
        #expect((0..<60).allSatisfy { last[$0] == ($0 < 30 ? .sleep : .wake) })
    }

    @Test("lets hung units cost nobody else anything, and says that they hang")
    func hungUnits() async throws {
        let farm = try farm(40, subnet: 4, [0: .hang, 1: .hang, 20: .hang])
        defer { farm.shutdown() }
        let recorder = ReadingRecorder()
        // Two of four connections hang from the start, for longer than the test may take.
        let fleet = try fleet(settings(farm, concurrency: 4, replyWithin: .seconds(600)), recorder)
        defer { fleet.shutdown() }
        fleet.perform(order(.sleep, (0..<40).filter { $0 != 20 }))
        try await recorder.units((2..<40).filter { $0 != 20 }) { $0 == .acknowledged(.sleep) }
        #expect(!recorder.readings.contains { $0.unit < 2 })
    }

    @Test("reports a unit that never answers as unreachable, after each attempt, and gives up")
    func deadline() async throws {
        let farm = try farm(1, subnet: 5, [0: .hang])
        defer { farm.shutdown() }
        let recorder = ReadingRecorder()
        let fleet = try fleet(settings(farm, retries: 1, replyWithin: .milliseconds(30)), recorder)
        defer { fleet.shutdown() }
        fleet.perform(order(.sleep, [0]))
        try await recorder.until { $0.count == 2 }
        let reasons = recorder.readings.map(\.answer.reason)
        #expect(recorder.readings.allSatisfy { $0.answer.isUnreachable })
        #expect(reasons[0].contains("no reply within 0.03 s; attempt 1 of 2"))
        #expect(reasons[1].contains("attempt 2 of 2, given up"))
    }

    @Test(
        "explains what a unit did instead of obeying",
        arguments: [
            (LoopbackFarmSettings.Fault.drop, true, "without an answer"), (.reset, true, "connection"),
            (.garbage, false, "no status"), (.truncate, false, "logon"), (.deny, false, "Access denied"),
            (.flood, false, "longer than 65536 bytes"),
        ])
    func misbehaviour(fault: LoopbackFarmSettings.Fault, isUnreachable: Bool, reason: String) async throws {
        let subnet = 10 + (LoopbackFarmSettings.Fault.allCases.firstIndex(of: fault) ?? 0)
        let farm = try farm(1, subnet: subnet, [0: fault])
        defer { farm.shutdown() }
        let recorder = ReadingRecorder()
        let fleet = try fleet(settings(farm, retries: 0), recorder)
        defer { fleet.shutdown() }
        fleet.perform(order(.sleep, [0]))
        try await recorder.until { !$0.isEmpty }
        let answer = try #require(recorder.readings.first?.answer)
        #expect(answer.isUnreachable == isUnreachable)
        #expect(answer.isRefused != isUnreachable)
        #expect(answer.reason.contains(reason), "\(answer)")
    }

    @Test("says that nobody listens")
    func nobodyListens() async throws {
        let farm = try farm(1, subnet: 30)
        let settings = settings(farm, retries: 0)
        farm.shutdown()
        let recorder = ReadingRecorder()
        let fleet = try fleet(settings, recorder)
        defer { fleet.shutdown() }
        fleet.perform(order(.sleep, [0]))
        try await recorder.until { !$0.isEmpty }
        #expect(recorder.readings[0].answer.reason.contains("Connection refused"))
    }

    @Test("sees that a deaf unit goes on drawing")
    func deaf() async throws {
        let farm = try farm(2, subnet: 31, [1: .deaf])
        defer { farm.shutdown() }
        let recorder = ReadingRecorder()
        let fleet = try fleet(settings(farm), recorder)
        defer { fleet.shutdown() }
        fleet.perform(order(.sleep, 0..<2))
        try await recorder.units(0..<2) { $0 == .acknowledged(.sleep) }
        try await recorder.units([0]) { $0.isAsleep }
        // A unit that draws its full power is not always asked for its own word.
        try await recorder.until { readings in
            let own = readings.filter { $0.unit == 1 }
            guard let ordered = own.firstIndex(where: { $0.answer == .acknowledged(.sleep) }) else {
                return false
            }
            return own[ordered...].contains { reading in
                guard case .drawing(let power, let activity) = reading.answer else { return false }
                return power >= .watts(3_000) && activity != .asleep
            }
        }
    }

    @Test("gets past another tool's session for an urgent shed, and only then")
    func foreignSession() async throws {
        let farm = try farm(2, subnet: 32, [0: .held, 1: .held])
        defer { farm.shutdown() }
        let recorder = ReadingRecorder()
        let fleet = try fleet(settings(farm, retries: 1), recorder)
        defer { fleet.shutdown() }
        fleet.perform(order(.sleep, [0], .urgent))
        fleet.perform(order(.sleep, [1], .recorded))
        try await recorder.units([0]) { $0 == .acknowledged(.sleep) }
        try await recorder.until { $0.count { $0.unit == 1 && $0.answer.isRefused } == 2 }
        #expect(farm.snapshot().asleep == 1)
        #expect(!recorder.readings.contains { $0.unit == 1 && $0.answer == .acknowledged(.sleep) })
    }

    @Test("polls every unit within the period, without being asked")
    func polling() async throws {
        let farm = try farm(20, subnet: 33)
        defer { farm.shutdown() }
        let recorder = ReadingRecorder()
        let quiet = settings(farm)
        let fleet = try fleet(
            FleetSettings(
                groups: quiet.groups, concurrency: 8, connectWithin: .seconds(10), replyWithin: .seconds(20),
                retries: 0, pollEvery: .milliseconds(100), simulatedShed: .zero, simulatedWake: .zero),
            recorder)
        defer { fleet.shutdown() }
        // A poll of a unit that draws its full power does not ask for the unit's own word.
        try await recorder.units(0..<20) { answer in
            guard case .drawing(let power, .unknown) = answer else { return false }
            return power > .zero
        }
        #expect(farm.snapshot().mostAtOnce == 1)
    }

    @Test("goes on with new settings, and knows units again by group and id")
    func replaced() async throws {
        let farm = try farm(4, subnet: 34)
        defer { farm.shutdown() }
        let recorder = ReadingRecorder()
        let old = settings(farm)
        let fleet = try fleet(old, recorder)
        fleet.perform(order(.sleep, 0..<4))
        let hall = farm.group(named: "hall")
        let fewer = FleetSettings.Group(
            name: "hall", driver: LuxOSDriver.kind.form, units: Array(hall.units.reversed().dropLast()))
        fleet.replace(
            FleetSettings(
                groups: [fewer], concurrency: 2, connectWithin: .seconds(10), replyWithin: .seconds(20),
                retries: 1,
                pollEvery: .zero, simulatedShed: .zero, simulatedWake: .zero))
        // The interrupted orders of the three that are left are carried out under their new numbers.
        try await recorder.until { _ in Set(farm.snapshot().commands.map(\.miner)).isSuperset(of: 1...3) }
        fleet.perform(order(.wake, [2]))
        fleet.shutdown(drain: .seconds(30))
        #expect(farm.snapshot().commands.last.map { [$0.miner] } == [1])
        #expect(farm.snapshot().commands.last?.action == .wake)
    }

    @Test("refuses a unit whose address is none, and says where to mend it")
    func badAddress() async throws {
        let recorder = ReadingRecorder()
        let unit = FleetSettings.Unit(id: "a", host: "miner.local", port: 4028, ratedPower: .watts(3500))
        let fleet = try fleet(
            FleetSettings(
                groups: [.init(name: "g", driver: LuxOSDriver.kind.form, units: [unit])], concurrency: 1,
                connectWithin: .seconds(1),
                replyWithin: .seconds(1), retries: 0, pollEvery: .zero, simulatedShed: .zero,
                simulatedWake: .zero),
            recorder)
        defer { fleet.shutdown() }
        fleet.perform(order(.sleep, [0]))
        try await recorder.until { !$0.isEmpty }
        #expect(recorder.readings[0].answer.reason.contains("units_file"))
    }
}
