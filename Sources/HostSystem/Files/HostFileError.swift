import Glibc

/// A file operation that the kernel refused.
package struct HostFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// For the operator: `cannot open`, `cannot rename`.
    package let operation: String
    /// The file that the error is about.
    package let path: String
    /// `errno` as the call left it.
    package let errorNumber: Int32

    package init(_ operation: String, path: String, errorNumber: Int32) {
        self.operation = operation
        self.path = path
        self.errorNumber = errorNumber
    }

    package var description: String {
        guard let text = unsafe strerror(errorNumber) else {
            return "\(operation) \(path): error \(errorNumber)"
        }
        return unsafe "\(operation) \(path): \(String(cString: text)) (errno \(errorNumber))"
    }
}
