/// Rows under headings, at most 100 columns wide.
package struct TextTable {
    /// A heading, and how the cells under it stand.
    package struct Column: Sendable {
        /// The text of the heading.
        package let title: String
        /// Whether cells stand at the right, as numbers do.
        package let isRight: Bool
        /// May be cut, with an ellipsis, where the table would be too wide.
        package let isFlexible: Bool

        /// A column of texts.
        package static func left(_ title: String) -> Column {
            Column(title: title, isRight: false, isFlexible: false)
        }

        package static func right(_ title: String) -> Column {
            Column(title: title, isRight: true, isFlexible: false)
        }

        /// A column of numbers that may be cut where the table would be too wide.
        package static func flexibleRight(_ title: String) -> Column {
            Column(title: title, isRight: true, isFlexible: true)
        }

        /// A column of texts that may be cut where the table would be too wide.
        package static func flexible(_ title: String) -> Column {
            Column(title: title, isRight: false, isFlexible: true)
        }
    }

    /// The columns from left to right.
    package let columns: [Column]
    /// The cells, as many in each row as there are columns.
    package var rows: [[String]] = []

    private static let gap = 2
    private static let narrowest = 6
    /// A first column that stands in several parts may be cut to this.
    private static let widestRepeated = 24

    package init(_ columns: [Column]) { self.columns = columns }

    /// The lines, headings first.
    package func lines(style: TextStyle = .plain) -> [String] {
        let widths = fittedWidths
        let heading = line(columns.map(\.title), widths: widths)
        return [style.heading(heading)] + rows.map { line($0, widths: widths) }
    }

    /// The table itself, or several side by side in its place, each beginning with the first column, where it would be
    /// too wide.
    ///
    /// A column without a title belongs to the one before it.
    package var parts: [TextTable] {
        let widths = naturalWidths
        let first = min(widths[0], Self.widestRepeated)
        var groups: [[Int]] = [[]]
        var width = first
        var rest = columns.indices.dropFirst()
        while let index = rest.popFirst() {
            let together = [index] + rest.prefix { columns[$0].title.isEmpty }
            rest = rest.dropFirst(together.count - 1)
            let more = together.reduce(0) { $0 + Self.gap + widths[$1] }
            if width + more > TextStyle.columns, !groups[groups.count - 1].isEmpty {
                groups.append([])
                width = first
            }
            groups[groups.count - 1] += together
            width += more
        }
        return groups.map { group in
            let kept = [0] + group
            var part = TextTable(kept.map { columns[$0] })
            part.rows = rows.map { row in kept.map { row[$0] } }
            return part
        }
    }

    private var naturalWidths: [Int] {
        columns.indices.map { index in
            max(columns[index].title.count, rows.map { $0[index].count }.max() ?? 0)
        }
    }

    private var fittedWidths: [Int] {
        var widths = naturalWidths
        var excess = widths.reduce(0, +) + Self.gap * (columns.count - 1) - TextStyle.columns
        while excess > 0 {
            let candidates = columns.indices.filter { columns[$0].isFlexible && widths[$0] > Self.narrowest }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func line(_ cells: [String], widths: [Int]) -> String {
        let padded = columns.indices.map { index in
            cells[index].fitted(to: widths[index], isRight: columns[index].isRight)
        }
        return padded.joined(separator: String(repeating: " ", count: Self.gap)).trimmedAtEnd
    }
}

extension String {
    /// Exactly so many columns: padded, or cut with an ellipsis.
    package func fitted(to width: Int, isRight: Bool = false) -> String {
        guard count <= width else { return String(prefix(max(0, width - 1))) + "…" }
        let padding = String(repeating: " ", count: width - count)
        return isRight ? padding + self : self + padding
    }

    /// The text without blanks at its end.
    package var trimmedAtEnd: String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }

    /// Lines of at most so many columns, broken at blanks where there are any; a line that fits stays as it is.
    package func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        for paragraph in split(separator: "\n", omittingEmptySubsequences: false) {
            guard paragraph.count > width else {
                lines.append(String(paragraph))
                continue
            }
            let indent = String(paragraph.prefix { $0 == " " })
            var current = indent
            for word in paragraph.split(separator: " ") {
                if current.count > indent.count, current.count + 1 + word.count > width {
                    lines.append(current)
                    current = indent
                }
                current += current.count > indent.count ? " \(word)" : String(word)
                while current.count > width {
                    lines.append(String(current.prefix(width)))
                    current = indent + current.dropFirst(width)
                }
            }
            lines.append(current)
        }
        return lines
    }
}
