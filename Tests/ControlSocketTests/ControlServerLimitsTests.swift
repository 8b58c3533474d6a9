import ControlSocket
import Dispatch
import HostSystem
import SiteRecord
import Testing

@Suite("ControlServer limits")
struct ControlServerLimitsTests {
    private static let small: ControlLimits = {
        var limits = ControlLimits()
        limits.requestBytes = 1_000
        return limits
    }()

    private static func ping(bytes: Int) -> String {
        let call = #"{"method":"io.curtaild.Control.Ping"}"#
        return call + String(repeating: " ", count: bytes - call.utf8.count) + "\0"
    }

    private static func kind(_ message: JSONValue?) -> String? {
        message?["error"]?.string?.split(separator: ".").last.map(String.init)
    }

    @Test("a request of exactly the limit is answered, one byte more is refused and the connection closed")
    func requestLimit() throws {
        let socket = try ServedSocket(limits: Self.small)
        let stream = try socket.raw()
        try stream.send(text: Self.ping(bytes: 1_000))
        #expect(try stream.messages(1).first?["parameters"]?["document"]?["method"] == "Ping")
        try stream.send(text: Self.ping(bytes: 1_001))
        #expect(Self.kind(try stream.messagesToEnd().first) == "TooLarge")
        #expect(socket.service.calls == ["Ping {}"])
    }

    @Test("bytes without an end are refused at the limit")
    func neverEnding() throws {
        let socket = try ServedSocket(limits: Self.small)
        let stream = try socket.raw()
        try stream.send([UInt8](repeating: 65, count: 1_001))
        #expect(Self.kind(try stream.messagesToEnd().first) == "TooLarge")
    }

    @Test(
        "what is no call is refused with the reason, and the next asker is served",
        arguments: ["GET / HTTP/1.0\r\n\r\n\0", "\0", "[]\0", "{}\0", "{\"method\":7}\0", "\u{FFFD}\0"])
    func garbage(text: String) throws {
        let socket = try ServedSocket()
        let stream = try socket.raw()
        try stream.send(text: text)
        let answers = try stream.messagesToEnd()
        #expect(answers.map(Self.kind) == ["NotJSON"])
        #expect(try socket.client().document(Ping())["method"] == "Ping")
    }

    @Test("half a request and a hang-up harm nobody")
    func halfRequest() throws {
        let socket = try ServedSocket()
        try socket.raw().send(text: #"{"method":"io.cur"#)
        #expect(try socket.client().document(Ping())["method"] == "Ping")
        #expect(socket.service.calls == ["Ping {}"])
    }

    @Test("a connection beyond the limit is told why, and one that closes makes room")
    func connectionLimit() throws {
        var limits = ControlLimits()
        limits.connections = 2
        let socket = try ServedSocket(limits: limits)
        let first = try socket.client()
        let second = try socket.client()
        _ = try first.document(Ping())
        _ = try second.document(Ping())
        let failure = #expect(throws: ControlClientFailure.self) { try socket.client().document(Ping()) }
        #expect(failure?.exitStatus == 75)
        _ = try first.document(Ping())
        _ = try second.document(Ping())
    }

    @Test("a connection that asks nothing is closed, with a word")
    func idle() throws {
        var limits = ControlLimits()
        limits.idleMilliseconds = 20
        let socket = try ServedSocket(limits: limits)
        let stream = try socket.raw()
        try stream.send(text: "{")
        #expect(Self.kind(try stream.messagesToEnd().first) == "TryAgain")
        #expect(socket.service.calls.isEmpty)
    }

    @Test("a follower that does not read is dropped at the limit, told why, and let go by the service")
    func slowFollower() throws {
        let ended = DispatchSemaphore(value: 0)
        let service = RecordingControlService { _, _, responder in
            responder.whenEnded { ended.signal() }
            let chunk = String(repeating: "x", count: 65_536)
            for _ in 0..<200 { responder.more(.text(chunk)) }
        }
        let socket = try ServedSocket(service)
        let stream = try socket.raw()
        try stream.send(
            text: #"{"method":"io.curtaild.Control.Follow","more":true,"parameters":{"follow":true}}"# + "\0")
        #expect(ended.wait(timeout: .now() + 30) == .success)
        let answers = try stream.messagesToEnd()
        #expect(answers.count < 40)
        #expect(answers.dropLast().allSatisfy { $0["continues"] == true })
        #expect(Self.kind(answers.last) == "TooSlow")
    }

    @Test("an answer beyond the limit becomes an error that says what to ask instead")
    func replyLimit() throws {
        var limits = ControlLimits()
        limits.replyBytes = 1_000
        let service = RecordingControlService { _, _, responder in
            responder.reply(.text(String(repeating: "x", count: 1_000)))
        }
        let socket = try ServedSocket(service, limits: limits)
        let client = try socket.client()
        let failure = #expect(throws: ControlClientFailure.self) {
            try client.document(Ping())
        }
        #expect(failure?.exitStatus == 65)
        #expect(socket.service.calls.count == 1)
    }
}
