import Testing

@testable import HostSystem

@Suite("StreamSocket and EventPoll")
struct StreamSocketTests {
    @Test(
        "takes numeric addresses only",
        arguments: [
            ("127.0.0.1", 4028, true), ("::1", 4028, true), ("fe80::1", 1, true), ("localhost", 4028, false),
            ("127.0.0.1", 0, false), ("127.0.0.1", 65_536, false), ("127.0.0", 80, false), ("", 80, false),
        ])
    func addresses(host: String, port: Int, isGood: Bool) {
        #expect((SocketAddress(host: host, port: port) != nil) == isGood)
    }

    @Test("carries bytes from a connecting socket to an accepted one, then its end")
    func transfer() throws {
        let address = try #require(SocketAddress(host: "127.78.1.1", port: 24_100))
        let listener = try StreamSocket.listening(on: address, backlog: 4)
        defer { listener.close() }
        let poll = try EventPoll()
        var ready = ReadyTokens(capacity: 4)
        try poll.add(listener, for: .readable, token: 7)
        let client = try StreamSocket.connecting(to: address)
        poll.wait(milliseconds: 10_000, into: &ready)
        #expect(ready.indices == 0..<1)
        #expect(ready[0] == 7)
        let server = try #require(listener.accept())
        defer { server.close() }
        #expect(listener.accept() == nil)
        #expect(client.send(Array("hello".utf8), from: 1) == .moved(4))
        try poll.add(server, for: .readable, token: 8)
        poll.wait(milliseconds: 10_000, into: &ready)
        #expect(ready.indices == 0..<1)
        #expect(ready[0] == 8)
        var reader = SocketReader(blockSize: 3)
        var bytes: [UInt8] = []
        #expect(reader.receive(from: server, into: &bytes) == .moved(3))
        #expect(reader.receive(from: server, into: &bytes) == .moved(1))
        #expect(bytes == Array("ello".utf8))
        #expect(reader.receive(from: server, into: &bytes) == .wouldBlock)
        client.close()
        poll.wait(milliseconds: 10_000, into: &ready)
        #expect(ready.indices == 0..<1)
        #expect(reader.receive(from: server, into: &bytes) == .ended)
    }

    @Test("says which call failed and why")
    func failure() throws {
        let address = try #require(SocketAddress(host: "127.78.1.2", port: 24_100))
        let listener = try StreamSocket.listening(on: address, backlog: 4)
        defer { listener.close() }
        let failure = #expect(throws: HostFailure.self) {
            try StreamSocket.listening(on: address, backlog: 4)
        }
        #expect(failure?.description.hasPrefix("cannot bind: Address already in use") == true)
    }

    @Test("wakes a waiting thread, which is joined")
    func signal() throws {
        let signal = try EventSignal()
        let poll = try EventPoll()
        var ready = ReadyTokens(capacity: 1)
        try poll.add(signal, token: 3)
        let thread = try HostThread(name: "a name that is longer than fifteen bytes") { signal.raise() }
        poll.wait(milliseconds: 10_000, into: &ready)
        #expect(ready.indices == 0..<1)
        thread.join()
        thread.join()
        signal.clear()
        poll.wait(milliseconds: 0, into: &ready)
        #expect(ready.indices.isEmpty)
    }
}
