import Glibc
import Testing

@testable import ServiceManager

@Suite("PassedSocket")
struct PassedSocketTests {
    @Test("a process that was passed nothing has nothing")
    func nothingPassed() async {
        await #expect(processExitsWith: .success) {
            _ = unsafe unsetenv("LISTEN_FDS")
            let sockets = try PassedSocket.all()
            #expect(sockets == [])
        }
    }

    @Test("sockets meant for another process are not ours")
    func meantForAnother() async {
        await #expect(processExitsWith: .success) {
            _ = unsafe setenv("LISTEN_FDS", "2", 1)
            _ = unsafe setenv("LISTEN_PID", "1", 1)
            let sockets = try PassedSocket.all()
            #expect(sockets == [])
        }
    }

    @Test(
        "a descriptor is known by what it is, not by its place",
        arguments: [
            (AF_UNIX, SOCK_DGRAM, PassedSocket.Kind.unixDatagram),
            (AF_INET, SOCK_DGRAM, .internetDatagram), (AF_INET6, SOCK_DGRAM, .internetDatagram),
            (AF_UNIX, SOCK_STREAM, .other),
        ])
    func kinds(family: Int32, type: __socket_type, kind: PassedSocket.Kind) {
        let descriptor = socket(family, Int32(type.rawValue), 0)
        defer { close(descriptor) }
        #expect(PassedSocket.kind(of: descriptor) == kind)
    }

    @Test("a listening stream socket is told from one that does not listen")
    func listening() {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        #expect(PassedSocket.kind(of: descriptor) == .other)
        #expect(listen(descriptor, 1) == 0)
        #expect(PassedSocket.kind(of: descriptor) == .internetStreamListener)
    }
}

extension __socket_type: @retroactive @unchecked Sendable {}  // A plain number.
