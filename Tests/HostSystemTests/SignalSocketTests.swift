import CurtailTesting
import HostSystem
import Testing

@Suite("SignalSocket")
struct SignalSocketTests {
    @Test("replaces a socket that was left behind, and nothing else")
    func replacesLeftOver() throws {
        let directory = try TemporaryDirectory()
        let folder = directory.path
        for kind in [SignalSocket.Kind.stream, .datagram] {
            let descriptor = try SignalSocket.bind(path: "\(folder)/s", kind: kind, group: nil)
            #expect(try FileFacts(of: "\(folder)/s").mode == 0o660)
            SignalSocket.close(descriptor)
        }
        try HostFolder.write(Array("mine".utf8), to: "\(folder)/file")
        #expect(throws: HostFileError.self) {
            try SignalSocket.bind(path: "\(folder)/file", kind: .stream, group: nil)
        }
        let long = "\(folder)/\(String(repeating: "x", count: 108))"
        #expect(throws: HostFileError.self) { try SignalSocket.bind(path: long, kind: .stream, group: nil) }
        withExtendedLifetime(directory) {}
    }
}
