/// Lines of labels and texts, and tables between them.
package struct TextPage {
    /// The lines so far.
    private(set) package var lines: [String] = []
    /// The emphasis of headings and alarms.
    package let style: TextStyle

    private static let labelWidth = 12

    package init(style: TextStyle) { self.style = style }

    package var text: String { lines.map { "\($0)\n" }.joined() }

    /// Adds a line that stands out as a heading.
    package mutating func heading(_ text: String) { lines.append(style.heading(text)) }

    /// Adds a text, wrapped to the page.
    package mutating func plain(_ text: String) { lines += text.wrapped(to: TextStyle.columns) }

    /// Adds a text that stands out as an alarm, wrapped to the page.
    package mutating func alarm(_ text: String) {
        lines += text.wrapped(to: TextStyle.columns).map(style.alarm)
    }

    /// One line as it is, with its own alignment.
    package mutating func line(_ text: String) { lines.append(text) }

    /// Adds an empty line.
    package mutating func blank() { lines.append("") }

    /// A label and its text, wrapped under itself.
    package mutating func field(_ label: String, _ text: String, isAlarm: Bool = false) {
        let parts = text.wrapped(to: TextStyle.columns - Self.labelWidth)
        for (index, part) in parts.enumerated() {
            let start = (index == 0 ? label : "").fitted(to: Self.labelWidth)
            lines.append((style.heading(start) + (isAlarm ? style.alarm(part) : part)).trimmedAtEnd)
        }
    }

    package mutating func table(_ table: TextTable) { lines += table.lines(style: style) }
}
