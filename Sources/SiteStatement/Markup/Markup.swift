import GridUnits

/// HTML that is well-formed XML as well: every text is escaped, every element is closed.
///
/// Names of elements and attributes are `StaticString`, so that nothing from outside can ever be one.
struct Markup {
    /// An attribute and its value, which is escaped when it is written.
    typealias Attributes = KeyValuePairs<StaticString, String>

    private(set) var text = ""

    /// Elements after whose end a line ends, so that the file can be read and compared.
    private static let lines: Set<String> = [
        "tr", "p", "h1", "h2", "h3", "li", "ul", "div", "section", "figure", "figcaption", "table", "caption",
        "thead", "tbody", "tfoot", "svg", "details", "summary", "dl", "dd", "head", "header", "nav", "main",
        "footer", "body", "html", "title", "style", "path", "g", "text",
    ]

    /// An element with what the closure writes in it.
    mutating func element(
        _ name: StaticString, _ attributes: Attributes, _ content: (inout Markup) -> Void
    ) {
        open(name, attributes)
        text += ">"
        content(&self)
        text += "</\(name)>"
        if Self.lines.contains("\(name)") { text += "\n" }
    }

    mutating func element(_ name: StaticString, _ content: (inout Markup) -> Void) {
        element(name, [:], content)
    }

    /// An element with a text in it.
    mutating func element(_ name: StaticString, _ attributes: Attributes, _ words: String) {
        element(name, attributes) { $0.words(words) }
    }

    mutating func element(_ name: StaticString, _ words: String) { element(name, [:], words) }

    /// An element without content.
    mutating func void(_ name: StaticString, _ attributes: Attributes = [:]) {
        open(name, attributes)
        text += "/>"
        if Self.lines.contains("\(name)") { text += "\n" }
    }

    /// Text, escaped.
    mutating func words(_ words: String) { text += Self.escaped(words) }

    /// Text of ours that is written as it is: the document's type, the style sheet.
    mutating func verbatim(_ words: StaticString) { text += "\(words)" }

    private mutating func open(_ name: StaticString, _ attributes: Attributes) {
        text += "<\(name)"
        for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value))\"" }
    }

    /// Characters that mean something in HTML become references; those that XML cannot hold become U+FFFD.
    static func escaped(_ words: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(words.utf8.count)
        for scalar in words.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\t", "\n", "\r": escaped += " "
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension Markup {
    /// A part of the page with its heading.
    mutating func section(_ name: StaticString, _ title: String, _ content: (inout Markup) -> Void) {
        element("section", ["id": "\(name)", "aria-labelledby": "\(name)-title"]) { markup in
            markup.element("h2", ["id": "\(name)-title"], title)
            content(&markup)
        }
    }

    mutating func paragraph(_ text: String) { element("p", text) }

    /// A part that is shown when it is asked for; it needs no script.
    mutating func details(_ summary: String, _ content: (inout Markup) -> Void) {
        element("details") { markup in
            markup.element("summary", summary)
            content(&markup)
        }
    }

    /// A term of a list and what belongs to it.
    mutating func term(_ term: String, _ content: (inout Markup) -> Void) {
        element("div") { markup in
            markup.element("dt", term)
            markup.element("dd") { content(&$0) }
        }
    }
}

extension Markup {
    /// An amount rounded for show, with all its digits in the element's value.
    mutating func dollars(_ amount: Money) { value(amount.decimalSixPlaces, Shown.dollars(amount)) }

    /// Megawatt-hours rounded for show; nine digits in the element's value.
    mutating func energy(_ energy: Energy) {
        value(energy.megawattHours(places: 9), Shown.megawattHours(energy))
    }

    /// Megawatts rounded for show; the exact power in the element's value.
    mutating func power(_ power: Power) { value(power.decimal, Shown.megawatts(power)) }

    /// A price per megawatt-hour rounded for show; all its digits in the element's value.
    mutating func price(_ price: EnergyPrice) { value(price.decimal(places: 6), Shown.price(price)) }

    /// An instant as the reader's clock shows it, with UTC in the element.
    mutating func instant(_ instant: UTCInstant, _ shown: String) {
        element("time", ["datetime": instant.milliseconds], shown)
    }

    private mutating func value(_ exact: String, _ shown: String) {
        element("data", ["value": exact], shown)
    }
}
