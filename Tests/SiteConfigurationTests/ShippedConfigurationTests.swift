import CurtailTesting
import SiteRecord
import CurtailmentEngine
import Foundation
import GridUnits
import SiteRecord
import Testing

@testable import SiteConfiguration

@Suite("Shipped configurations")
struct ShippedConfigurationTests {
    static let folder = PackageFolder.path("Config")
    static let examples = ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/examples")) ?? [])
        .filter { $0.hasSuffix(".yaml") }.sorted()

    @Test("load without error or warning", arguments: ["curtaild.yaml"] + examples.map { "examples/\($0)" })
    func load(name: String) throws {
        let configuration = try SiteConfiguration.load(path: "\(Self.folder)/\(name)", in: Sample.context)
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

    @Test("stand as the declarations of the keys say: every key with unit, default, range and meaning")
    func generated() throws {
        // CURTAILD_WRITE_REFERENCE=1 writes the file anew.
        if ProcessInfo.processInfo.environment["CURTAILD_WRITE_REFERENCE"] != nil {
            try ReferenceFile.text.write(
                toFile: "\(Self.folder)/curtaild.yaml", atomically: true, encoding: .utf8)
        }
        #expect(try Self.reference() == ReferenceFile.text)
    }

    @Test("show every key, and what is off as shipped is valid when it is switched on")
    func complete() throws {
        let text = try Self.everythingOn()
        let configuration = try Sample.parse(text, in: Self.folder)
        #expect(configuration.policy.underfrequency != nil && configuration.policy.groups.count == 5)
        var document = YAMLDocument(file: "curtaild.yaml", diagnostics: Diagnostics())
        let read = document.read(text)
        let root = try #require(read)
        #expect(Self.missing(SiteSettings.section(of: Sample.context.drivers).outline, in: [root]) == [])
    }

    /// The keys of a section, and of those below it, that none of some maps has.
    private static func missing(_ section: SectionOutline, in maps: [ConfigurationNode]) -> [String] {
        section.keys.flatMap { key -> [String] in
            let values = maps.compactMap { $0.value(key.name) }
            guard !values.isEmpty else { return ["\(section.name).\(key.name)"] }
            guard let inner = key.kind.inner else { return [] }
            return missing(inner, in: key.kind.isList ? values.flatMap(\.elements) : values)
        }
    }

    /// Keys that have one possible value only, whose other values need files, or are refused beside the rest.
    private static let single: Set = [
        "site.time_zone", "groups.units_file", "groups.credential", "groups.units.credential",
        "settlement.contracts.block.resale",
    ]

    @Test("have no key without effect: another value of any makes another configuration")
    func everyKeyIsRead() throws {
        let text = try Self.everythingOn()
        let base = try Sample.parse(text, in: Self.folder)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var parents: [(indent: Int, key: String)] = []
        var (tried, effective): (Set<String>, Set<String>) = ([], [])
        for index in lines.indices {
            let line = lines[index].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let indent = lines[index].prefix { " -".contains($0) }.count
            let key = String(line[0].dropFirst(indent))
            guard line.count == 2, !key.isEmpty, !key.hasPrefix("#") else { continue }
            parents = parents.filter { $0.indent < indent }
            let path = (parents.map(\.key) + [key]).joined(separator: ".")
            parents.append((indent, key))
            guard line[1].contains(where: { $0 != " " }), !effective.contains(path) else { continue }
            tried.insert(path)
            let hasEffect = Self.others.contains { value in
                var variant = lines
                variant[index] = "\(line[0]): \(value)"
                guard var other = try? Sample.parse(variant.joined(separator: "\n"), in: Self.folder) else {
                    return false
                }
                (other.digestInput, other.warnings) = (base.digestInput, base.warnings)
                other.settings = base.settings
                return other != base
            }
            if hasEffect { effective.insert(path) }
        }
        #expect(tried.subtracting(effective) == Self.single)
        #expect(tried.count > 90)
    }

    /// Values of every kind, one of which any key takes.
    private static let others = [
        "1", "2", "0.7", "1.5", "0.96", "61", "58", "59.97", "21", "30", "true", "false", "armed",
        "LZ_HOUSTON", "LZ", "release", "always", "everything", "none", "file", "readings", "restore",
        "ers_10", "all_days", "[ecrs]", "[price]", "[/other]", "{}", "[2026-11-27]", "2026-06-02",
        "2026-09-29", "2026-10-02", "2026-11-29", "2026-07-30T21:45:00Z", "10.20.9.7", "127.0.0.1:8095",
        "/other", "other",
    ]

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
}
