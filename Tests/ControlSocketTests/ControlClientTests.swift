import ControlSocket
import CurtailTesting
import Foundation
import Glibc
import HostSystem
import Testing

@Suite("ControlClient")
struct ControlClientTests {
    @Test("nobody there is exit 69 with the way to look")
    func nobodyThere() throws {
        let folder = try TemporaryDirectory()
        let failure = #expect(throws: ControlClientFailure.self) {
            try ControlClient(path: "\(folder.path)/control")
        }
        #expect(failure?.exitStatus == 69)
        #expect(failure?.description.contains("systemctl status curtaild") == true)
    }

    @Test("a path that is too long is refused, not cut")
    func longPath() {
        let path = "/tmp/" + String(repeating: "x", count: 200)
        let failure = #expect(throws: ControlClientFailure.self) { try ControlClient(path: path) }
        #expect(failure?.exitStatus == 69)
    }

    @Test("a daemon that does not answer in time is exit 75")
    func noAnswer() throws {
        let folder = try TemporaryDirectory()
        let listener = try UnixListener(path: "\(folder.path)/control", mode: 0o600, group: nil)
        let client = try ControlClient(path: "\(folder.path)/control", timeoutMilliseconds: 10)
        let failure = #expect(throws: ControlClientFailure.self) { try client.document(Ping()) }
        #expect(failure?.exitStatus == 75)
        withExtendedLifetime(listener) {}
    }

    @Test("a daemon that hangs up is exit 69")
    func hangsUp() throws {
        let folder = try TemporaryDirectory()
        let listener = try UnixListener(path: "\(folder.path)/control", mode: 0o600, group: nil)
        let client = try ControlClient(path: "\(folder.path)/control")
        UnixListener.discard(try #require(try listener.accept()))
        let failure = #expect(throws: ControlClientFailure.self) { try client.document(Ping()) }
        #expect(failure?.exitStatus == 69)
    }

    @Test(
        "something else than an answer is told apart from an error of the daemon",
        arguments: [
            "hello\0", "{}\0", #"{"error":"org.varlink.service.MethodNotFound","parameters":{}}"# + "\0",
        ])
    func badAnswer(text: String) throws {
        let folder = try TemporaryDirectory()
        let listener = try UnixListener(path: "\(folder.path)/control", mode: 0o600, group: nil)
        let client = try ControlClient(path: "\(folder.path)/control")
        let peer = UnixStream(owning: try #require(try listener.accept()))
        try peer.send(text: text)
        let failure = #expect(throws: ControlClientFailure.self) { try client.document(Ping()) }
        guard case .badAnswer = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }
}
