import Glibc

/// Names and numbers of users and groups.
///
/// A lookup may ask the network, so never on the decision loop.
package enum UserDirectory {
    /// The effective user of this process.
    package static var ownUserID: UInt32 { geteuid() }

    /// The number of a group; nil when the host knows no such group.
    package static func groupID(named name: String) -> UInt32? {
        if let number = UInt32(name) { return number }
        var record = unsafe group()
        var buffer = [CChar](repeating: 0, count: 65_536)
        var found: UnsafeMutablePointer<group>?
        // The record points into the buffer, so the buffer stands still while it is read.
        return unsafe buffer.withUnsafeMutableBufferPointer { storage -> UInt32? in
            guard let start = storage.baseAddress,
                unsafe getgrnam_r(name, &record, start, storage.count, &found) == 0, unsafe found != nil
            else { return nil }
            return unsafe record.gr_gid
        }
    }

    /// The name of a user; nil when the host knows no such user.
    package static func userName(of userID: UInt32) -> String? {
        var record = unsafe passwd()
        var buffer = [CChar](repeating: 0, count: 65_536)
        var found: UnsafeMutablePointer<passwd>?
        // The name points into the buffer, so it is copied while the buffer stands still.
        return unsafe buffer.withUnsafeMutableBufferPointer { storage -> String? in
            guard let start = storage.baseAddress,
                unsafe getpwuid_r(userID, &record, start, storage.count, &found) == 0,
                unsafe found != nil, let name = unsafe record.pw_name
            else { return nil }
            return unsafe String(cString: name)
        }
    }
}
