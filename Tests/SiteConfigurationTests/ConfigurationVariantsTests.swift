import SiteRecord
import CurtailTesting
import CurtailmentEngine
import GridUnits
import SiteRecord
import Testing

@testable import SiteConfiguration

@Suite("ConfigurationVariants")
struct ConfigurationVariantsTests {
    private let folder: TemporaryDirectory
    private let path: String

    init() throws {
        folder = try TemporaryDirectory()
        let text = """
            \(Sample.smallest)
              - name: hall.a
                driver: luxos
                value_usd_per_mwh: 80
                unit_w: 3500
                units:
                  - {id: m1, address: 10.0.0.1}
                  - {id: m2, address: 10.0.0.2}
            sources:
              - {name: feed, kind: file, path: /tmp/feed, may: [price]}
            """
        path = try folder.write(text, to: "site.yaml")
    }

    private func variants() throws -> ConfigurationVariants {
        try ConfigurationVariants(path: path, in: Sample.context)
    }

    private func variant(_ settings: [String: String]) throws -> SiteConfiguration {
        let variants = try variants()
        return try variants.configuration(
            setting: settings.sorted { $0.key < $1.key }.map {
                ConfigurationSetting(try variants.key($0), $1)
            })
    }

    @Test("without settings it is the configuration itself, digest and all")
    func nothingSet() throws {
        #expect(try variant([:]) == SiteConfiguration.load(path: path, in: Sample.context))
    }

    @Test("a value in the file, one that had its default and a whole section that was missing are set")
    func sets() throws {
        let policy = try variant([
            "economics.hashprice_usd_per_ph_day": "50.25", "price.min_down_s": "7.5",
            "restore.ramp_mw_per_min": "8", "groups.0.unit_w": "3600",
            "groups.hall.a.value_usd_per_mwh": "81",
        ]).policy
        #expect(policy.economics.dollarsPerPetahashDay.decimal == "50.25")
        #expect(policy.price?.minimumDown == TimeSpan(nanoseconds: 7_500_000_000))
        #expect(policy.restore.rampPerMinute == .megawatts(8))
        #expect(policy.groups[0].units[0].ratedPower == .watts(3_600))
        #expect(policy.groups[1].value == .stated(.dollarsPerMegawattHour(81)))
    }

    @Test("a unit goes by its group's and its own name or number")
    func units() throws {
        let variants = try variants()
        #expect(try variants.key("groups.hall.a.units.m2.unit_w") == variants.key("groups.1.units.1.unit_w"))
        let policy = try variant(["groups.1.units.m2.unit_w": "3000"]).policy
        #expect(policy.groups[1].units.map(\.ratedPower) == [.watts(3_500), .watts(3_000)])
    }

    @Test("the digest tells settings apart and does not depend on how a group is called")
    func digests() throws {
        let byName = try variant(["groups.s21.unit_w": "3600"])
        #expect(try byName.digestInput == variant(["groups.0.unit_w": "3600"]).digestInput)
        #expect(try byName.digestInput != variant(["groups.0.unit_w": "3601"]).digestInput)
        #expect(try byName.digestInput.starts(with: variant([:]).digestInput))
        #expect(try byName.files == variant([:]).files)
    }

    @Test(
        "a key that is not there is refused with what is",
        arguments: [
            ("price.histeresis_usd_per_mwh", "did you mean price.hysteresis_usd_per_mwh?"),
            ("prise.min_down_s", "did you mean price.min_down_s?"),
            ("min_up_s", "did you mean price.min_up_s?"), ("groups.s22.unit_w", "did you mean groups.s21?"),
            ("groups.7.unit_w", "only 0 (s21), 1 (hall.a)"),
            ("groups.s21", "groups.s21.KEY with one of name"),
            ("groups", "groups.0.KEY"), ("price", "price.KEY with one of min_down_s"),
            ("underfrequency.threshold_hz", "underfrequency is off"),
            ("sources.feed.may", "it is a list"), ("economics.pue.x", "nothing stands below pue"),
            ("groups.s21.units.0.id", "no list units"), ("", "known here: site"),
            ("price.unit_w", "it belongs under groups"),
        ])
    func unknownKeys(path: String, words: String) throws {
        let variants = try variants()
        do {
            _ = try variants.key(path)
            Issue.record("\(path) was found")
        } catch {
            #expect("\(error)".contains(words), "\(error)")
        }
    }

    @Test("what is wrong with a value stands at the key and the value")
    func wrongValues() throws {
        let cases = [
            ("economics.pue", "0.5", "economics.pue=0.5: economics.pue: 0.5 is below 1; write 1 to 3"),
            ("groups.s21.count", "many", "groups.s21.count=many: count: \"many\" is not a number"),
            ("site.mode", "on", "site.mode=on: site.mode: \"on\" is unknown"),
            ("groups.s21.value_usd_per_mwh", "9", "groups.s21.value_usd_per_mwh=9: efficiency_j_per_th and"),
        ]
        for (key, value, words) in cases {
            let failure = #expect(throws: ConfigurationErrors.self) { try variant([key: value]) }
            #expect(failure?.description.hasPrefix(words) == true, "\(failure?.description ?? "")")
        }
    }

    @Test("files that cannot be read are refused before any key is looked for")
    func unreadable() throws {
        #expect(throws: ConfigurationErrors.self) {
            try ConfigurationVariants(path: folder.path("none.yaml"), in: Sample.context)
        }
        let empty = try folder.write("", to: "empty.yaml")
        #expect(throws: ConfigurationErrors.self) {
            try ConfigurationVariants(path: empty, in: Sample.context)
        }
    }
}
