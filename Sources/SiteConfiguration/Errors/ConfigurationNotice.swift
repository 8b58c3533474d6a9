/// One thing that is wrong, or only doubtful, at one place of the configuration.
package struct ConfigurationNotice: Hashable, Sendable, CustomStringConvertible {
    package let position: TextPosition
    /// What is wrong and what would be right, in one line.
    package let message: String

    package init(position: TextPosition, message: String) {
        self.position = position
        self.message = message
    }

    /// `file:line:column: message`, as compilers write it, so that editors can jump there.
    package var description: String { "\(position): \(message)" }
}
