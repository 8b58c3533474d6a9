import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Testing

/// A site of four units of 3.5 kW.
@Suite("Meters and awards that the site cannot be good for")
struct MetersAndAwardsTests {
    private func read(_ meter: String, _ site: inout EngineHarness, kilowatts: Int64) {
        let signal = MeterSignal(meter: meter, power: .kilowatts(kilowatts), cumulative: nil)
        site.send(.signal(StampedSignal(signal: .meter(signal), source: "modbus", at: site.utc)))
    }

    @Test("two meters of which none is chosen are no metered load, and an alarm that names both")
    func severalMeters() {
        var site = EngineHarness(.example())
        read("main", &site, kilowatts: 10)
        #expect(site.engine.metered == .kilowatts(10) && site.engine.alarms.isEmpty)
        read("aux", &site, kilowatts: 5)
        read("main", &site, kilowatts: 10)
        #expect(site.engine.metered == nil)
        #expect(site.engine.alarms.map(\.kind) == [.severalMeters])
        #expect(site.engine.alarms.first?.text.contains("(aux, main)") == true)
        // An hour after the other was heard last it has been replaced.
        site.advance(seconds: 3_601)
        read("main", &site, kilowatts: 9)
        #expect(site.engine.metered == .kilowatts(9))
        #expect(!site.engine.alarms.contains { $0.kind == .severalMeters })
    }

    @Test("the chosen meter is the site's, whatever others report")
    func chosenMeter() {
        var policy = SitePolicy.example()
        policy.meter = "main"
        var site = EngineHarness(policy)
        read("main", &site, kilowatts: 10)
        read("aux", &site, kilowatts: 5)
        #expect(site.engine.metered == .kilowatts(10) && site.engine.alarms.isEmpty)
    }

    @Test("an award beyond the site's load is warned of once for each size")
    func awards() {
        var site = EngineHarness(.example())
        func notices(_ id: String, _ power: Power, _ site: inout EngineHarness) -> [Notice.Kind] {
            let award = AwardSignal(
                id: id, program: .rrs, power: power, start: site.utc,
                end: site.utc.advanced(bySeconds: 3_600))
            let output = site.send(
                .signal(StampedSignal(signal: .award(award), source: "qse", at: site.utc)))
            return output.notices.map(\.kind)
        }
        #expect(notices("a", .kilowatts(14), &site) == [.award])
        #expect(notices("b", .kilowatts(15), &site) == [.awardBeyondLoad, .award])
        #expect(notices("c", .kilowatts(15), &site) == [.award])
        #expect(notices("d", .megawatts(500), &site) == [.awardBeyondLoad, .award])
    }
}
