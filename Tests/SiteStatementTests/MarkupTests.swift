import Testing

@testable import SiteStatement

@Suite("Markup")
struct MarkupTests {
    @Test(
        "what means something in HTML is escaped, in text and in attributes",
        arguments: [
            "<script>alert('x')</script>", "\"><img src=x onerror=alert(1)>", "a & b &amp; c", "]]>", "<!--",
            "plain", "ünïcødé ≤ 9 ½",
        ])
    func escapes(text: String) throws {
        var markup = Markup()
        markup.verbatim("<!DOCTYPE html>")
        markup.element("p", ["title": text], text)
        let element = try PageElement.read(markup.text)
        #expect(element.text == text)
        #expect(element.attributes["title"] == text)
        #expect(element.children.isEmpty)
    }

    @Test("characters that no document can hold are replaced")
    func control() { #expect(Markup.escaped("a\u{0}b\u{1B}c\td\u{85}") == "a\u{FFFD}b\u{FFFD}c d\u{FFFD}") }

    @Test(
        "what is not well-formed is found by the tests' own reader",
        arguments: [
            "<p>", "<p></b>", "</p>", "<p a=b></p>", "<p a=\"1\" a=\"2\"></p>", "<p>&nbsp;</p>",
            "<p></p><p></p>",
        ])
    func readerIsStrict(text: String) {
        #expect(throws: PageElement.Failure.self) { try PageElement.read("<!DOCTYPE html>" + text) }
    }
}
