/// A place in a configuration file.
package struct TextPosition: Hashable, Sendable, CustomStringConvertible {
    /// The file by the name the operator knows it by.
    package let file: String
    /// Counted from 1; zero where the whole file is meant.
    package let line: Int
    /// Counted from 1, in Unicode scalars.
    package let column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// The file as a whole, when it cannot be read at all.
    package static func file(_ name: String) -> TextPosition { TextPosition(file: name, line: 0, column: 0) }

    package var description: String { line == 0 ? file : "\(file):\(line):\(column)" }
}

/// One error or doubt, at one place of the configuration.
package struct ConfigurationNotice: Hashable, Sendable, CustomStringConvertible {
    /// Where the text stands.
    package let position: TextPosition
    /// The mistake and its remedy, in one line.
    package let message: String

    package init(position: TextPosition, message: String) {
        self.position = position
        self.message = message
    }

    /// `file:line:column: message`, as compilers write it, so that editors can jump there.
    package var description: String { "\(position): \(message)" }
}
