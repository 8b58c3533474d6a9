import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Testing

@Suite("Manual and under-frequency programs")
struct ObligationTests {
    private func armedSite() -> EngineHarness {
        var site = EngineHarness(.example(underfrequency: .example))
        site.award(.watts(14_000), seconds: 3_600)
        return site
    }

    @Test("a manual curtailment is urgent, idempotent and stands until released")
    func manual() {
        var site = EngineHarness(.example())
        let output = site.command(.curtail(.everything, for: nil))
        #expect(output.orders.map(\.urgency) == [.urgent])
        #expect(site.asleep == [0, 1, 2, 3])
        #expect(site.command(.curtail(.everything, for: nil)).orders.isEmpty)
        site.advance(seconds: 86_400)
        #expect(site.asleep.count == 4)
        site.command(.release)
        #expect(site.asleep.isEmpty)
        #expect(site.engine.event == nil)
    }

    @Test(
        "levels are of the curtailable load, absolute, and the latest wins",
        arguments: [
            (OperatorCommand.Level.percent(50), 2), (.percent(10), 1), (.percent(90), 4),
            (.to(.watts(7_000)), 2),
            (.by(.watts(3_500)), 1), (.to(.watts(6_999)), 3), (.to(.watts(99_000)), 0),
        ])
    func levels(level: OperatorCommand.Level, asleep: Int) {
        var site = EngineHarness(.example())
        site.command(.curtail(.everything, for: nil))
        site.command(.curtail(level, for: nil))
        #expect(site.asleep.count == asleep)
    }

    @Test("a timed manual curtailment ends by itself")
    func timedManual() {
        var site = EngineHarness(.example())
        site.command(.curtail(.everything, for: .seconds(600)))
        site.advance(seconds: 599)
        #expect(site.asleep.count == 4)
        site.advance(seconds: 1)
        #expect(site.asleep.isEmpty)
    }

    @Test("releasing by hand ends the manual curtailment and nothing else")
    func releaseLeavesThePrice() {
        var site = EngineHarness(.example(groups: [("old", 4, 25)]))
        site.price(8_000)
        site.command(.curtail(.everything, for: nil))
        site.command(.release)
        #expect(site.asleep.count == 4)
        #expect(site.engine.holding.winner?.program == .price)
        #expect(site.engine.event?.programs == [.price, .manual])
    }

    @Test("the trip needs an award, sheds what was awarded and awaits its recall")
    func tripAndRecall() {
        var site = EngineHarness(.example(underfrequency: .example))
        site.frequency(FrequencyReport.crossed, millihertz: 59_690)
        #expect(site.asleep.isEmpty)
        #expect(site.outputs.last?.notices.map(\.kind) == [.frequencyNotArmed])
        site.frequency(FrequencyReport.recovered, millihertz: 59_960)
        site.award(.watts(7_000), seconds: 3_600)
        let output = site.frequency(FrequencyReport.crossed, millihertz: 59_690)
        #expect(output.orders.map(\.urgency) == [.urgent])
        #expect(site.asleep.count == 2)
        site.frequency(FrequencyReport.recovered, millihertz: 59_960)
        site.advance(seconds: 7_200)
        #expect(site.asleep.count == 2, "neither time nor the award's end ends an obligation")
        #expect(site.engine.holding.winner?.reason == .frequencyAwaitsRecall)
        site.recall()
        #expect(site.asleep.isEmpty)
    }

    @Test("a recall does not restore before the frequency has been recovered for the configured time")
    func recallBeforeRecovery() {
        var site = armedSite()
        site.frequency(FrequencyReport.crossed, millihertz: 59_690)
        site.recall()
        #expect(site.asleep.count == 4)
        site.frequency(FrequencyReport.recovered, millihertz: 59_960)
        site.advance(seconds: 30)
        site.frequency(FrequencyReport.crossed, millihertz: 59_680)
        site.advance(seconds: 10)
        site.frequency(FrequencyReport.recovered, millihertz: 59_960)
        site.advance(seconds: 59)
        #expect(site.asleep.count == 4, "the second dip began the wait anew")
        site.advance(seconds: 1)
        #expect(site.asleep.isEmpty)
    }

    @Test("a recall of another program changes nothing and says so")
    func foreignRecall() {
        var site = armedSite()
        site.frequency(FrequencyReport.crossed, millihertz: 59_690)
        let output = site.recall(.ers30)
        #expect(output.notices.map(\.kind) == [.instructionNotHandled])
        #expect(site.asleep.count == 4)
    }

    @Test("releasing by hand does not end a trip")
    func releaseLeavesTheTrip() {
        var site = armedSite()
        site.frequency(FrequencyReport.crossed, millihertz: 59_690)
        site.command(.release)
        #expect(site.asleep.count == 4)
        #expect(site.engine.holding.winner?.program == .underfrequency)
    }

    @Test("armed always, the trip ends by recovery alone")
    func armedAlways() {
        var policy = UnderfrequencyPolicy.example
        policy.arming = .always
        var site = EngineHarness(.example(underfrequency: policy))
        site.frequency(FrequencyReport.crossed, millihertz: 59_650)
        #expect(site.asleep.count == 4)
        site.frequency(FrequencyReport.recovered, millihertz: 59_960)
        site.advance(seconds: 60)
        #expect(site.asleep.isEmpty)
    }

    @Test("in shadow everything is decided and nothing is commanded")
    func shadow() {
        var site = EngineHarness(.example(groups: [("old", 4, 25)], mode: .shadow))
        let output = site.price(8_000)
        #expect(output.orders.isEmpty)
        #expect(output.decision?.target == .zero)
        #expect(output.decision?.commanded == .watts(14_000))
        #expect(site.engine.event?.isShadow == true)
        let armed = site.command(.arm)
        #expect(armed.orders.map(\.units) == [[0, 1, 2, 3]])
        #expect(site.asleep.count == 4)
    }

    @Test("disarming commands nothing more and warns of the units still asleep")
    func disarm() {
        var site = EngineHarness(.example(groups: [("old", 4, 25)]))
        site.price(8_000)
        let output = site.command(.disarm)
        #expect(output.orders.isEmpty)
        #expect(site.engine.alarms.map(\.kind) == [.unitsAsleepInShadow])
        #expect(site.price(1_000).orders.isEmpty)
        site.command(.arm)
        #expect(site.asleep.isEmpty)
    }
}
