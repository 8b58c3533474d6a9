import CHostSystem
import Glibc

/// A path in the form that socket calls take.
struct UnixSocketAddress {
    let path: String

    /// Checks that the path fits: 107 bytes at most, none of them NUL.
    ///
    /// - Throws: ``HostFailure`` with ENAMETOOLONG or EINVAL.
    init(_ path: String) throws(HostFailure) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw HostFailure("use “\(path)”", EINVAL) }
        guard path.utf8.count <= 107 else {
            throw HostFailure("use “\(path)” (a socket's path has at most 107 bytes)", ENAMETOOLONG)
        }
        self.path = path
    }

    static func makeSocket(_ type: __socket_type) throws(HostFailure) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(type.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw HostFailure("make a socket", errno) }
        return descriptor
    }

    func connect(_ descriptor: Int32) throws(HostFailure) {
        let result = unsafe withAddress { unsafe Glibc.connect(descriptor, $0, $1) }
        guard result == 0 else { throw HostFailure("connect to \(path)", errno) }
    }

    func bind(_ descriptor: Int32) throws(HostFailure) {
        let result = unsafe withAddress { unsafe Glibc.bind(descriptor, $0, $1) }
        guard result == 0 else { throw HostFailure("bind to \(path)", errno) }
    }

    private func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
