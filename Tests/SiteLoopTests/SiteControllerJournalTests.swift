import SitePorts
import GridMarket
import SiteLoop
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Testing

@Suite("SiteController: journal, status line and clock")
struct SiteControllerJournalTests {
    @Test("an event is begun once, restored, and ended with the day's credit")
    func event() {
        var site = ControlledSite()
        site.price(8_000)
        site.read(0..<4, watts: 0)
        site.price(1_000)
        site.price(8_000)
        site.price(1_000)
        site.read(0..<4, watts: 3_500)
        #expect(site.service.entries(of: .curtailmentBegan).count == 1)
        #expect(!site.service.entries(of: .curtailmentRestoring).isEmpty)
        let ended = site.service.entries(of: .curtailmentEnded)
        #expect(ended.count == 1 && ended[0].fields[.event] == "1" && ended[0].fields[.credit] == "0.00")
    }

    @Test("a thousand equal prices write nothing")
    func quiet() {
        var site = ControlledSite()
        site.price(8_000)
        site.read(0..<4, watts: 0)
        let (entries, lines) = (site.service.entries.count, site.service.statusLines.count)
        for _ in 0..<1_000 { site.price(8_000) }
        #expect(site.service.entries.count == entries && site.service.statusLines.count == lines)
    }

    @Test("an alarm is written when it is raised and when it is over, once each")
    func alarms() {
        var site = ControlledSite()
        for capability in [2_500, 2_400, 2_300, 5_000, 5_100] as [Int64] {
            site.signal(
                .grid(
                    GridConditionSignal(
                        physicalResponsiveCapability: .megawatts(capability), emergencyAlertLevel: nil,
                        systemLoad: nil)))
        }
        #expect(site.service.entries(of: .alarm).map(\.priority) == [.warning, .notice])
    }

