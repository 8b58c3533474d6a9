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

    private func count(_ kilowattHours: Int64, _ site: inout EngineHarness, meter: String = "main") {
        let register = Energy(microwattSeconds: Int128(kilowattHours) * 3_600_000_000_000)
        let signal = MeterSignal(meter: meter, power: nil, cumulative: register)
        site.send(.signal(StampedSignal(signal: .meter(signal), source: "modbus", at: site.utc)))
    }

    @Test(
        "power that the site cannot draw is not its load; the alarm stands until the meter is right for 15 minutes"
    )
    func implausiblePower() {
        var site = EngineHarness(.example())
        read("main", &site, kilowatts: 10)
        site.advance(seconds: 5)
        read("main", &site, kilowatts: 10_000)
        #expect(site.engine.metered == .kilowatts(10))
        #expect(site.engine.alarms.map(\.kind) == [.meterImplausible])
        #expect(
            site.engine.alarms.first?.text.hasPrefix(
                "Meter main reads 10 MW, and this site draws at most 0.021 MW with a margin of half")
                == true)
        site.advance(seconds: 5)
        read("main", &site, kilowatts: 11)
        #expect(site.engine.metered == .kilowatts(11))
        #expect(site.engine.alarms.map(\.kind) == [.meterImplausible])
        // A clock that is set back meanwhile keeps no alarm.
        site.send(.clockStepped(byNanoseconds: -3_600_000_000_000))
        site.advance(seconds: 900)
        read("main", &site, kilowatts: 11)
        #expect(site.engine.alarms.isEmpty)
    }

    @Test("a register that falls or jumps is an alarm with both readings; one that grows is none")
    func implausibleRegister() {
        var site = EngineHarness(.example())
        count(13_423_700, &site)
        site.advance(seconds: 5)
        count(13_423_701, &site)
        #expect(site.engine.alarms.isEmpty)
        site.advance(seconds: 5)
        count(0, &site)
        #expect(
            site.engine.alarms.first?.text.hasPrefix(
                "Meter main went from 13423.701 to 0.000 MWh: the register went back") == true)
    }

    @Test("the reading after a glitch does not change the words of its alarm")
    func endOfGlitch() {
        var site = EngineHarness(.example())
        for count in [13_423_700, 0, 13_423_701] as [Int64] {
            self.count(count, &site)
            site.advance(seconds: 5)
        }
        #expect(site.engine.alarms.first?.text.contains("from 13423.700 to 0.000 MWh") == true)
    }

    @Test("the registers of two meters are not held against each other")
    func registersOfTwo() {
        var site = EngineHarness(.example())
        for second in Int64(0)..<4 {
            count(13_423_700, &site, meter: "main")
            count(second, &site, meter: "aux")
            site.advance(seconds: 5)
        }
        #expect(site.engine.alarms.map(\.kind) == [.severalMeters])
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
