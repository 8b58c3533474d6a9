import CurtailTesting
import CurtailmentEngine
import GridMarket
import GridUnits
import Testing

/// What no replay can do: commands of people, reloads, restarts, steps of the clock, units that do not follow.
@Suite("Goldens of the engine")
struct EngineGoldenTests {
    private static let groups: [(name: String, count: Int, joulesPerTerahash: Int128)] = [
        ("new", 3, 18), ("old", 4, 25),
    ]

    /// Break-even 104.17 and 75 dollars; dwell of 15 minutes both ways.
    private static func policy(_ change: (inout SitePolicy) -> Void = { _ in }) -> SitePolicy {
        var policy = SitePolicy.example(
            groups: groups, unitPower: .kilowatts(100), underfrequency: .example, fixedLoad: .kilowatts(50))
        policy.price?.minimumDown = .seconds(900)
        policy.price?.minimumUp = .seconds(900)
        policy.price?.hysteresis = .dollarsPerMegawattHour(5)
        change(&policy)
        return policy
    }

    @Test("manual commands, over a price event")
    func manual() throws {
        var golden = EngineGolden(Self.policy())
        golden.step("40 percent for 20 minutes") { $0.command(.curtail(.percent(40), for: .seconds(1_200))) }
        golden.step("a price over the old group's break-even") { $0.price(8_000) }
        golden.step("five minutes") { $0.advance(seconds: 300) }
        golden.step("to 0.2 MW until released") { $0.command(.curtail(.to(.kilowatts(200)), for: nil)) }
        golden.step("the same again") { $0.command(.curtail(.to(.kilowatts(200)), for: nil)) }
        golden.step("a low price") { $0.price(1_000) }
        golden.step("half an hour") { $0.advance(seconds: 1_800) }
        golden.step("by 0.25 MW") { $0.command(.curtail(.by(.kilowatts(250)), for: nil)) }
        golden.step("release") { $0.command(.release) }
        golden.step("release once more") { $0.command(.release) }
        golden.step("everything") { $0.command(.curtail(.everything, for: .seconds(60))) }
        golden.step("a minute") { $0.advance(seconds: 60) }
        #expect(try Golden.differences(of: golden.lines, from: "engine-manual") == [])
    }

    @Test("an override of the price, and shadow mode")
    func override() throws {
        var golden = EngineGolden(Self.policy())
        golden.step("a price over every break-even") { $0.price(20_000) }
        golden.step("ten minutes against the price") { $0.command(.override(.price, for: .seconds(600))) }
        golden.step("another high price") { $0.price(21_000) }
        golden.step("ten minutes") { $0.advance(seconds: 600) }
        golden.step("disarm") { $0.command(.disarm) }
        golden.step("a price over the old group's break-even") { $0.price(8_000) }
        golden.step("twenty minutes") { $0.advance(seconds: 1_200) }
        golden.step("curtail all in shadow") { $0.command(.curtail(.everything, for: nil)) }
        golden.step("arm") { $0.command(.arm) }
        golden.step("release") { $0.command(.release) }
        golden.step("a low price") { $0.price(1_000) }
        golden.step("an hour") { $0.advance(seconds: 3_600) }
        #expect(try Golden.differences(of: golden.lines, from: "engine-override") == [])
    }

    @Test("under-frequency trips: unarmed, armed by an award, recalled, in the middle of a price event")
    func trip() throws {
        var golden = EngineGolden(Self.policy())
        golden.step("a crossing that nothing arms") {
            $0.frequency(FrequencyReport.crossed, millihertz: 59_690)
        }
        golden.step("recovered") { $0.frequency(FrequencyReport.recovered, millihertz: 59_960) }
        golden.step("an award of 0.35 MW") { $0.award(.kilowatts(350), seconds: 3_600) }
        golden.step("a price over the old group's break-even") { $0.price(8_000) }
        golden.step("a crossing") { $0.frequency(FrequencyReport.crossed, millihertz: 59_650) }
        golden.step("a price over every break-even") { $0.price(20_000) }
        golden.step("recovered") { $0.frequency(FrequencyReport.recovered, millihertz: 59_970) }
        golden.step("a low price and 20 minutes") {
            $0.price(1_000)
            $0.advance(seconds: 1_200)
        }
        golden.step("a recall of another program") { $0.recall(.ers30) }
        golden.step("release by hand") { $0.command(.release) }
        golden.restart("an hour without the daemon", after: 3_600, bootOffset: -50_000)
        golden.step("the recall") { $0.recall() }
        golden.step("silence for a minute") { $0.advance(seconds: 60) }
        golden.step("implausible samples") {
            $0.frequency(
                { FrequencyReport.implausible($0, "outside the plausible band") }, millihertz: 51_000)
        }
        golden.step("an award beyond the load, and a crossing") {
            $0.award(.megawatts(2), seconds: 3_600)
            $0.frequency(FrequencyReport.crossed, millihertz: 59_600)
        }
        golden.step("a recall before the frequency is back") { $0.recall() }
        golden.step("recovered, and two minutes") {
            $0.frequency(FrequencyReport.recovered, millihertz: 59_990)
            $0.advance(seconds: 120)
        }
        #expect(try Golden.differences(of: golden.lines, from: "engine-trip") == [])
    }

