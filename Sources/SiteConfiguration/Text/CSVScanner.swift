/// Cuts RFC 4180 text into rows of cells that know their place; blank lines are skipped.
///
/// A byte-order mark, either line end, quoted commas, quotes and line ends are what spreadsheets write. For tables that
/// people keep: units, statements. ERCOT's reports come as lines of a stream and have their own splitter, which
/// allocates nothing.
package struct CSVScanner {
    /// One cell and where it stands.
    package struct Cell {
        /// Without quotes and surrounding blanks.
        package let text: String
        /// Counted from 1.
        package let line: Int
        /// Counted from 1, in Unicode scalars.
        package let column: Int
    }

    /// The breach of RFC 4180, and its place.
    package struct Problem {
        /// The problem in a sentence.
        package let message: String
        /// Counted from 1.
        package let line: Int
        /// Counted from 1, in Unicode scalars.
        package let column: Int
    }

    /// Cells of one row; a row with more is no table of ours.
    static let cellLimit = 64

    private let bytes: [UInt8]
    private var index: Int
    private var line = 1
    private var column = 1
    /// The reason why the scan ended before the text.
    package private(set) var problem: Problem?

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")

    /// Begins at the first row.
    ///
    /// - Parameter bytes: the whole text, UTF-8; what is not becomes replacement characters.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next row that is not blank; nil at the end or after a problem.
    package mutating func next() -> [Cell]? {
        while index < bytes.count, problem == nil {
            var cells: [Cell] = []
            repeat {
                guard let cell = cell() else { return nil }
                cells.append(cell)
                guard cells.count <= Self.cellLimit else {
                    fail("this row has more than \(Self.cellLimit) cells")
                    return nil
                }
            } while accept(Self.comma)
            _ = accept(Self.lineFeed)
            guard cells.count == 1, cells[0].text.isEmpty else { return cells }
        }
        return nil
    }

    private mutating func cell() -> Cell? {
        skipBlanks()
        if index < bytes.count, bytes[index] == Self.quote { return quoted() }
        let (startLine, startColumn, start) = (line, column, index)
        while index < bytes.count, bytes[index] != Self.comma, bytes[index] != Self.lineFeed { step() }
        var end = index
        while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
        return Cell(
            text: String(decoding: bytes[start..<end], as: UTF8.self), line: startLine, column: startColumn)
    }

    private mutating func quoted() -> Cell? {
        let (startLine, startColumn) = (line, column)
        var content: [UInt8] = []
        step()
        while index < bytes.count {
            if bytes[index] == Self.quote {
                step()
                guard index < bytes.count, bytes[index] == Self.quote else {
                    skipBlanks()
                    guard index == bytes.count || bytes[index] == Self.comma || bytes[index] == Self.lineFeed
                    else {
                        fail("there is text after the closing quote; put a comma between")
                        return nil
                    }
                    return Cell(
                        text: String(decoding: content, as: UTF8.self), line: startLine, column: startColumn)
                }
            }
            content.append(bytes[index])
            step()
        }
        problem = Problem(
            message: "the quote that opens here is never closed", line: startLine, column: startColumn)
        return nil
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        step()
        return true
    }

    private mutating func skipBlanks() {
        while index < bytes.count, Self.isBlank(bytes[index]) { step() }
    }

    private mutating func step() {
        let byte = bytes[index]
        index += 1
        if byte == Self.lineFeed {
            line += 1
            column = 1
        } else if byte & 0xC0 != 0x80 {
            column += 1
        }
    }

    private mutating func fail(_ message: String) {
        problem = Problem(message: message, line: line, column: column)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
