import Glibc

/// A call that the kernel refused.
package struct HostFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The attempt and its object, to stand after "cannot": `open /etc/curtaild/curtaild.yaml`.
    package let attempt: String
    /// The positive `errno` value, as the call left it.
    package let errorNumber: Int32

    package init(_ attempt: String, _ errorNumber: Int32) {
        self.attempt = attempt
        self.errorNumber = errorNumber
    }

    package var description: String {
        "cannot \(attempt): \(Self.reason(errorNumber)) (errno \(errorNumber))"
    }

    /// Nobody listens there, or there is no such socket.
    package var meansNobodyListens: Bool { [ECONNREFUSED, ENOENT, ENOTDIR].contains(errorNumber) }

    /// Whether the socket is there and we may not use it.
    package var meansNotPermitted: Bool { [EACCES, EPERM].contains(errorNumber) }

    /// A wait ran out, or the listener's backlog is full.
    package var meansTryAgain: Bool { [EAGAIN, ETIMEDOUT, EINPROGRESS].contains(errorNumber) }

    /// The system's words for an error number.
    package static func reason(_ errorNumber: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe strerror_r(errorNumber, &buffer, buffer.count) == 0 else { return "unknown error" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
