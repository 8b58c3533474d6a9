import Glibc

/// A numeric IPv4 or IPv6 address with its port, ready for the kernel; no name is ever resolved.
package struct SocketAddress: Sendable {
    enum Form {
        case version4(sockaddr_in)
        case version6(sockaddr_in6)
    }

    let form: Form

    /// Reads a numeric address; nil when host or port is malformed.
    ///
    /// - Parameters:
    ///   - host: dotted IPv4 or IPv6 without brackets or zone.
    ///   - port: 1 … 65535.
    package init?(host: String, port: Int) {
        guard let port = UInt16(exactly: port), port > 0 else { return nil }
        var version4 = sockaddr_in()
        if unsafe inet_pton(AF_INET, host, &version4.sin_addr) == 1 {
            version4.sin_family = sa_family_t(AF_INET)
            version4.sin_port = port.bigEndian
            form = .version4(version4)
            return
        }
        var version6 = sockaddr_in6()
        guard unsafe inet_pton(AF_INET6, host, &version6.sin6_addr) == 1 else { return nil }
        version6.sin6_family = sa_family_t(AF_INET6)
        version6.sin6_port = port.bigEndian
        form = .version6(version6)
    }

    var family: Int32 {
        switch form {
        case .version4: AF_INET
        case .version6: AF_INET6
        }
    }

    /// Calls `body` with the address as socket calls want it.
    func withSocketAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        switch form {
        case .version4(var address):
            return unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    unsafe body(generic, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        case .version6(var address):
            return unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    unsafe body(generic, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
    }
}
