import CurtailTesting
import GridUnits
import Testing

@testable import CurtailmentEngine

/// A ramped return is one decision: its units wake by themselves, and nothing is recorded of each.
@Suite("A recorded return")
struct RecordedReturnTests {
    /// Six units of 3.5 kW and 3.5 kW a minute: all of them back after six minutes.
    private static func policy(_ mode: SiteMode = .armed, ramp: Power = .watts(3_500)) -> SitePolicy {
        .example(
            groups: [("a", 4, 18), ("b", 2, 25)], underfrequency: .example, mode: mode, ramp: ramp)
    }

    private func returning(_ mode: SiteMode = .armed) -> EngineHarness {
        var site = EngineHarness(Self.policy(mode))
        site.command(.curtail(.everything, for: nil))
        site.advance(seconds: 10)
        site.command(.release)
        return site
    }

    private static func decisions(_ site: EngineHarness) -> [Decision] { site.outputs.compactMap(\.decision) }

    private static func wakes(_ site: EngineHarness) -> [[Int]] {
        site.orders.filter { $0.action == .wake }.map(\.units)
    }

    @Test("one decision states the whole of it, and its units wake at their moments")
    func oneDecision() throws {
        var site = returning()
        let decision = try #require(site.engine.lastDecision)
        #expect(decision.wakes == [3, 2, 1, 0, 5, 4])
        let pace = ReturnPace(rampPerMinute: .watts(3_500), elapsed: .zero, returned: .zero)
        #expect(decision.pace == pace && decision.commanded == .zero)
        let inputs = site.inputs.count
        for minute in 1...6 {
            site.advance(seconds: 60)
            #expect(Self.wakes(site).flatMap(\.self) == Array(decision.wakes.prefix(minute)))
        }
        let after = Self.decisions(site).filter { $0.id > decision.id }
        #expect(after.map(\.wakes) == [[]], "only the end of the event is one more")
        #expect(site.orders.last?.decision == decision.id && site.engine.event == nil)
        let timers = site.inputs[inputs...].filter { $0.event == .timer }
        #expect(timers.count == 1, "the end of the return")
    }

    @Test("a new demand interrupts it at once, and says what is left when it goes on")
    func interrupted() throws {
        var site = returning()
        site.advance(seconds: 130)
        site.command(.curtail(.to(.watts(7_000)), for: nil))
        let stop = try #require(site.engine.lastDecision)
        #expect(stop.wakes.isEmpty && stop.pace == nil && stop.sleeps.isEmpty)
        site.advance(seconds: 600)
        #expect(site.asleep == [0, 1, 4, 5])
        site.command(.curtail(.to(.watts(14_000)), for: nil))
        let goesOn = try #require(site.engine.lastDecision)
        #expect(goesOn.wakes == [1, 0] && goesOn.pace?.returned == .zero && goesOn.pace?.elapsed == .zero)
    }

    @Test("a decision in the middle of it repeats what is left, with what has returned")
    func decisionBetween() throws {
        var site = returning()
        site.advance(seconds: 130)
        site.command(.curtail(.to(.watts(21_000)), for: nil))
        let restated = try #require(site.engine.lastDecision)
        #expect(restated.winner != nil && restated.wakes == [1, 0, 5, 4])
        #expect(restated.pace?.returned == .watts(7_000))
        site.advance(seconds: 50)
        #expect(site.asleep.count == 3, "neither hastened nor stalled")
        site.reload(Self.policy(ramp: .watts(7_000)))
        let anew = try #require(site.engine.lastDecision)
        #expect(anew.wakes == [0, 5, 4] && anew.pace?.returned == .zero)
    }

    @Test("a restart in the middle goes on where it was: nothing is woken twice, nothing forgotten")
    func restarted() throws {
        var before = returning()
        before.deafUnits = [2]
        before.advance(seconds: 150)
        before.deafUnits = []
        let recovery = before.engine.recovery
        #expect(recovery.asleep.count == 4 && recovery.returning == ["a/3"])
        var site = before.restarted(after: 1_000, bootOffset: 77)
        let decision = try #require(Self.decisions(site).first { !$0.wakes.isEmpty })
        #expect(decision.wakes == [1, 0, 5, 4])
        #expect(decision.pace?.returned == .watts(7_000) && decision.pace?.elapsed == .seconds(120))
        #expect(Self.wakes(site) == [[2]], "told again: its order may have been lost with the process")
        site.advance(seconds: 59)
        #expect(site.asleep.count == 4, "the time in which nothing ran is not made up for")
        site.advance(seconds: 1)
        #expect(site.asleep.count == 3)
        site.advance(seconds: 180)
        #expect(site.asleep.isEmpty && site.engine.event == nil)
        #expect(Self.wakes(site).flatMap(\.self) == [2, 1, 0, 5, 4])
    }

    @Test("in shadow mode it takes its time too, and commands nothing")
    func shadow() {
        var site = returning(.shadow)
        #expect(site.engine.lastDecision?.wakes.count == 6 && site.engine.lastDecision?.pace != nil)
        for minute in 1...5 {
            site.advance(seconds: 60)
            #expect(site.engine.fleet.shadow.power == .watts(Int64(6 - minute) * 3_500))
            #expect(site.engine.event?.state == .restoring)
        }
        site.advance(seconds: 60)
        #expect(site.engine.event == nil && site.orders.isEmpty)
    }

    /// One random thing that happens to a site.
    private static func happen(_ site: inout EngineHarness, _ random: inout SeededGenerator) {
        site.advance(seconds: Int64.random(in: 1...200, using: &random))
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<3: site.price(Int64.random(in: -5_000...20_000, using: &random))
        case 3: site.command(.curtail(.percent(Int.random(in: 1...100, using: &random)), for: .seconds(300)))
        case 4: site.command(.curtail(.to(.watts(Int64.random(in: 0...21_000, using: &random))), for: nil))
        case 5, 6: site.command(.release)
        case 7: site.award(.watts(Int64.random(in: 1_000...21_000, using: &random)), seconds: 3_600)
        case 8: site.frequency(FrequencyReport.crossed, millihertz: 59_600)
        case 9: site.recall()
        case 10: site.command(Bool.random(using: &random) ? .arm : .disarm)
        default:
            var policy = site.engine.policy
            policy.restore.rampPerMinute = .watts(Int64.random(in: 2...5, using: &random) * 1_750)
            site.reload(policy)
        }
    }

    @Test("the recorded inputs alone make the same decisions, events and memory", arguments: UInt64(0)..<100)
    func rerun(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var site = EngineHarness(Self.policy(seed.isMultiple(of: 4) ? .shadow : .armed))
        site.deafUnits = seed.isMultiple(of: 3) ? [Int(seed % 6)] : []
        for _ in 0..<60 {
            Self.happen(&site, &random)
            if Int.random(in: 0..<10, using: &random) == 0 { site.poll() }
        }
        site.send(.timer)
        var engine = CurtailmentEngine(policy: Self.policy(seed.isMultiple(of: 4) ? .shadow : .armed))
        for (input, output) in zip(site.inputs, site.outputs) {
            let again = engine.handle(input)
            #expect(again.decision == output.decision && again.event == output.event)
        }
        #expect(engine.recovery == site.engine.recovery)
    }
}
