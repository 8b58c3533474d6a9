import SiteRecord
import CurtailTesting
import Testing

@Suite("CanonicalReader")
struct CanonicalReaderTests {
    private static func read(_ text: String) throws -> CanonicalValue {
        try CanonicalValue(parsing: Array(text.utf8))
    }

    @Test("reads every kind of value")
    func reads() throws {
        let value = try Self.read(#"{"a":[null,true,false,0,-5,"x\u000ay\"\\"],"b":{}}"#)
        let list: [CanonicalValue] = [
            .null, .boolean(true), .boolean(false), .integer(0), .integer(-5), .text("x\ny\"\\"),
        ]
        #expect(value == ["a": .array(list), "b": [:]])
        #expect(try Self.read("9223372036854775807") == .integer(.max))
        #expect(try Self.read("-9223372036854775808") == .integer(.min))
    }

    @Test(
        "refuses what the writer never writes",
        arguments: [
            "", " ", "{", "[", "\"", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "[,1]", "[1 ,2]", "{ }",
            "1 ", " 1",
            "tru", "nul", "True", "1.5", "1e3", "+1", "-", "01", "-0", "-01", "00", "9223372036854775808",
            "{\"a\":1,\"a\":2}", "{a:1}", "{1:1}", "\"\\n\"", "\"\\/\"", "\"\\u0041\"", "\"\\u000A\"",
            "\"\\u00ff\"",
            "\"\\u+01f\"", "\"\\u00", "\"\\u0020\"", "\"\n\"", "\"\\", "[1]]", "{}{}", "nulls", "NaN", "[1}",
            "{\"a\":1]",
        ])
    func refuses(text: String) { #expect(throws: CanonicalFailure.self) { try Self.read(text) } }

    @Test("refuses a text that is not UTF-8 instead of mending it")
    func refusesInvalidText() {
        let bytes: [UInt8] = [UInt8(ascii: "\""), 0xC3, 0x28, UInt8(ascii: "\"")]
        #expect(throws: CanonicalFailure.self) { try CanonicalValue(parsing: bytes) }
    }

    @Test("names the byte at which the text stops making sense")
    func namesTheByte() {
        let failure = #expect(throws: CanonicalFailure.self) { try Self.read(#"{"a":1,"b":?}"#) }
        #expect(failure?.description == "byte 11: expected a value")
    }

    @Test("reads nesting up to its limit and refuses one level more")
    func limitsNesting() throws {
        let deepest = 32
        _ = try Self.read(String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest))
        let tooDeep = String(repeating: "[", count: deepest + 1) + String(repeating: "]", count: deepest + 1)
        let failure = #expect(throws: CanonicalFailure.self) { try Self.read(tooDeep) }
        #expect(failure?.description.contains("nesting is too deep") == true)
        #expect(throws: CanonicalFailure.self) { try Self.read(String(repeating: "[", count: 1_000_000)) }
    }

    @Test("survives any damage to a record", arguments: UInt64(0)..<20)
    func survivesDamage(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let original = Array(#"{"a":[1,-2,"x\u000a"],"b":{"c":true,"d":null},"e":"é"}"#.utf8)
        for _ in 0..<500 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                    in: .min ... .max, using: &random)
            }
            _ = try? CanonicalValue(parsing: bytes)
            _ = try? CanonicalValue(
                parsing: Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))))
        }
    }
}

@Suite("CanonicalValue")
struct CanonicalValueTests {
    private static let value = CanonicalValue.object([
        .init("n", 1), .init("t", "x"), .init("l", []), .init("z", nil),
    ])

    @Test("names the member that is missing or of the wrong kind")
    func namesMembers() {
        let missing = #expect(throws: CanonicalFailure.self) { try Self.value.text("q") }
        #expect(missing?.description == "the record has no q")
        let wrong = #expect(throws: CanonicalFailure.self) { try Self.value.text("n") }
        #expect(wrong?.description == "n is not a text")
        #expect(throws: CanonicalFailure.self) { try Self.value.integer("t") }
        #expect(throws: CanonicalFailure.self) { try Self.value.boolean("t") }
        #expect(throws: CanonicalFailure.self) { try Self.value.array("t") }
        #expect(throws: CanonicalFailure.self) { try CanonicalValue.null.value("t") }
    }

    @Test("reads optional members, and refuses one of the wrong kind")
    func readsOptionals() throws {
        #expect(try Self.value.optionalText("q") == nil)
        #expect(try Self.value.optionalInteger("n") == 1)
        #expect(throws: CanonicalFailure.self) { try Self.value.optionalText("z") }
        #expect(CanonicalValue.null.optional("q") == nil)
    }
}
