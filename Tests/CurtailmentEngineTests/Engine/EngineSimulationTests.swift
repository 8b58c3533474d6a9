import GridMarket
import CurtailTesting
import GridUnits
import SiteRecord
import Testing

@testable import CurtailmentEngine

@Suite("CurtailmentEngine over random days")
struct EngineSimulationTests {
    /// One random thing that happens to a site.
    private static func happen(_ site: inout EngineHarness, _ random: inout SeededGenerator) {
        site.advance(seconds: Int64.random(in: 1...400, using: &random))
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<5: site.price(Int64.random(in: -5_000...20_000, using: &random))
        case 5: site.command(.curtail(.percent(Int.random(in: 1...100, using: &random)), for: .seconds(900)))
        case 6: site.command(.curtail(.to(.watts(Int64.random(in: 0...60_000, using: &random))), for: nil))
        case 7: site.command(.release)
        case 8: site.award(.watts(Int64.random(in: 1_000...50_000, using: &random)), seconds: 3_600)
        case 9: site.frequency(FrequencyReport.crossed, millihertz: 59_600)
        case 10: site.frequency(FrequencyReport.recovered, millihertz: 59_980)
        default: site.recall()
        }
    }

    private static var policy: SitePolicy {
        .example(groups: [("a", 5, 15), ("b", 5, 18), ("c", 5, 25)], underfrequency: .example)
    }

    @Test("keeps its promises", arguments: UInt64(0)..<200)
    func invariants(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var site = EngineHarness(Self.policy)
        var lastDecision = site.engine.lastDecision?.id ?? 0
        for _ in 0..<60 {
            let tripBefore = site.engine.memory.obligations.own(of: .underfrequency)
            let outputs = site.outputs.count
            Self.happen(&site, &random)
            for output in site.outputs[outputs...] {
                if let decision = output.decision {
                    #expect(decision.id == lastDecision + 1)
                    lastDecision = decision.id
                    #expect(Set(decision.sleeps).isDisjoint(with: decision.wakes))
                }
                if output.orders.isEmpty { #expect(output.decision?.sleeps.isEmpty ?? true) }
            }
            let memory = site.engine.memory
            for ceiling in [memory.manual?.ceiling, memory.trip?.ceiling].compactMap(\.self) {
                #expect(site.engine.confirmed <= ceiling)
            }
            let holds = (memory.programs[.price] as? PriceProgram.Memory)?.holds ?? []
            for (index, hold) in holds.enumerated() where hold.isCurtailing {
                #expect((index * 5..<index * 5 + 5).allSatisfy(site.engine.wantsAsleep))
            }
            if let tripBefore, tripBefore.awaitsRecall, memory.trip == nil {
                #expect(site.outputs[outputs...].contains { $0.notices.contains { $0.kind == .recall } })
            }
            #expect(site.engine.alarms.allSatisfy { $0.since <= site.utc })
            #expect(site.sleeping.count == site.asleep.count)
            #expect((site.engine.event == nil) == site.asleep.isEmpty)
        }
    }

    @Test("toggles no unit while nothing changes", arguments: UInt64(0)..<20)
    func steady(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var site = EngineHarness(Self.policy)
        for _ in 0..<20 { Self.happen(&site, &random) }
        site.command(.curtail(.to(.watts(20_000)), for: nil))
        let before = site.outputs.count
        for _ in 0..<20 {
            site.send(.timer)
            site.poll()
            site.command(.curtail(.to(.watts(20_000)), for: nil))
        }
        #expect(site.outputs[before...].allSatisfy { $0.orders.isEmpty && $0.decision == nil })
    }

    @Test("equal inputs give equal bytes", arguments: UInt64(0)..<20)
    func determinism(seed: UInt64) {
        func run() -> [[UInt8]] {
            var random = SeededGenerator(seed: seed)
            var site = EngineHarness(Self.policy)
            for _ in 0..<60 { Self.happen(&site, &random) }
            return site.outputs.compactMap { $0.decision.map { Array($0.canonicalBytes) } }
                + site.outputs.compactMap { $0.event.map { Array($0.canonicalBytes) } }
                + [
                    Array(
                        Recovery(memory: site.engine.memory, asleep: site.engine.asleepNames()).canonicalBytes
                    )
                ]
        }
        #expect(run() == run())
    }

    @Test("a restart at any moment changes nothing that holds", arguments: UInt64(0)..<50)
    func restartAnywhere(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var site = EngineHarness(Self.policy)
        for _ in 0..<40 {
            Self.happen(&site, &random)
            let again = site.restarted(bootOffset: Int64.random(in: -1_000...1_000, using: &random))
            #expect(again.asleep == site.asleep)
            #expect(again.engine.memory.trip == site.engine.memory.trip)
            #expect(again.engine.memory.manual == site.engine.memory.manual)
            #expect(again.engine.event?.id == site.engine.event?.id)
        }
    }
}
