import CurtailTesting
import Glibc
import HostSystem
import Testing

@Suite("UnixSocket")
struct UnixSocketTests {
    @Test("replaces a socket that was left behind, and nothing else")
    func replacesLeftOver() async {
        // In a process of its own: one forked by another test holds our descriptors until it executes its program.
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryDirectory()
            for kind in [UnixSocket.Kind.stream, .datagram] {
                let descriptor = try UnixSocket.bind(path: "\(folder.path)/s", kind: kind, group: nil)
                #expect(try FileFacts(of: "\(folder.path)/s").mode == 0o660)
                UnixSocket.close(descriptor)
            }
            withExtendedLifetime(folder) {}
        }
    }

    @Test("leaves a file that is no socket, and refuses a path that does not fit")
    func refuses() throws {
        let folder = try TemporaryDirectory()
        try HostFolder.write(Array("mine".utf8), to: "\(folder.path)/file")
        let long = "\(folder.path)/\(String(repeating: "x", count: 108))"
        for (path, errorNumber) in [("\(folder.path)/file", EEXIST), (long, ENAMETOOLONG), ("", EINVAL)] {
            let failure = #expect(throws: HostFailure.self) {
                try UnixSocket.bind(path: path, kind: .stream, group: nil)
            }
            #expect(failure?.errorNumber == errorNumber, "\(path)")
        }
        withExtendedLifetime(folder) {}
    }

    @Test(
        "leaves a socket that somebody serves, whatever is asked for",
        arguments: [UnixSocket.Kind.stream, .datagram], [UnixSocket.Kind.stream, .datagram])
    func keepsLiving(served: UnixSocket.Kind, asked: UnixSocket.Kind) throws {
        let folder = try TemporaryDirectory()
        let descriptor = try UnixSocket.bind(path: "\(folder.path)/s", kind: served, group: nil)
        defer { UnixSocket.close(descriptor) }
        let failure = #expect(throws: HostFailure.self) {
            try UnixSocket.bind(path: "\(folder.path)/s", kind: asked, group: nil)
        }
        #expect(failure?.errorNumber == EADDRINUSE)
        #expect(failure?.description.contains("another process") == true)
        withExtendedLifetime(folder) {}
    }
}
