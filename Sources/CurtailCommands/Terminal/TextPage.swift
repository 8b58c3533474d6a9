/// Lines of labels and texts, and tables between them.
struct TextPage {
    private(set) var lines: [String] = []
    let style: TextStyle

    private static let labelWidth = 12

    init(style: TextStyle) { self.style = style }

    var text: String { lines.map { "\($0)\n" }.joined() }

    mutating func heading(_ text: String) { lines.append(style.heading(text)) }

    mutating func plain(_ text: String) { lines += text.wrapped(to: TextStyle.columns) }

    mutating func alarm(_ text: String) { lines += text.wrapped(to: TextStyle.columns).map(style.alarm) }

    mutating func blank() { lines.append("") }

    /// A label and its text, wrapped under itself.
    mutating func field(_ label: String, _ text: String, isAlarm: Bool = false) {
        let parts = text.wrapped(to: TextStyle.columns - Self.labelWidth)
        for (index, part) in parts.enumerated() {
            let start = (index == 0 ? label : "").fitted(to: Self.labelWidth)
            lines.append((style.heading(start) + (isAlarm ? style.alarm(part) : part)).trimmedAtEnd)
        }
    }

    mutating func table(_ table: TextTable) { lines += table.lines(style: style) }
}