    @Test("units that refuse to sleep are named, the first three of them")
    func unitFailure() {
        var site = ControlledSite()
        site.price(8_000)
        #expect(site.service.entries(of: .unitFailure).isEmpty)
        site.controller.accept(
            (0..<4).map { UnitReading(unit: $0, at: site.clock.monotonic, answer: .refused("no session")) })
        site.clock.advance(by: .milliseconds(250))
        site.pass()
        let entries = site.service.entries(of: .unitFailure)
        #expect(entries.count == 1 && entries.first?.priority == .warning)
        #expect(entries.first?.fields[.unit] == "old/1, old/2, old/3")
        #expect(
            entries.first?.text.contains("4 units of ours not following: curtailctl fleet --state refusing")
                == true)
        #expect(!site.service.entries(of: .alarm).contains { $0.fields[.reason] == "units_not_following" })
    }

    @Test("the status line says the mode, what is drawn and why")
    func statusLine() {
        var site = ControlledSite()
        site.price(8_000)
        #expect(
            site.service.statusLines.last?.hasPrefix("armed, shedding: 0.0 of 0.0 MW, price 80.00") == true)
        site.pass()
        #expect(site.service.passCount > 0)
    }

    @Test("the head of the ledger is written at an event's end, once it is durable, and once an hour")
    func heads() {
        var site = ControlledSite()
        site.price(8_000)
        site.read(0..<4, watts: 0)
        site.price(1_000)
        site.ledger.become(.waiting)
        site.read(0..<4, watts: 3_500)
        #expect(site.service.entries(of: .ledgerHead).isEmpty)
        site.ledger.finishAll()
        site.deliver()
        let head = site.controller.ledgerHead ?? "none"
        #expect(site.service.entries(of: .ledgerHead).count == 1)
        #expect(site.service.entries(of: .ledgerHead)[0].text.contains(head))
        site.ledger.become(.durableAtOnce)
        site.command(.release)
        site.advance(seconds: 3_599)
        #expect(site.service.entries(of: .ledgerHead).count == 1)
        site.advance(seconds: 1)
        #expect(site.service.entries(of: .ledgerHead).count == 2)
    }

    @Test(
        "a step of the wall clock is recorded before anything that is stamped with the new time",
        arguments: [
            Int64(3_600), -3_600, 1,
        ])
    func clockStep(seconds: Int64) {
        var site = ControlledSite()
        site.clock.stepWallClock(by: .seconds(seconds))
        site.price(8_000)
        let events = site.inputs.suffix(2).map(\.event)
        #expect(events.first == .clockStepped(byNanoseconds: seconds * 1_000_000_000))
        #expect(site.service.entries(of: .clockStepped).count == 1)
    }

    @Test("a clock that drifts by less than a second is no step")
    func drift() {
        var site = ControlledSite()
        for _ in 0..<100 {
            site.clock.stepWallClock(by: .milliseconds(50))
            site.advance(seconds: 1)
        }
        #expect(site.service.entries(of: .clockStepped).isEmpty)
    }

    @Test("a source that fails or comes back is told once")
    func sources() {
        var site = ControlledSite()
        for condition in [SourceCondition.fresh, .fresh, .stale, .stale, .fresh] {
            site.controller.sourceChanged("relay", to: condition, because: "test")
        }
        #expect(site.service.entries(of: .sourceState).map(\.priority) == [.warning, .notice])
    }

    @Test("a dry run says what would be done and does nothing")
    func dryRun() {
        let site = ControlledSite()
        let before = site.ledger.transactions.count
        let decision = site.controller.engine.dryRun(
            OperatorCommand(action: .curtail(.percent(50), for: nil), issuer: "tester", reason: ""),
            at: SiteClock.Reading(monotonic: site.clock.monotonic, utc: site.clock.utc))
        #expect(decision?.sleeps.count == 2)
        #expect(site.fleet.orders.count == 0 && site.ledger.transactions.count == before)
        #expect(site.controller.engine.event == nil)
    }

    @Test("frequency samples trip before the ledger is asked, through the watch of their source")
    func frequencyTrip() {
        var policy = UnderfrequencyPolicy.example
        policy.arming = .always
        var site = ControlledSite(.example(underfrequency: policy), manner: .waiting)
        for number in 0..<3 {
            let sample = FrequencySample(
                at: site.clock.utc.advanced(byNanoseconds: Int64(number) * 100_000_000),
                frequency: .millihertz(59_600))
            site.controller.accept(sample, from: "relay")
        }
        #expect(site.fleet.orders.all.map(\.urgency) == [.urgent])
        #expect(site.service.entries(of: .frequencyTrip).count == 1)
    }

    @Test("raw samples go to the ledger from a minute before a trip to 15 minutes after, and no others")
    func disturbance() throws {
        var policy = UnderfrequencyPolicy.example
        policy.arming = .always
        var site = ControlledSite(.example(underfrequency: policy))
        func play(_ seconds: Int, millihertz: Int64, in site: inout ControlledSite) {
            for _ in 0..<seconds {
                for _ in 0..<4 {
                    site.clock.advance(by: .milliseconds(250))
                    site.controller.accept(
                        FrequencySample(at: site.clock.utc, frequency: .millihertz(millihertz)), from: "relay"
                    )
                }
                site.pass()
            }
        }
        play(300, millihertz: 60_000, in: &site)
        #expect(site.ledger.transactions.all.flatMap(\.samples).isEmpty)
        let trip = site.clock.utc
        play(5, millihertz: 59_600, in: &site)
        play(2_000, millihertz: 60_000, in: &site)
        let samples = try site.ledger.transactions.all.flatMap(\.samples).flatMap { try $0.samples() }
        // Decided with the third low sample, three quarters of a second later.
        #expect(samples.first?.at == trip.advanced(byNanoseconds: -59_250_000_000))
        #expect(samples.count == Set(samples).count)
        #expect(samples.filter { $0.frequency == .millihertz(59_600) }.count == 20)
        let last = try #require(samples.last).at
        #expect(last >= trip.advanced(bySeconds: 900) && last <= trip.advanced(bySeconds: 902))
    }

    @Test("a curtailment for price has its samples too, and a stop leaves none behind")
    func disturbanceOfPrice() throws {
        var site = ControlledSite()
        site.controller.accept(FrequencySample(at: site.clock.utc, frequency: .hertz(60)), from: "relay")
        site.command(.curtail(.everything, for: nil))
        site.controller.finish()
        #expect(site.ledger.transactions.all.flatMap(\.samples).map(\.count) == [1])
    }
}
