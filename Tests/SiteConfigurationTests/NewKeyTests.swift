import GridUnits
import SiteRecord
import Testing

@testable import SiteConfiguration

/// A program that exists nowhere but here, with one key: all that a new key takes beside its use.
private struct Kettle: Declared {
    var whistleAfter = TimeSpan.seconds(90)

    static let section = Section("kettle", "Boils water.", of: Kettle()) {
        Key(
            "whistle_s", \.whistleAfter, .seconds(in: .seconds(1)...(.seconds(100))),
            "Whistles after so long.")
    }
}

/// A configuration of that program alone.
private struct Kitchen: Declared {
    var kettle: Kettle?
    static let section = Section("", "", of: Kitchen()) { Key(Kettle.section, \.kettle) }
}

@Suite("A new key")
struct NewKeyTests {
    private func read(_ text: String) -> (kitchen: Kitchen, root: ConfigurationNode?, errors: [String]) {
        let diagnostics = Diagnostics()
        var document = YAMLDocument(file: "site.yaml", diagnostics: diagnostics)
        let root = document.read(text)
        var kitchen = Kitchen()
        if let root {
            Kitchen.section.outline.reportUnknownKeys(in: root, of: Kitchen.section.outline, diagnostics)
        }
        Kitchen.section.read(WrittenSection(root: root, diagnostics), into: &kitchen)
        return (kitchen, root, diagnostics.errors.map(\.description))
    }

    @Test("is read, with line, column, range and the nearest name, from its declaration")
    func reading() {
        #expect(read("kettle: {}").kitchen == Kitchen(kettle: Kettle()))
        #expect(read("kettle:\n  whistle_s: 7.5").kitchen.kettle?.whistleAfter == .milliseconds(7_500))
        #expect(
            read("kettle:\n  whistle_s: 101\n  wistle_s: 1").errors == [
                "site.yaml:2:14: kettle.whistle_s: 101 is above 100; write 1 to 100",
                #"site.yaml:3:3: unknown key "wistle_s"; did you mean "whistle_s"?"#,
            ])
    }

    @Test("is compared at a reload and recorded by its declaration")
    func comparing() throws {
        let (old, new) = (read("kettle: {}").kitchen, read("kettle: {whistle_s: 60}").kitchen)
        let (before, now) = (Kitchen.section.settings(old), Kitchen.section.settings(new))
        #expect(
            SettingValue.section(before).changes(to: .section(now), at: "") == ["kettle.whistle_s 90 → 60"])
        #expect(String(decoding: new.canonicalBytes, as: UTF8.self) == #"{"kettle":{"whistle_s":"60"}}"#)
        #expect(try Kitchen(recorded: CanonicalValue(parsing: new.canonicalBytes)) == new)
    }

    @Test("is found by the dotted path that a sweep sets")
    func sweeping() throws {
        let root = try #require(read("kettle: {}").root)
        let outline = Kitchen.section.outline
        let key = try ConfigurationKeyFinder.find("kettle.whistle_s", in: root, of: outline)
        #expect(key.steps == [.key("kettle"), .key("whistle_s")])
        let failure = #expect(throws: ConfigurationKeyFailure.self) {
            try ConfigurationKeyFinder.find("whistle_s", in: root, of: outline)
        }
        #expect(failure?.remedy == "did you mean kettle.whistle_s?")
    }

    @Test("has its line of documentation with unit, default, range and meaning")
    func documenting() {
        #expect(
            ReferenceFile.lines(of: Kitchen.section.outline) == [
                "", "# Boils water.", "#kettle:", "  # Whistles after so long. [90 s; 1 to 100]",
                "  #whistle_s: 90",
            ])
    }
}
