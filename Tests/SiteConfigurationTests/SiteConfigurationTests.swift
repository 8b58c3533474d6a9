import CurtailmentEngine
import GridMarket
import GridUnits
import SitePorts
import SiteRecord
import Testing

@testable import SiteConfiguration

@Suite("SiteConfiguration")
struct SiteConfigurationTests {
    @Test("takes the documented default for every key that is absent")
    func defaults() throws {
        let configuration = try Sample.parse(Sample.adding("underfrequency: {}"))
        let policy = configuration.policy
        #expect(policy.mode == .shadow)
        #expect(policy.fixedLoad == .zero)
        #expect(policy.settlementPoint == SettlementPoint(name: "HB_WEST", type: nil))
        #expect(
            policy.economics
                == EconomicsPolicy(
                    dollarsPerPetahashDay: .dollars(45), poolFee: .zero, powerUsageEffectiveness: .one))
        #expect(
            try #require(policy.price).written == [
                "min_down_s 900", "min_up_s 900", "hysteresis_usd_per_mwh 5", "restart_cost_usd_per_mw 0",
                "sced_fresh_s 600", "stale_s 1800", "on_stale hold",
            ])
        #expect(
            try #require(policy.underfrequency).written == [
                "threshold_hz 59.7", "recovery_hz 59.95", "agreeing_samples 3", "recovered_s 300",
                "plausible_rocof_hz_per_s 2", "rocof_window_s 0.5", "plausible_min_hz 57",
                "plausible_max_hz 63", "arming award", "armed_by [rrs]", "shed awarded", "stale_s 5",
                "on_stale hold",
            ])
        #expect(policy.restore == RestorePolicy(rampPerMinute: .zero))
        #expect(
            policy.grid
                == GridAlarmPolicy(
                    physicalResponsiveCapabilityBelow: .megawatts(3_000), emergencyAlertFrom: 1))
        #expect(configuration.simulation == SimulationSettings(shed: .seconds(5), wake: .seconds(60)))
        let fleet = configuration.fleet
        #expect(fleet.concurrency == 512 && fleet.retries == 3)
        #expect(
            fleet.connectWithin == .seconds(1) && fleet.replyWithin == .seconds(4)
                && fleet.pollEvery == .seconds(30))
        #expect(
            configuration.host
                == HostSettings(
                    stateDirectory: "/var/lib/curtaild", runtimeDirectory: "/run/curtaild",
                    isControlWorldReadable: false,
                    controlGroup: "curtaild", onStop: .hold, sampleDays: 400))
    }

    @Test("leaves the programs off whose sections are absent")
    func off() throws {
        let configuration = try Sample.parse(Sample.smallest.replacing("price: {}", with: ""))
        #expect(configuration.policy.price == nil)
        #expect(configuration.policy.underfrequency == nil)
    }

    @Test(
        "reads numbers exactly from their text",
        arguments: [
            ("45.00", Int64(45_000_000)), ("1e3", 1_000_000_000), ("'45.1'", 45_100_000), ("\"0.000001\"", 1),
            ("+12.345678", 12_345_678), ("100000", 100_000_000_000), ("4.5e1", 45_000_000), (".5", 500_000),
        ])
    func numbers(text: String, microdollars: Int64) throws {
        let configuration = try Sample.parse(Sample.smallest.replacing("45.00", with: text))
        #expect(configuration.policy.economics.dollarsPerPetahashDay.microdollars == microdollars)
    }

    @Test("numbers the units of a simulated group and rates them at the site meter")
    func simulated() throws {
        let text = Sample.smallest.replacing("economics:", with: "economics:\n  pue: 1.05").replacing(
            "count: 10", with: "count: 28571")
        let configuration = try Sample.parse(text)
        let group = configuration.policy.groups[0]
        #expect(group.units.count == 28_571)
        #expect(
            group.units.first
                == UnitPolicy(id: "00001", ratedPower: .watts(3_675), millijoulesPerTerahash: 17_500))
        #expect(group.units.last?.id == "28571")
        #expect(group.value == .mining(joulesPerTerahash: try Fraction(35, over: 2)))
        #expect(group.isCommanded)
        let units = configuration.fleet.groups[0].units
        #expect(units[0] == FleetSettings.Unit(id: "00001", host: "", port: 0, ratedPower: .watts(3_500)))
        #expect(units.map(\.id) == group.units.map(\.id))
    }

    @Test("counts load that is never commanded, by megawatts or by number")
    func counted() throws {
        let configuration = try Sample.parse(
            Sample.groups(
                """
                  - {name: ai, driver: none, mw: 12.5, value_usd_per_mwh: 900, shed_rank: 7}
                  - {name: fans, driver: none, count: 3, unit_w: 1500}
                """))
        let groups = configuration.policy.groups
        #expect(groups.map(\.isCommanded) == [false, false])
        #expect(groups.map(\.ratedPower) == [.kilowatts(12_500), .watts(4_500)])
        #expect(groups[0].value == .stated(.dollarsPerMegawattHour(900)) && groups[0].shedRank == 7)
        #expect(configuration.fleet.groups.map(\.driver) == [.uncommanded, .uncommanded])
    }

    @Test("takes what a unit does not say from its group")
    func listed() throws {
        let configuration = try Sample.parse(
            Sample.groups(
                """
                  - name: hall
                    driver: luxos
                    unit_w: 3500
                    efficiency_j_per_th: 17.5
                    units:
                      - {id: 007, address: 10.0.0.1}
                      - {id: b, address: "[fd00::1]:4029", unit_w: 5400.5, efficiency_j_per_th: 15.0005}
                """))
        #expect(
            configuration.policy.groups[0].units == [
                UnitPolicy(id: "007", ratedPower: .watts(3_500), millijoulesPerTerahash: 17_500),
                UnitPolicy(
                    id: "b", ratedPower: Power(microwatts: 5_400_500_000), millijoulesPerTerahash: 15_000),
            ])
        #expect(configuration.fleet.groups[0].units.map(\.host) == ["10.0.0.1", "fd00::1"])
        #expect(configuration.fleet.groups[0].units.map(\.port) == [4_028, 4_029])
    }

    @Test("keeps its directories where the service manager made them")
    func directories() throws {
        let text = Sample.adding("paths: {state: state, runtime: /run/other}")
        let byHand = try Sample.parse(text).host
        #expect(byHand.ledgerPath == "/etc/curtaild/state/ledger.sqlite")
        #expect(byHand.controlPath == "/run/other/control")
        let environment = ["STATE_DIRECTORY": "/var/lib/a:/var/lib/b", "RUNTIME_DIRECTORY": "/run/a"]
        let managed = try Sample.parse(text, directories: ServiceDirectories(environment: environment)).host
        #expect(managed.stateDirectory == "/var/lib/a" && managed.runtimeDirectory == "/run/a")
    }

    @Test("with one file alone is its own digest input")
    func digest() throws {
        #expect(try Sample.parse(Sample.smallest).digestInput == Array(Sample.smallest.utf8))
    }

    static let advice: [(String, [String])] = [
        (Sample.smallest, []),
        (
            Sample.adding("  - {name: x, driver: none, mw: 1}"),
            [
                "curtaild.yaml:3:21: site.settlement_point: HB_WEST is a hub, and physical load settles "
                    + "at its load zone or "
                    + "node; write the zone, such as LZ_WEST with settlement_point_type: LZEW"
            ]
        ),
        (
            Sample.smallest.replacing("HB_WEST", with: "LZ_WEST"),
            [
                "curtaild.yaml:3:21: site.settlement_point: LZ_WEST is published as LZ and as LZEW, which "
                    + "are different "
                    + "prices; a file with both is refused, so write settlement_point_type: LZEW, which "
                    + "physical load pays"
            ]
        ),
        (
            Sample.smallest.replacing("HB_WEST", with: "LZ_WEST\n  settlement_point_type: LZ"),
            [
                "curtaild.yaml:4:26: site.settlement_point_type: LZ settles the day-ahead market and "
                    + "trades; physical load "
                    + "pays LZEW"
            ]
        ),
        (
            Sample.smallest.replacing("demo", with: "demo\n  mode: armed"),
            [
                "curtaild.yaml:3:9: site.mode: armed, but these groups are simulated and shed no real "
                    + "megawatt: s21"
            ]
        ),
        (
            Sample.groups("  - {name: x, driver: none, mw: 1}").replacing(
                "site:", with: "site:\n  mode: armed"),
            ["curtaild.yaml:2:9: site.mode: armed, but no group has a driver that commands anything"]
        ),
        (
            Sample.smallest.replacing("price: {}", with: ""),
            [
                "curtaild.yaml:1:1: neither price nor underfrequency is on; only people and instructions "
                    + "will curtail"
            ]
        ),
        (
            Sample.smallest.replacing("45.00", with: "0"),
            [
                "curtaild.yaml:6:8: economics.hashprice_usd_per_ph_day is 0, so that until a hashprice "
                    + "signal arrives any "
                    + "price above 0 curtails s21; write today's hashprice"
            ]
        ),
        (
            Sample.adding("underfrequency: {}"),
            [
                "curtaild.yaml:13:17: underfrequency.arming: award, but no source may send awards, so "
                    + "that the trip can "
                    + "never be armed; add award to the may of a source"
            ]
        ),
    ]

    @Test("warns of what is allowed and probably not meant", arguments: advice)
    func warnings(text: String, expected: [String]) throws { #expect(try Sample.warnings(text) == expected) }
}

extension Declared {
    /// One line for each key, with its value.
    fileprivate var written: [String] { Self.section.settings(self).map { "\($0.name) \($0.value.word)" } }
}
