import CurtailmentEngine
import GridUnits
import HostSystem
import SitePorts
import Testing

@testable import MinerControl

/// A driver of the tests' own: a new kind of unit is this and one line in a table.
private struct ScriptedDriver: CallDriver {
    static let kind = DriverKind(
        DriverForm(name: "scripted", options: [.init("at_once", .count(1...64, default: 2), "At once.")])
    ) { group in .calls(ScriptedDriver(atOnce: group.count("at_once") ?? 2, callWithin: .seconds(60))) }

    /// What the units of one test were asked, and how many at once.
    final class Seen: Sendable {
        struct State: Sendable {
            var tasks: [String] = []
            var running = 0
            var mostAtOnce = 0
            var cancelled = 0
        }

        private let state = Monitor(State())
        private let begun: AsyncStream<Void>
        private let beginning: AsyncStream<Void>.Continuation

        init() { (begun, beginning) = AsyncStream.makeStream() }

        var now: State { state.withLock { $0 } }

        func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

        func callBegan() { beginning.yield() }

        /// Waits for the beginning of the next call, without holding a thread.
        func untilCallBegins() async {
            for await _ in begun { return }
        }
    }

    @TaskLocal static var seen = Seen()

    let atOnce: Int
    let callWithin: TimeSpan?

    func call(
        for task: ExchangeTask, with unit: FleetSettings.Unit, memory: [UInt8]
    ) async -> ExchangeResult {
        let seen = Self.seen
        seen.change { seen in
            seen.tasks.append("\(unit.id) \(Self.word(task))")
            seen.running += 1
            seen.mostAtOnce = max(seen.mostAtOnce, seen.running)
        }
        seen.callBegan()
        defer { seen.change { $0.running -= 1 } }
        if unit.id.hasPrefix("hung"), Self.word(task) != "wake" {
            let (never, _) = AsyncStream<Void>.makeStream()
            for await _ in never {}
            seen.change { $0.cancelled += 1 }
            return ExchangeResult(.unreachable("cut short"))
        }
        switch task {
        case .order(let action, _, _, _): return ExchangeResult(.acknowledged(action), memory: [7])
        case .read, .poll:
            return ExchangeResult(.drawing(memory == [7] ? .zero : unit.ratedPower, .unknown), memory: memory)
        case .release: return ExchangeResult(nil)
        }
    }

    private static func word(_ task: ExchangeTask) -> String {
        switch task {
        case .order(let action, _, _, _): action.rawValue
        case .read, .poll, .release: "read"
        }
    }
}

@Suite("CallDriver", .timeLimit(.minutes(1)))
struct CallDriverTests {
    private func settings(
        _ units: [String], atOnce: Int = 2, replyWithin: TimeSpan = .seconds(60), retries: Int = 0
    ) -> FleetSettings {
        FleetSettings(
            groups: [
                .init(
                    name: "yard", driver: ScriptedDriver.kind.form, options: ["at_once": .count(atOnce)],
                    units: units.map { .init(id: $0, host: "", port: 0, ratedPower: .watts(1_000)) })
            ], concurrency: 4, connectWithin: .seconds(1), replyWithin: replyWithin, retries: retries,
            pollEvery: .zero, simulatedShed: .zero, simulatedWake: .zero)
    }

    /// Runs a fleet with one line more in its table of drivers, and the calls that it makes.
    private func withFleet(
        _ settings: FleetSettings, table: [DriverKind] = DriverKind.all + [ScriptedDriver.kind],
        _ body: @Sendable (MinerFleet, ReadingRecorder, ScriptedDriver.Seen) async throws -> Void
    ) async throws {
        let recorder = ReadingRecorder()
        var tuning = FleetTuning()
        tuning.confirmAfter = [.milliseconds(20), .milliseconds(40)]
        tuning.firstBackoff = .milliseconds(10)
        tuning.tick = .milliseconds(5)
        let fleet = try MinerFleet(
            settings: settings, tuning: tuning, drivers: table,
            clock: { MonotonicInstant(nanoseconds: BootTime.nanoseconds) }, receiver: recorder.take)
        try fleet.start()
        let seen = ScriptedDriver.Seen()
        try await ScriptedDriver.$seen.withValue(seen) {
            async let calls: Void = fleet.serveCalls()
            do {
                try await body(fleet, recorder, seen)
            } catch {
                fleet.shutdown()
                throw error
            }
            fleet.shutdown()
            await calls
        }
    }

    private func order(
        _ action: FleetOrder.Action, _ units: Range<Int>, _ urgency: FleetOrder.Urgency = .urgent
    ) -> FleetOrder { FleetOrder(decision: 7, action: action, units: Array(units), urgency: urgency) }

    @Test("a driver that is one line of a table commands its units and reads them back, so many at once")
    func wholeCycle() async throws {
        try await withFleet(settings((0..<20).map { "u\($0)" }, atOnce: 3)) { fleet, recorder, seen in
            fleet.perform(order(.sleep, 0..<20))
            try await recorder.units(0..<20) { $0 == .acknowledged(.sleep) }
            // What the order left behind reaches the reading.
            try await recorder.units(0..<20) { $0 == .drawing(.zero, .unknown) }
            #expect(seen.now.mostAtOnce <= 3)
        }
    }

    @Test("a call is cancelled when its unit is to do the opposite, and the new order follows at once")
    func wishChanges() async throws {
        try await withFleet(settings(["hung"])) { fleet, recorder, seen in
            fleet.perform(order(.sleep, 0..<1))
            await seen.untilCallBegins()
            fleet.perform(order(.wake, 0..<1))
            try await recorder.units([0]) { $0 == .acknowledged(.wake) }
            #expect(seen.now.cancelled == 1)
            #expect(!recorder.readings.contains { $0.answer.reason.contains("cut short") })
        }
    }

    @Test("an order of one unit takes the place of another unit's hung reading")
    func readingGivesWay() async throws {
        try await withFleet(settings(["hung", "b"], atOnce: 1)) { fleet, recorder, seen in
            fleet.read([0])
            await seen.untilCallBegins()
            fleet.perform(order(.sleep, 1..<2))
            try await recorder.units([1]) { $0 == .acknowledged(.sleep) }
        }
    }

    @Test("a driver that is in no table is counted and never commanded")
    func unknownDriver() async throws {
        try await withFleet(settings(["u"]), table: DriverKind.all) { fleet, recorder, _ in
            fleet.perform(order(.sleep, 0..<1))
            try await recorder.until { !$0.isEmpty }
            #expect(recorder.readings[0].answer.isRefused)
        }
    }
}
