import GridUnits
import Testing

@testable import SiteRecord

/// A section that exists nowhere but here.
private struct Kettle: Declared {
    enum Mood: String, CaseIterable { case calm, angry }
    struct Cup: Declared {
        var name = ""
        var power = Power.zero
        static let section = Section("cups", "", of: Cup(), identity: ["name"]) {
            Key("name", \.name, .name(), "The cup's name.", isRequired: true)
            Key("mw", \.power, .amount("MW", in: .zero...(.megawatts(5))), "Its draw.")
        }
    }

    var whistleAfter = TimeSpan.seconds(90)
    var loss = Fraction.one
    var mood = Mood.calm
    var moods: Set<Mood> = [.calm]
    var isOn = true
    var lid: String?
    var cups: [Cup] = []

    static let section = Section(
        "kettle", "Boils water.", of: Kettle(),
        rules: [
            Rule(on: ["loss", "mood"]) { kettle, written in
                guard kettle.loss > .one, kettle.mood == .angry else { return }
                written.report("mood", "a kettle that loses heat has to be calm")
            }
        ]
    ) {
        Key(
            "whistle_s", \.whistleAfter, .seconds(in: .seconds(1)...(.seconds(100))),
            "Whistles after so long.")
        Key("loss", \.loss, .ratio(inBillionths: 500_000_000...2_000_000_000), "Heat lost.")
        Key("mood", \.mood, .choice(), "How it feels.")
        Key("moods", \.moods, .choices(atLeast: 1), "How it may feel.")
        Key("is_on", \.isOn, .flag, "Whether it is on.")
        Key("lid", \.lid, .optional(.name(), none: "none"), "The lid's name.")
        Key("cups", \.cups, .entries(of: Cup.section), "What it fills.")
    }
}

/// A root that holds it as a program that is off unless it is written.
private struct Kitchen: Declared {
    var kettle: Kettle?
    static let section = Section("", "", of: Kitchen()) { Key(Kettle.section, \.kettle) }
}

@Suite("Section")
struct SectionTests {
    /// `key: value` pairs as they would stand on lines of their own below `kettle:`, from line 2 on.
    private func node(_ members: [(String, ConfigurationNode.Content)]) -> ConfigurationNode {
        func place(_ line: Int, _ column: Int) -> TextPosition {
            TextPosition(file: "site.yaml", line: line, column: column)
        }
        let kettle = members.enumerated().map { index, member in
            ConfigurationNode.Member(
                key: member.0, keyPosition: place(index + 2, 3),
                value: ConfigurationNode(
                    position: place(index + 2, member.0.utf8.count + 5), content: member.1))
        }
        return ConfigurationNode(
            position: place(1, 1),
            content: .map([
                ConfigurationNode.Member(
                    key: "kettle", keyPosition: place(1, 1),
                    value: ConfigurationNode(position: place(2, 3), content: .map(kettle)))
            ]))
    }

    private func read(
        _ members: [(String, ConfigurationNode.Content)]
    ) -> (kitchen: Kitchen, errors: [String]) {
        let diagnostics = Diagnostics()
        let node = node(members)
        var kitchen = Kitchen()
        Kitchen.section.outline.reportUnknownKeys(in: node, of: Kitchen.section.outline, diagnostics)
        Kitchen.section.read(WrittenSection(root: node, diagnostics), into: &kitchen)
        return (kitchen, diagnostics.errors.map(\.description))
    }

    private func cup(_ name: String, _ power: String) -> ConfigurationNode.Content {
        let place = TextPosition(file: "site.yaml", line: 9, column: 1)
        func member(_ key: String, _ text: String) -> ConfigurationNode.Member {
            .init(key: key, keyPosition: place, value: .init(position: place, content: .scalar(text)))
        }
        return .list([.init(position: place, content: .map([member("name", name), member("mw", power)]))])
    }

    @Test("reads what is written and leaves the rest at its default")
    func reading() throws {
        let (kitchen, errors) = read([
            ("whistle_s", .scalar("1.5")), ("mood", .scalar("angry")), ("is_on", .scalar("false")),
            ("lid", .scalar("blue")), ("cups", cup("mug", "0.5")),
        ])
        #expect(errors == [])
        let kettle = try #require(kitchen.kettle)
        #expect(kettle.whistleAfter == .milliseconds(1_500) && kettle.loss == .one && kettle.lid == "blue")
        #expect(kettle.mood == .angry && kettle.moods == [.calm] && !kettle.isOn)
        #expect(kettle.cups == [Kettle.Cup(name: "mug", power: .kilowatts(500))])
    }

