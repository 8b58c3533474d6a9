import CurtailTesting
import Foundation
import Testing

@testable import HostSystem

@Suite("UnixListener")
struct UnixListenerTests {
    private func attributes(_ path: String) throws -> [FileAttributeKey: Any] {
        try FileManager.default.attributesOfItem(atPath: path)
    }

    @Test("the socket file has exactly the mode asked for", arguments: [0o660, 0o600, 0o666])
    func mode(mode: Int) throws {
        let folder = try TemporaryDirectory()
        let listener = try UnixListener(path: "\(folder.path)/s", mode: UInt32(mode), group: nil)
        defer { withExtendedLifetime(listener) {} }
        #expect(try attributes("\(folder.path)/s")[.posixPermissions] as? Int == mode)
    }

    @Test("the socket of a dead process is replaced")
    func replacesStale() async {
        // In a process of its own: one forked by another test holds our descriptors until it executes its program.
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryDirectory()
            let path = "\(folder.path)/s"
            for _ in 0..<2 { withExtendedLifetime(try UnixListener(path: path, mode: 0o660, group: nil)) {} }
        }
    }

    @Test("the socket of a living process is left alone")
    func keepsLiving() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/s"
        let first = try UnixListener(path: path, mode: 0o660, group: nil)
        let failure = #expect(throws: HostFailure.self) {
            try UnixListener(path: path, mode: 0o660, group: nil)
        }
        #expect(failure?.errorNumber == EADDRINUSE)
        let stream = try UnixStream(connectingTo: path)
        withExtendedLifetime((first, stream)) {}
    }

    @Test("a file that is no socket is never removed")
    func keepsFile() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/s"
        try Data("precious".utf8).write(to: URL(filePath: path))
        #expect(throws: HostFailure.self) { try UnixListener(path: path, mode: 0o660, group: nil) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test("a folder that is not there, an empty path and one too long are errors that name it")
    func badPaths() {
        for path in ["/nonexistent/s", "", "/tmp/" + String(repeating: "x", count: 103)] {
            let failure = #expect(throws: HostFailure.self) {
                try UnixListener(path: path, mode: 0o660, group: nil)
            }
            #expect(failure?.description.contains(path.isEmpty ? "“”" : path) == true)
        }
    }

    @Test("nobody waiting is no error, and bytes come through")
    func acceptsAndCarries() throws {
        let folder = try TemporaryDirectory()
        let listener = try UnixListener(path: "\(folder.path)/s", mode: 0o660, group: nil)
        #expect(try listener.accept() == nil)
        let client = try UnixStream(connectingTo: "\(folder.path)/s")
        let server = UnixStream(owning: try #require(try listener.accept()))
        try client.send(Array("hello".utf8))
        #expect(try server.receive(atMost: 3) == Array("hel".utf8))
        #expect(try server.receive(atMost: 30) == Array("lo".utf8))
    }
}

@Suite("PeerCredentials")
struct PeerCredentialsTests {
    @Test("the kernel names the process, user and groups at the other end")
    func ofOurselves() throws {
        let folder = try TemporaryDirectory()
        let listener = try UnixListener(path: "\(folder.path)/s", mode: 0o660, group: nil)
        let client = try UnixStream(connectingTo: "\(folder.path)/s")
        let server = UnixStream(owning: try #require(try listener.accept()))
        let peer = try PeerCredentials(ofPeerAt: server.descriptor)
        #expect(peer.processID == ProcessInfo.processInfo.processIdentifier)
        #expect(peer.userID == UserDirectory.ownUserID)
        #expect(peer.groupID == getegid())
        #expect(peer.isMember(of: getegid()))
        #expect(!peer.isMember(of: 3_999_999))
        withExtendedLifetime(client) {}
    }

    @Test("a descriptor without a peer is an error")
    func noPeer() { #expect(throws: HostFailure.self) { try PeerCredentials(ofPeerAt: -1) } }

    @Test("names and numbers of users and groups are looked up; what is not there is nil")
    func directory() {
        #expect(UserDirectory.userName(of: 0) == "root")
        #expect(UserDirectory.userName(of: 3_999_999) == nil)
        #expect(UserDirectory.groupID(named: "root") == 0)
        #expect(UserDirectory.groupID(named: "1234") == 1_234)
        #expect(UserDirectory.groupID(named: "no-such-group-here") == nil)
    }
}
