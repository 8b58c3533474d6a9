import Glibc

/// A system call that failed, for an operator: which call, on what, and why.
package struct SystemFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call and its object, such as `connect 10.0.3.17:4028`.
    package let operation: String
    /// The positive `errno` value.
    package let errorNumber: Int32

    package init(operation: String, errorNumber: Int32) {
        self.operation = operation
        self.errorNumber = errorNumber
    }

    package var description: String { "\(operation): \(Self.reason(errorNumber)) (errno \(errorNumber))" }

    /// The system's words for an error number.
    package static func reason(_ errorNumber: Int32) -> String {
        guard let text = unsafe strerror(errorNumber) else { return "unknown error" }
        return unsafe String(cString: text)
    }
}
