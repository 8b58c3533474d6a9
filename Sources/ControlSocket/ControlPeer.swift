package import HostSystem

/// Who asks, and what that allows.
package struct ControlPeer: Hashable, Sendable {
    /// The process, user and groups, by the kernel's word.
    package let credentials: PeerCredentials
    /// The name of the user, where the host knows it.
    package let userName: String?
    /// The rights of the peer.
    package let rights: ControlRights

    package init(credentials: PeerCredentials, userName: String?, rights: ControlRights) {
        self.credentials = credentials
        self.userName = userName
        self.rights = rights
    }

    /// Who, as commands are recorded: `uid 1000 (ana) pid 4711`.
    package var issuer: String {
        let name = userName.map { " (\($0))" } ?? ""
        return "uid \(credentials.userID)\(name) pid \(credentials.processID)"
    }
}

/// The rights of a peer; each case includes the ones before it.
package enum ControlRights: Int, Hashable, Comparable, Sendable {
    case nothing
    case read
    case command

    package static func < (left: ControlRights, right: ControlRights) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The site's rule of who may read and command.
package struct ControlAccess: Hashable, Sendable {
    /// Members may command; nil where the host has no such group.
    package var groupID: UInt32?
    /// The group whose members may command.
    package var groupName: String
    /// The daemon's own user, who may command.
    package var ownUserID: UInt32
    /// Whether every user may ask.
    package var isWorldReadable: Bool

    package init(groupID: UInt32?, groupName: String, ownUserID: UInt32, isWorldReadable: Bool) {
        self.groupID = groupID
        self.groupName = groupName
        self.ownUserID = ownUserID
        self.isWorldReadable = isWorldReadable
    }

    /// Looks the group up on this host.
    package init(groupName: String, isWorldReadable: Bool) {
        self.init(
            groupID: UserDirectory.groupID(named: groupName), groupName: groupName,
            ownUserID: UserDirectory.ownUserID, isWorldReadable: isWorldReadable)
    }

    /// The rights of a peer: root and the group may command, others ask at most.
    package func rights(of credentials: PeerCredentials) -> ControlRights {
        if credentials.userID == 0 || credentials.userID == ownUserID { return .command }
        if let groupID, credentials.isMember(of: groupID) { return .command }
        return isWorldReadable ? .read : .nothing
    }

    /// Says no, and how to get a yes.
    func denial(of method: String, to peer: ControlPeer) -> ControlFailure {
        ControlFailure(
            .notPermitted,
            "\(method) was asked by \(peer.issuer), who may \(peer.rights == .read ? "only read" : "not even read"). "
                + "Nothing was done. Root and members of the group \(groupName) may: usermod -aG \(groupName) USER, "
                + "then log in again")
    }
}
