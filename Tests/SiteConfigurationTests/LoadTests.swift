import CurtailTesting
import SiteLoop
import SitePorts
import SiteRecord
import CurtailmentEngine
import Foundation
import GridUnits
import Testing

@testable import SiteConfiguration

@Suite("Loading files")
struct LoadTests {
    @Test("lays conf.d over the main file in name order and joins groups and sources")
    func additions() throws {
        let folder = try TemporaryDirectory()
        let main = try folder.write(
            Sample.adding("sources:\n  - {name: a, kind: file, path: a}"), to: "curtaild.yaml")
        try folder.write("price: {min_down_s: 1, min_up_s: 1}\non_stop: restore", to: "conf.d/10-first.yaml")
        try folder.write(
            "price: {min_up_s: 2}\ngroups:\n  - {name: b, driver: none, mw: 1}\nsources: [{name: b, kind: "
                + "file, path: b}]",
            to: "conf.d/20-second.yaml")
        try folder.write("nonsense: [", to: "conf.d/30-third.yaml.bak")
        let configuration = try SiteConfiguration.load(path: main, in: Sample.context)
        #expect(configuration.policy.price?.minimumDown == .seconds(1))
        #expect(configuration.policy.price?.minimumUp == .seconds(2))
        #expect(configuration.host.onStop == .restore)
        #expect(configuration.policy.groups.map(\.name) == ["s21", "b"])
        #expect(configuration.sources.suffix(2).map(\.name) == ["a", "b"])
        #expect(configuration.files.count == 3)
    }

    @Test("shows the errors of every file under its own name, in the order of the files")
    func errorsOfAllFiles() throws {
        let folder = try TemporaryDirectory()
        let main = try folder.write(
            Sample.smallest.replacing("count: 10", with: "count: 0"), to: "curtaild.yaml")
        let first = try folder.write("prise: {}", to: "conf.d/a.yaml")
        let second = try folder.write("a: [", to: "conf.d/b.yaml")
        let failure = #expect(throws: ConfigurationErrors.self) {
            try SiteConfiguration.load(path: main, in: Sample.context)
        }
        #expect(
            failure?.errors.map(\.description) == [
                "\(main):10:12: count: 0 is below 1; write 1 to 500000",
                "\(first):1:1: unknown key \"prise\"; did you mean \"price\"?",
                "\(second):1:5: not YAML: did not find expected node content (while parsing a flow node)",
            ])
    }

    @Test("says which file cannot be read and why")
    func missing() throws {
        let folder = try TemporaryDirectory()
        let failure = #expect(throws: ConfigurationErrors.self) {
            try SiteConfiguration.load(path: "\(folder.path)/none.yaml", in: Sample.context)
        }
        #expect(
            failure?.description
                == "\(folder.path)/none.yaml: \(folder.path)/none.yaml cannot be read: there is no such file")
    }

    @Test("shows only the main file's error when that file is no YAML at all")
    func brokenMainFile() throws {
        let folder = try TemporaryDirectory()
        let main = try folder.write("site: [", to: "curtaild.yaml")
        try folder.write("price: {}", to: "conf.d/a.yaml")
        let failure = #expect(throws: ConfigurationErrors.self) {
            try SiteConfiguration.load(path: main, in: Sample.context)
        }
        #expect(failure?.errors.count == 1)
    }

    @Test("takes a file of comments for an empty one")
    func comments() throws {
        let folder = try TemporaryDirectory()
        let main = try folder.write(Sample.smallest, to: "curtaild.yaml")
        try folder.write("# nothing here\n", to: "conf.d/a.yaml")
        #expect(try SiteConfiguration.load(path: main, in: Sample.context).policy.name == "demo")
    }

    @Test("tolerates a byte-order mark and CRLF, and names the line that is not UTF-8")
    func encodings() throws {
        let folder = try TemporaryDirectory()
        let text = "\u{FEFF}" + Sample.smallest.replacing("\n", with: "\r\n")
        #expect(
            try SiteConfiguration.load(path: try folder.write(text, to: "a.yaml"), in: Sample.context).policy
                .name == "demo")
        let path = try folder.write(Array("site:\n  name: ".utf8) + [0xE9, 0x0A], to: "b.yaml")
        let failure = #expect(throws: ConfigurationErrors.self) {
            try SiteConfiguration.load(path: path, in: Sample.context)
        }
        #expect(failure?.description == "\(path):2:1: this line is not UTF-8 text; save the file as UTF-8")
    }

    @Test("gives one digest input for one content, wherever it lies, and another for another CSV")
    func digests() throws {
        func input(_ csv: String) throws -> [UInt8] {
            let folder = try TemporaryDirectory()
            let main = try folder.write(
                Sample.groups(
                    "  - {name: a, driver: luxos, unit_w: 90, value_usd_per_mwh: 1, units_file: a.csv}"),
                to: "curtaild.yaml")
            try folder.write(csv, to: "a.csv")
            return try SiteConfiguration.load(path: main, in: Sample.context).digestInput
        }
        let one = try input("id,address\na,10.0.0.1\n")
        #expect(try one == input("id,address\na,10.0.0.1\n"))
        #expect(try one != input("id,address\na,10.0.0.2\n"))
    }
}