    @Test("names the place, the range and the remedy of every mistake at once")
    func mistakes() {
        let (_, errors) = read([
            ("whistle_s", .scalar("101")), ("looss", .scalar("1")), ("mood", .scalar("cal")),
            ("moods", .list([])), ("is_on", .scalar("yes")), ("lid", .map([])), ("cups", cup("", "6")),
        ])
        #expect(
            errors == [
                "site.yaml:2:14: kettle.whistle_s: 101 is above 100; write 1 to 100",
                #"site.yaml:3:3: unknown key "looss"; did you mean "loss"?"#,
                #"site.yaml:4:9: kettle.mood: "cal" is unknown; did you mean calm? Possible: calm or angry"#,
                "site.yaml:5:10: kettle.moods: the list is empty; write at least one word, such as [calm]",
                #"site.yaml:6:10: kettle.is_on: "yes" is neither true nor false"#,
                "site.yaml:7:8: kettle.lid: this is a map of keys; write a name",
                "site.yaml:9:1: name: the name is empty; write letters, digits and . _ : - only, at most 64, "
                    + "a letter or digit first",
                "site.yaml:9:1: mw: 6 is above 5; write 0 to 5",
            ])
    }

    @Test("asks a rule only where its keys were read without a mistake")
    func rules() {
        let wrong = [("loss", ConfigurationNode.Content.scalar("1.5")), ("mood", .scalar("angry"))]
        #expect(read(wrong).errors == ["site.yaml:3:9: kettle.mood: a kettle that loses heat has to be calm"])
        #expect(read([("loss", .scalar("9")), ("mood", .scalar("angry"))]).errors.count == 1)
    }

    @Test("says what a reload changes, by the paths that a sweep sets")
    func changes() {
        func changes(_ old: Kitchen, _ new: Kitchen) -> [String] {
            SettingValue.section(Kitchen.section.settings(old))
                .changes(to: .section(Kitchen.section.settings(new)), at: "")
        }
        let old = Kitchen(kettle: Kettle())
        var new = old
        new.kettle?.whistleAfter = .seconds(60)
        new.kettle?.moods = [.angry, .calm]
        new.kettle?.lid = "blue"
        new.kettle?.cups = [Kettle.Cup(name: "mug", power: .megawatts(1))]
        #expect(
            changes(old, new) == [
                "kettle.whistle_s 90 → 60", "kettle.moods [calm] → [calm, angry]", "kettle.lid none → blue",
                "kettle.cups.mug added",
            ])
        var less = new
        less.kettle?.cups[0].power = .zero
        #expect(changes(new, less) == ["kettle.cups.mug.mw 1 → 0"])
        #expect(changes(new, Kitchen()) == ["kettle on → off"])
        #expect(changes(new, new) == [])
    }

    @Test("writes a record of the texts of a file and reads it back, whatever the ranges are today")
    func records() throws {
        var kettle = Kettle()
        kettle.whistleAfter = .seconds(7_000)
        kettle.loss = try Fraction(1, over: 3)
        kettle.lid = "a lid/no name"
        kettle.cups = [Kettle.Cup(name: "mug", power: .megawatts(9))]
        for kitchen in [Kitchen(), Kitchen(kettle: Kettle()), Kitchen(kettle: kettle)] {
            let bytes = kitchen.canonicalBytes
            #expect(try Kitchen(recorded: CanonicalValue(parsing: bytes)) == kitchen)
        }
        #expect(
            String(decoding: Kitchen(kettle: kettle).canonicalBytes, as: UTF8.self)
                == #"{"kettle":{"whistle_s":"7000","loss":"1/3","mood":"calm","moods":["calm"],"is_on":"true","#
                + #""lid":"a lid/no name","cups":[{"name":"mug","mw":"9"}]}}"#)
    }

    @Test(
        "refuses a record of another shape, and gives a key that an older record lacks its default",
        arguments: [
            (#"{"kettle":{"whistle":"7"}}"#, false), (#"{"kettle":{"mood":"sad"}}"#, false), ("[]", false),
            (#"{"kettle":{"loss":"x"}}"#, false), (#"{"kettle":{"cups":[{"mw":"9"}]}}"#, false),
            (#"{"kettle":{}}"#, true), ("{}", true),
        ])
    func shapes(text: String, isRight: Bool) throws {
        let value = try CanonicalValue(parsing: Array(text.utf8))
        #expect(((try? Kitchen(recorded: value)) != nil) == isRight)
    }

    @Test("knows unit, range, default and meaning of every key for the documentation")
    func documentation() throws {
        let outline = try #require(Kitchen.section.outline.key("kettle")?.kind.inner)
        let key = try #require(outline.key("whistle_s"))
        #expect(key.kind.unit == "s" && key.kind.allowed == "1 to 100" && key.standard.word == "90")
        #expect(key.documentation == "Whistles after so long.")
        #expect(
            outline.key("mood")?.kind.allowed == "calm or angry"
                && outline.key("lid")?.standard.word == "none")
    }
}
