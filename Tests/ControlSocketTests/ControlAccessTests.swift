import ControlSocket
import HostSystem
import SiteRecord
import Testing

@Suite("ControlAccess")
struct ControlAccessTests {
    private static func peer(_ user: UInt32, group: UInt32 = 100, also groups: [UInt32] = [])
        -> PeerCredentials
    {
        PeerCredentials(processID: 4_711, userID: user, groupID: group, supplementaryGroups: groups)
    }

    @Test(
        "root, the daemon's user and members of the group command; others read where the site says so",
        arguments: [
            (peer(0), ControlRights.command, ControlRights.command), (peer(990), .command, .command),
            (peer(1_000, group: 4_242), .command, .command),
            (peer(1_000, also: [7, 4_242]), .command, .command),
            (peer(1_000), .read, .nothing), (peer(65_534, also: [4_243]), .read, .nothing),
        ])
    func rights(of peer: PeerCredentials, readable: ControlRights, closed: ControlRights) {
        func access(_ isWorldReadable: Bool) -> ControlAccess {
            ControlAccess(
                groupID: 4_242, groupName: "curtaild", ownUserID: 990, isWorldReadable: isWorldReadable)
        }
        #expect(access(true).rights(of: peer) == readable)
        #expect(access(false).rights(of: peer) == closed)
    }

    @Test("a group that the host does not know lets nobody in")
    func unknownGroup() {
        let access = ControlAccess(groupName: "no-such-group-here", isWorldReadable: false)
        #expect(access.groupID == nil)
        #expect(access.rights(of: Self.peer(4_000_000)) == .nothing)
    }

    @Test("a stranger who commands is refused with the way to be allowed, and the service never hears of it")
    func refusesCommand() throws {
        let socket = try ServedSocket(peer: Self.peer(4_000_000))
        let client = try socket.client()
        let failure = #expect(throws: ControlClientFailure.self) {
            try client.document(Shed(percent: 5, reason: "x"))
        }
        #expect(failure?.exitStatus == 77)
        #expect(failure?.description.contains("usermod -aG curtaild") == true)
        #expect(failure?.description.contains("uid 4000000 pid 4711") == true)
        #expect(try client.document(Ping())["method"] == "Ping")
        #expect(socket.service.calls == ["Ping {}"])
    }

    @Test("a right may hang on the parameters")
    func dryRun() throws {
        let socket = try ServedSocket(peer: Self.peer(4_000_000))
        let answer = try socket.client().document(Shed(percent: 5, isDryRun: true, reason: "x"))
        #expect(answer["method"] == "Shed")
    }

    @Test("a stranger may not even read where the site does not say so")
    func refusesReading() throws {
        let socket = try ServedSocket(peer: Self.peer(4_000_000), isWorldReadable: false)
        let failure = #expect(throws: ControlClientFailure.self) { try socket.client().document(Ping()) }
        #expect(failure?.exitStatus == 77)
        #expect(socket.service.calls.isEmpty)
    }
}
