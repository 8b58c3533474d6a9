import SiteRecord
import Testing

/// A record with every kind of member.
private struct Sample: CanonicallyRecorded, Hashable {
    var name: String
    var count: Int64
    var isOn: Bool
    var note: String?
    var limit: Int64?
    var children: [Sample]
    var twin: [Sample]

    func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("count", count)
            writer.member("on", isOn)
            writer.member(ifPresent: "note", note)
            writer.member(ifPresent: "limit", limit)
            writer.member("children") { $0.array(children) { writer, child in child.write(to: &writer) } }
            writer.member(ifPresent: "twin", twin.first)
        }
    }

    init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        name = try value.text("name")
        count = try value.integer("count")
        isOn = try value.boolean("on")
        note = try value.optionalText("note")
        limit = try value.optionalInteger("limit")
        children = try value.records("children")
        twin = []
        if let record = value.optional("twin") { twin = [try Sample(recorded: record)] }
    }

    init(name: String, count: Int64 = 0, isOn: Bool = false, note: String? = nil, children: [Sample] = []) {
        self.name = name
        self.count = count
        self.isOn = isOn
        self.note = note
        limit = nil
        self.children = children
        twin = []
    }
}

@Suite("CanonicalWriter")
struct CanonicalWriterTests {
    private static func text(_ record: Sample) -> String {
        String(decoding: record.canonicalBytes, as: UTF8.self)
    }

    @Test("writes members in order, without white space, and leaves out what is missing")
    func writesOneForm() {
        var record = Sample(name: "a", count: -7, isOn: true)
        #expect(Self.text(record) == #"{"name":"a","count":-7,"on":true,"children":[]}"#)
        record.note = ""
        record.limit = 0
        record.children = [Sample(name: "b"), Sample(name: "c")]
        let child = #","count":0,"on":false,"children":[]}"#
        #expect(
            Self.text(record)
                == #"{"name":"a","count":-7,"on":true,"note":"","limit":0,"children":[{"name":"b""#
                + child + #",{"name":"c""# + child + "]}")
    }

    @Test(
        "escapes quotes, backslashes and control characters, and nothing else",
        arguments: [
            ("\"", #""\"""#), ("\\", #""\\""#), ("\n", #""\u000a""#), ("\u{1F}\0", #""\u001f\u0000""#),
            ("/é€😀", "\"/é€😀\""), ("\u{7F}", "\"\u{7F}\""),
        ])
    func escapes(text: String, expected: String) {
        var writer = CanonicalWriter()
        writer.string(text)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test("writes integers of any width in full")
    func writesIntegers() {
        var writer = CanonicalWriter()
        writer.array([Int128.min, Int128(Int64.max), 0]) { $0.integer($1) }
        let expected = "[-170141183460469231731687303715884105728,9223372036854775807,0]"
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test("keeps commas right around empty and nested lists and objects")
    func keepsCommas() {
        var writer = CanonicalWriter()
        writer.object { writer in
            writer.member("a") { $0.object { _ in } }
            writer.member("b") { $0.array([[1, 2], [], [3]]) { $0.array($1) { $0.integer($1) } } }
            writer.member("c", 1)
        }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":{},"b":[[1,2],[],[3]],"c":1}"#)
    }

    @Test("is read back as the same record")
    func roundTrips() throws {
        var record = Sample(
            name: "quote \" backslash \\ line\n é😀", count: .min, isOn: true, note: "x",
            children: [Sample(name: "b")])
        record.limit = .max
        record.twin = [Sample(name: "t")]
        let value = try CanonicalValue(parsing: record.canonicalBytes)
        let again = try Sample(recorded: value)
        #expect(again == record)
        #expect(again.canonicalBytes == record.canonicalBytes)
    }
}
