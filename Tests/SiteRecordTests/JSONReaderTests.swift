import SiteRecord
import Testing

@Suite("JSONReader")
struct JSONReaderTests {
    @Test(
        "what is read is written again byte for byte: order, digits and all",
        arguments: [
            #"{"z":1,"a":[null,true,false,-0.10,1e+9],"é":"“\"\\\u000a","o":{}}"#, "[]", "-0", "\"\"",
            "12345678901234567890.123456789012345678",
        ])
    func roundTrip(text: String) throws {
        #expect(try JSONValue(json: Array(text.utf8)).json == text)
    }

    @Test("escapes become the characters they name")
    func escapes() throws {
        let value = try JSONValue(json: Array(#""\u00e9\ud83d\udd0c\t\/\u0000""#.utf8))
        #expect(value == "é🔌\t/\0")
        #expect(value.json == "\"é🔌\\u0009/\\u0000\"")
    }

    @Test(
        "what is not JSON is an error",
        arguments: [
            "", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "01", "1.", "-", "+1", "nul", "\"a",
            "\"\\x\"",
            "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\u12\"", "1 2", "{\"a\":1,\"a\":2}", "\"\u{1}\"", "NaN",
            "1e",
        ])
    func refuses(text: String) {
        #expect(throws: CanonicalFailure.self) { try JSONValue(json: Array(text.utf8)) }
    }

    @Test("text that is not UTF-8 is refused")
    func refusesBadEncoding() {
        #expect(throws: CanonicalFailure.self) { try JSONValue(json: [34, 0xC3, 0x28, 34]) }
    }

    @Test("nesting is accepted up to the limit and refused beyond it")
    func nesting() throws {
        let limit = 32
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(throws: Never.self) { try JSONValue(json: nested(limit)) }
        #expect(throws: CanonicalFailure.self) { try JSONValue(json: nested(limit + 1)) }
        #expect(throws: CanonicalFailure.self) { try JSONValue(json: nested(60_000)) }
    }
}