    @Test("a reloaded policy, restarts and steps of the clock")
    func reload() throws {
        var golden = EngineGolden(Self.policy())
        golden.step("a price over the old group's break-even") { $0.price(8_000) }
        golden.step("half for an hour") { $0.command(.curtail(.percent(50), for: .seconds(3_600))) }
        golden.step("reload: no more units of the old group, a third group before it") {
            $0.reload(
                Self.policy {
                    $0.groups =
                        SitePolicy.example(
                            groups: [("new", 3, 18), ("third", 2, 30), ("old", 2, 25)],
                            unitPower: .kilowatts(100)
                        ).groups
                })
        }
        golden.step("the clock is put forward by half an hour") { site in
            site.send(.clockStepped(byNanoseconds: 1_800_000_000_000))
        }
        golden.step("ten minutes") { $0.advance(seconds: 600) }
        golden.restart(
            "ten minutes without the daemon, on a host that has booted", after: 600, bootOffset: 4_000)
        golden.step("release") { $0.command(.release) }
        golden.step("a low price") { $0.price(1_000) }
        golden.step("half an hour") { $0.advance(seconds: 1_800) }
        golden.restart(
            "a restart with a policy in shadow, without the trip",
            Self.policy {
                $0.mode = .shadow; $0.underfrequency = nil
            },
            after: 10)
        golden.step("a high price") { $0.price(30_000) }
        #expect(try Golden.differences(of: golden.lines, from: "engine-reload") == [])
    }

    @Test("a bounded return, units that do not follow, a ledger that cannot be written, silence")
    func trouble() throws {
        var golden = EngineGolden(
            Self.policy {
                $0.restore = RestorePolicy(rampPerMinute: .kilowatts(100))
                $0.price?.minimumDown = .seconds(60)
                $0.price?.minimumUp = .zero
                $0.price?.stance = .release
            })
        golden.step("two deaf units, and a price over every break-even") {
            $0.deafUnits = [1, 5]
            $0.price(20_000)
        }
        golden.step("five minutes") { $0.advance(seconds: 300) }
        golden.step("one of them is not reached, the other refuses") {
            $0.read(1, .unreachable("no route"))
            $0.read(5, .refused("busy"))
        }
        golden.step("they hear again, ten minutes") {
            $0.deafUnits = []
            $0.poll()
            $0.advance(seconds: 600)
        }
        golden.step("the ledger is blocked, and a low price") {
            $0.send(.ledger(.blocked))
            $0.price(1_000)
        }
        golden.step("the ledger is writable again") { $0.send(.ledger(.writable)) }
        golden.step("two minutes") { $0.advance(seconds: 120) }
        golden.step("a price over the old group's break-even") { $0.price(9_000) }
        golden.step("an hour of silence") { $0.advance(seconds: 3_600) }
        golden.step("a unit sleeps by itself") { $0.read(2, .drawing(.zero, .asleep)) }
        golden.step("ten minutes") { $0.advance(seconds: 600) }
        #expect(try Golden.differences(of: golden.lines, from: "engine-trouble") == [])
    }

    @Test("SCED and 15-minute prices, restart cost, adders that change with the contract")
    func prices() throws {
        var golden = EngineGolden(
            Self.policy {
                $0.price?.restartCostPerMegawatt = .dollars(2)
                $0.economics.base.adder = .dollarsPerMegawattHour(1)
                $0.economics.contracts = [
                    DatedContract(
                        from: EngineHarness.epoch.advanced(bySeconds: 3_000),
                        ContractTerms(lossFactor: .percent(103), adder: .dollarsPerMegawattHour(6)))
                ]
            })
        for (title, cents, market, seconds) in [
            ("gain below the restart cost", Int64(7_900), Market.rtm, Int64(600)),
            ("a SCED price over it", 8_300, .sced, 300), ("a 15-minute price that is low", 2_000, .rtm, 300),
            ("a SCED price within the band", 7_200, .sced, 700), ("a day-ahead price", 90_000, .dam, 300),
            ("below the band", 6_800, .sced, 300), ("below by the old contract only", 7_300, .rtm, 600),
            ("over everything", 50_000, .sced, 1_500), ("low", 500, .rtm, 2_400),
        ] {
            golden.step("\(title): \(cents) cents of \(market.rawValue), \(seconds) s") {
                $0.price(cents, market: market)
                $0.advance(seconds: seconds)
            }
        }
        #expect(try Golden.differences(of: golden.lines, from: "engine-prices") == [])
    }
}
