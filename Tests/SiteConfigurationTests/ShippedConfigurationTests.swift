import CurtailTesting
import SiteRecord
import CurtailmentEngine
import Foundation
import GridUnits
import Testing

@testable import SiteConfiguration

@Suite("Shipped configurations")
struct ShippedConfigurationTests {
    static let folder = PackageFolder.path("Config")
    static let examples = ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/examples")) ?? [])
        .filter { $0.hasSuffix(".yaml") }.sorted()

    @Test("load without error or warning", arguments: ["curtaild.yaml"] + examples.map { "examples/\($0)" })
    func load(name: String) throws {
        let configuration = try SiteConfiguration.load(path: "\(Self.folder)/\(name)")
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.policy.mode == .shadow)
    }

    @Test("have examples") func examplesExist() { #expect(Self.examples.count >= 4) }

    private static func reference() throws -> String {
        try String(contentsOfFile: "\(folder)/curtaild.yaml", encoding: .utf8)
    }

    /// The reference with every setting on that is off as shipped.
    private static func everythingOn() throws -> String {
        try reference().split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let content = line.drop { $0 == " " }
            guard content.first == "#", let next = content.dropFirst().first, next != " " else {
                return String(line)
            }
            return String(line.prefix { $0 == " " } + content.dropFirst())
        }.joined(separator: "\n")
    }

    @Test("document every key, and what is off as shipped is valid when it is switched on")
    func complete() throws {
        let text = try Self.everythingOn()
        let configuration = try Sample.parse(text, in: Self.folder)
        #expect(configuration.policy.underfrequency != nil && configuration.policy.groups.count == 4)
        let diagnostics = Diagnostics()
        var document = YAMLDocument(file: "curtaild.yaml", diagnostics: diagnostics)
        let read = document.read(text)
        let root = try #require(read)
        for section in ConfigurationSection.allCases {
            let documented = Self.keys(of: section, in: root)
            #expect(Set(section.keys).subtracting(documented).isEmpty, "\(section) lacks keys")
        }
    }

    private static func keys(of section: ConfigurationSection, in root: ConfigurationNode) -> Set<String> {
        func maps(_ node: ConfigurationNode, _ key: String) -> [ConfigurationNode] {
            guard let value = node.members.first(where: { $0.key == key })?.value else { return [] }
            if case .list(let elements) = value.content { return elements }
            return [value]
        }
        func inSettlement(_ key: String) -> [ConfigurationNode] {
            maps(root, "settlement").flatMap { maps($0, key) }
        }
        let nodes =
            switch section {
            case .top: [root]
            case .unit: maps(root, "groups").flatMap { maps($0, "units") }
            case .contract, .emergencyResponse, .coincidentPeak: inSettlement(section.rawValue)
            case .block: inSettlement("contracts").flatMap { maps($0, "block") }
            case .emergencyResponsePeriod: inSettlement("ers").flatMap { maps($0, "periods") }
            case .peak: inSettlement("coincident_peak").flatMap { maps($0, "peak_intervals") }
            case .site, .economics, .price, .underfrequency, .restore, .gridAlarms, .settlement,
                .simulation, .fleet, .control, .paths, .ledger, .group, .source:
                maps(root, section.rawValue)
            }
        return Set(nodes.flatMap { $0.members.map(\.key) })
    }

    @Test("accept the smallest whole configuration with every key of it written out")
    func smallestWhole() throws {
        let text = """
            site:
              name: demo
              mode: shadow                      # shadow | armed
              time_zone: America/Chicago        # of the market
              settlement_point: HB_WEST
              settlement_point_type: HU         # ERCOT's type code
              fixed_mw: 0.0
            economics:
              hashprice_usd_per_ph_day: 45.00
              pool_fee: 0.0
              pue: 1.0
            price:
              min_down_s: 0
              min_up_s: 0
              hysteresis_usd_per_mwh: 0.0
              restart_cost_usd_per_mw: 0.0
            restore:
              ramp_mw_per_min: 0.0
            simulation:
              shed_s: 0
              wake_s: 0
            groups:
              - name: s21
                driver: simulated
                count: 28571
                unit_w: 3500
                efficiency_j_per_th: 17.5
            """
        let configuration = try Sample.parse(text)
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.policy.groups[0].ratedPower.decimal == "99.9985")
    }

    @Test("show the defaults that the code has")
    func defaults() throws {
        let shown = EffectiveSettings(try Sample.parse(try Self.everythingOn(), in: Self.folder)).settings
        let bare = """
            site: {name: example, settlement_point: LZ_WEST, settlement_point_type: LZEW}
            economics: {hashprice_usd_per_ph_day: 45}
            price: {}
            underfrequency: {}
            # These have no value of their own to show.
            settlement:
              meter: main
              baselines: {non_spin: five_minute_average, ers_30: maximum_base_load}
              maximum_base_load_mw: 5
              holidays: [2026-11-26, 2026-12-25]
            groups: [{name: a, driver: none, mw: 1}]
            """
        #expect(shown == EffectiveSettings(try Sample.parse(bare)).settings)
    }
}
