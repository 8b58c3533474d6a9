import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Testing

@Suite("UnderfrequencyProgram")
struct UnderfrequencyProgramTests {
    private func tripped(_ change: (inout UnderfrequencyPolicy) -> Void = { _ in }) -> EngineHarness {
        var policy = UnderfrequencyPolicy.example
        change(&policy)
        var site = EngineHarness(.example(groups: [("old", 4, 25)], underfrequency: policy))
        site.award(.watts(14_000), seconds: 3_600)
        site.frequency(FrequencyReport.crossed, millihertz: 59_690)
        return site
    }

    private func second(_ site: inout EngineHarness, millihertz: Int64, source: String = "test") {
        let observation = FrequencyReport.Observation(
            source: source, at: site.utc, frequency: .millihertz(millihertz), rateOfChange: nil, samples: 10)
        site.send(.frequency(.second(observation, highest: .hertz(61))))
    }

    @Test("after a restart no watch remembers the crossing: recovered seconds end the trip all the same")
    func recoveryAfterRestart() {
        var site = tripped().restarted(after: 20)
        #expect(site.asleep.count == 4)
        site.recall()
        for _ in 0..<60 {
            site.advance(seconds: 1)
            second(&site, millihertz: 59_990)
        }
        #expect(site.asleep.count == 4)
        site.advance(seconds: 1)
        #expect(site.asleep.isEmpty)
    }

    @Test("a dip below the recovery frequency begins the wait anew though it crosses nothing")
    func brokenRecovery() {
        var site = tripped()
        site.recall()
        site.frequency(FrequencyReport.recovered, millihertz: 59_960)
        site.advance(seconds: 40)
        second(&site, millihertz: 59_800)
        site.advance(seconds: 10)
        second(&site, millihertz: 59_970)
        site.advance(seconds: 59)
        #expect(site.asleep.count == 4)
        site.advance(seconds: 1)
        #expect(site.asleep.isEmpty)
    }

    @Test("the second in which the frequency recovered does not break its own recovery")
    func recoverySecond() {
        var site = tripped()
        site.recall()
        let before = site.utc
        site.advance(seconds: 1)
        site.frequency(FrequencyReport.recovered, millihertz: 59_960)
        let observation = FrequencyReport.Observation(
            source: "test", at: before, frequency: .millihertz(59_700), rateOfChange: nil, samples: 10)
        site.send(.frequency(.second(observation, highest: .hertz(60))))
        site.advance(seconds: 60)
        #expect(site.asleep.isEmpty)
    }

    @Test("another source ends a crossing only once its own source has fallen silent")
    func otherSource() {
        var site = tripped()
        site.recall()
        second(&site, millihertz: 59_990, source: "other")
        #expect(site.engine.holding.winner?.reason == .frequencyBelowThreshold)
        site.advance(seconds: 5)
        second(&site, millihertz: 59_990, source: "other")
        #expect(site.engine.holding.winner?.reason == .frequencyNotRecovered)
    }

    @Test(
        "a trip while the price has all asleep orders nothing, joins the event, and holds when the price is low"
    )
    func tripDuringPrice() {
        var site = EngineHarness(.example(groups: [("old", 4, 25)], underfrequency: .example))
        site.award(.watts(14_000), seconds: 3_600)
        site.price(8_000)
        let event = site.engine.event?.id
        let trip = site.frequency(FrequencyReport.crossed, millihertz: 59_690)
        #expect(trip.orders.isEmpty)
        #expect(trip.event?.programs == [.price, .underfrequency])
        site.price(1_000)
        #expect(site.asleep.count == 4 && site.engine.event?.id == event)
        #expect(site.engine.holding.winner?.program == .underfrequency)
        site.frequency(FrequencyReport.recovered, millihertz: 59_990)
        site.advance(seconds: 86_400)
        #expect(site.asleep.count == 4, "no time ends an obligation")
        site.recall()
        #expect(site.asleep.isEmpty && site.engine.event == nil)
    }

    @Test(
        "only the program whose award armed the trip recalls it",
        arguments: [
            (Program.rrs, 0), (.ecrs, 4), (.underfrequency, 0),
        ])
    func recallByProgram(program: Program, asleep: Int) {
        var site = tripped { $0.armedBy = [.rrs, .ecrs] }
        site.frequency(FrequencyReport.recovered, millihertz: 59_990)
        site.advance(seconds: 60)
        site.recall(program)
        #expect(site.asleep.count == asleep)
    }

    @Test("taking the program out of the configuration leaves its trip in force until the recall")
    func programRemoved() {
        var site = tripped()
        var policy = site.engine.policy
        policy.underfrequency = nil
        site.reload(policy)
        site.advance(seconds: 7_200)
        #expect(site.asleep.count == 4)
        #expect(site.engine.holding.winner?.reason == .frequencyAwaitsRecall)
        site.recall()
        #expect(site.asleep.isEmpty)
    }

    @Test("a source that never spoke is stale; the stance to curtail binds while an award arms the trip")
    func neverHeard() {
        var policy = UnderfrequencyPolicy.example
        policy.stance = .curtail
        var site = EngineHarness(.example(underfrequency: policy))
        site.advance(seconds: 4)
        #expect(site.engine.alarms.isEmpty)
        site.advance(seconds: 1)
        #expect(site.engine.alarms.map(\.kind) == [.frequencyStale] && site.asleep.isEmpty)
        site.award(.watts(14_000), seconds: 600)
        #expect(site.asleep.count == 4)
        #expect(site.engine.holding.winner?.reason == .frequencyStaleCurtail)
        site.advance(seconds: 600)
        #expect(site.asleep.isEmpty, "the award has ended")
    }

    @Test("awards of one id in another market or with another start disarm nothing, an award of nothing does")
    func awardsStandSideBySide() {
        var site = EngineHarness(.example(groups: [("old", 4, 25)], underfrequency: .example))
        site.award(.watts(14_000), seconds: 3_600)
        site.advance(seconds: 1_800)
        let past = AwardSignal(
            id: "A1", program: .rrs, market: .rtm, power: .watts(7_000),
            start: site.utc.advanced(bySeconds: -1_800), end: site.utc.advanced(bySeconds: -900))
        let output = site.send(.signal(StampedSignal(signal: .award(past), source: "qse", at: site.utc)))
        #expect(output.notices.isEmpty, "what is over is nothing to act on")
        site.award(.watts(3_500), seconds: 3_600)
        site.frequency(FrequencyReport.crossed, millihertz: 59_690)
        #expect(site.asleep.count == 4)
        var other = EngineHarness(.example(groups: [("old", 4, 25)], underfrequency: .example))
        other.award(.watts(14_000), seconds: 3_600)
        other.award(.zero, seconds: 3_600)
        other.frequency(FrequencyReport.crossed, millihertz: 59_690)
        #expect(other.asleep.isEmpty)
    }

    @Test("doubtful samples keep nothing fresh")
    func doubtsAreNotHeard() {
        var site = EngineHarness(.example(underfrequency: .example))
        second(&site, millihertz: 60_000)
        site.advance(seconds: 4)
        let observation = FrequencyReport.Observation(
            source: "test", at: site.utc, frequency: .hertz(40), rateOfChange: nil, samples: 1)
        site.send(.frequency(.implausible(observation, "outside the plausible band")))
        site.advance(seconds: 1)
        #expect(site.engine.alarms.map(\.kind) == [.frequencyStale])
    }
}
