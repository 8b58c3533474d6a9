package import GridUnits

/// Emphasis, where the terminal shows any.
package struct TextStyle: Sendable {
    /// Widest line of every table and page.
    package static let columns = 100

    /// How a text stands out; the raw value is the number of ECMA-48's SGR.
    package enum Emphasis: String, Sendable {
        case plain = ""
        case strong = "1"
        case faint = "2"
        case urgent = "31"
        case good = "32"
        case decision = "36"
    }

    /// Whether anything stands out by escape sequences.
    package let isColoured: Bool

    /// Text as it is, for files and pipes.
    package static let plain = TextStyle(isColoured: false)

    package init(isColoured: Bool) { self.isColoured = isColoured }

    /// Colours only on a terminal and never with NO_COLOR (no-color.org).
    package init(isTerminal: Bool, environment: [String: String]) {
        isColoured = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
    }

    /// A heading as it is shown.
    package func heading(_ text: String) -> String { painted(text, .strong) }

    /// An alarm as it is shown.
    package func alarm(_ text: String) -> String { painted(text, .urgent) }

    /// A text with an emphasis; as it is where nothing is coloured.
    package func painted(_ text: String, _ emphasis: Emphasis) -> String {
        guard isColoured, emphasis != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(emphasis.rawValue)m\(text)\u{1B}[0m"
    }
}

/// The text of an unknown value.
package let unknownText = "-"

/// An amount to so many digits after the point, or the mark of an unknown one.
func shown(_ amount: (some Quantity)?, places: Int) -> String {
    amount?.decimal(places: places) ?? unknownText
}

/// A span in the unit that a person would choose.
func shown(_ span: TimeSpan?) -> String {
    guard let span else { return unknownText }
    let seconds = span.nanoseconds / 1_000_000_000
    return seconds.magnitude < 180
        ? "\(seconds) s"
        : seconds.magnitude < 10_800
            ? "\(seconds / 60) min"
            : seconds.magnitude < 259_200 ? "\(seconds / 3_600) h" : "\(seconds / 86_400) d"
}

extension UTCInstant {
    /// To the second, without `T`.
    package var shown: String { seconds.replacing("T", with: " ", maxReplacements: 1) }
}
