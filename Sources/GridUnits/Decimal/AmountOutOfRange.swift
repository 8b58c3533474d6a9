/// A computation whose exact result does not fit its type; nothing was clamped or wrapped.
package struct AmountOutOfRange: Error, Hashable, Sendable, CustomStringConvertible {
    /// The operation and its operands, for the operator.
    package let operation: String

    package init(_ operation: String) { self.operation = operation }

    package var description: String {
        "\(operation) does not fit. Nothing was recorded for it; check the input's unit and magnitude."
    }
}
