import CurtailTesting
import Testing

@testable import HostSystem

@Suite("UnixDatagram")
struct UnixDatagramTests {
    @Test("sends each text as one datagram")
    func sends() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/d"
        let receiver = UnixStream(owning: try UnixSocket.bind(path: path, kind: .datagram, group: nil))
        let sender = try UnixDatagram(connectingTo: path)
        try sender.send("frequency hz=59.981")
        try sender.send("frequency hz=59.982")
        #expect(String(decoding: try receiver.receive(atMost: 100), as: UTF8.self) == "frequency hz=59.981")
        #expect(String(decoding: try receiver.receive(atMost: 100), as: UTF8.self) == "frequency hz=59.982")
    }

    @Test("says so when nobody receives")
    func nobody() throws {
        let folder = try TemporaryDirectory()
        #expect(throws: HostFailure.self) { try UnixDatagram(connectingTo: "\(folder.path)/none") }
    }
}
