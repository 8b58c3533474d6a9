import CSystemd
import Glibc

/// A descriptor that the service manager handed over at the start. (sd_listen_fds_with_names(3).)
package struct PassedSocket: Hashable, Sendable {
    /// The kinds of socket that a unit can pass.
    package enum Kind: Hashable, Sendable {
        case unixStreamListener
        case unixDatagram
        case internetStreamListener
        case internetDatagram
        /// Anything else, for example a descriptor stored by an earlier run.
        case other
    }

    /// `FileDescriptorName=` of the socket unit, by default the unit's name.
    ///
    /// Sockets are found by it, because their order means nothing.
    package let name: String
    /// Closed on exec; the caller owns it.
    package let descriptor: Int32
    /// The kernel's word for the socket, whatever the unit file calls it.
    package let kind: Kind

    package init(name: String, descriptor: Int32, kind: Kind) {
        self.name = name
        self.descriptor = descriptor
        self.kind = kind
    }

    /// Takes what was passed to this process; empty when nothing was.
    ///
    /// - Throws: ``PassedSocketFailure`` when the environment is contradictory.
    package static func all() throws(PassedSocketFailure) -> [PassedSocket] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = unsafe sd_listen_fds_with_names(0, &names)
        guard count >= 0 else { throw PassedSocketFailure(errorNumber: -count) }
        var sockets: [PassedSocket] = []
        for index in 0..<Int(count) {
            let descriptor = Int32(3 + index)
            let pointer = unsafe names?[index]
            let name = unsafe pointer.map { unsafe String(cString: $0) } ?? "unknown"
            sockets.append(PassedSocket(name: name, descriptor: descriptor, kind: kind(of: descriptor)))
            unsafe free(pointer)
        }
        unsafe free(names)
        return sockets
    }

    static func kind(of descriptor: Int32) -> Kind {
        let stream = Int32(SOCK_STREAM.rawValue)
        let datagram = Int32(SOCK_DGRAM.rawValue)
        if sd_is_socket(descriptor, AF_UNIX, stream, 1) > 0 { return .unixStreamListener }
        if sd_is_socket(descriptor, AF_UNIX, datagram, -1) > 0 { return .unixDatagram }
        for family in [AF_INET, AF_INET6] {
            if sd_is_socket(descriptor, family, stream, 1) > 0 { return .internetStreamListener }
            if sd_is_socket(descriptor, family, datagram, -1) > 0 { return .internetDatagram }
        }
        return .other
    }
}

/// `LISTEN_FDS` and what belongs to it cannot be read.
package struct PassedSocketFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The `errno` of the call that failed.
    package let errorNumber: Int32

    package var description: String {
        "The sockets passed by the service manager cannot be read (error \(errorNumber)). Nothing was started. Look "
            + "at LISTEN_FDS in the environment, or start the daemon without its socket units"
    }
}
