import Glibc

/// Who is at the other end of a UNIX stream socket, as the kernel recorded it when the peer connected.
package struct PeerCredentials: Hashable, Sendable {
    /// The process at the other end.
    package let processID: Int32
    /// Its effective user.
    package let userID: UInt32
    /// Its effective group.
    package let groupID: UInt32
    /// Supplementary groups, which SO_PEERCRED alone does not tell.
    package let supplementaryGroups: [UInt32]

    package init(processID: Int32, userID: UInt32, groupID: UInt32, supplementaryGroups: [UInt32] = []) {
        self.processID = processID
        self.userID = userID
        self.groupID = groupID
        self.supplementaryGroups = supplementaryGroups
    }

    /// Asks the kernel. (unix(7): SO_PEERCRED; SO_PEERGROUPS since Linux 4.13.)
    ///
    /// - Parameter descriptor: a connected UNIX stream socket.
    /// - Throws: ``HostFailure``.
    package init(ofPeerAt descriptor: Int32) throws(HostFailure) {
        // struct ucred: pid, uid, gid, four bytes each.
        var credentials: [UInt32] = [0, 0, 0]
        var size = socklen_t(12)
        let result = unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size)
        guard result == 0, size == 12 else { throw HostFailure("read the peer's credentials", errno) }
        processID = Int32(bitPattern: credentials[0])
        userID = credentials[1]
        groupID = credentials[2]
        supplementaryGroups = try Self.groups(ofPeerAt: descriptor)
    }

    /// Whether the process is in a group, by its own or a supplementary one.
    package func isMember(of group: UInt32) -> Bool {
        groupID == group || supplementaryGroups.contains(group)
    }

    private static func groups(ofPeerAt descriptor: Int32) throws(HostFailure) -> [UInt32] {
        // The kernel answers ERANGE with the size it needs; two tries, because the list cannot change.
        var groups = [UInt32](repeating: 0, count: 64)
        for _ in 0..<2 {
            var size = socklen_t(groups.count * 4)
            if unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERGROUPS, &groups, &size) == 0 {
                return Array(groups.prefix(Int(size) / 4))
            }
            guard errno == ERANGE else { throw HostFailure("read the peer's groups", errno) }
            groups = [UInt32](repeating: 0, count: Int(size) / 4)
        }
        throw HostFailure("read the peer's groups", ERANGE)
    }
}
