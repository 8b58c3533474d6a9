import Glibc

/// A call on a UNIX socket that the kernel refused.
package struct UnixSocketFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The attempt that failed, to stand after "cannot".
    package let attempt: String
    /// The `errno` value.
    package let errorNumber: Int32

    package init(_ attempt: String, _ errorNumber: Int32) {
        self.attempt = attempt
        self.errorNumber = errorNumber
    }

    package var description: String { "Cannot \(attempt): \(Self.text(of: errorNumber))." }

    /// Nobody listens there, or there is no such socket.
    package var meansNobodyListens: Bool {
        errorNumber == ECONNREFUSED || errorNumber == ENOENT || errorNumber == ENOTDIR
    }

    /// Whether the socket is there and we may not use it.
    package var meansNotPermitted: Bool { errorNumber == EACCES || errorNumber == EPERM }

    /// A wait ran out, or the listener's backlog is full.
    package var meansTryAgain: Bool {
        errorNumber == EAGAIN || errorNumber == ETIMEDOUT || errorNumber == EINPROGRESS
    }

    private static func text(of errorNumber: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe strerror_r(errorNumber, &buffer, buffer.count) == 0 else {
            return "error \(errorNumber)"
        }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
