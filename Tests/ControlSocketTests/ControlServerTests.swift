import ControlSocket
import Dispatch
import HostSystem
import Testing

@Suite("ControlServer")
struct ControlServerTests {
    @Test(
        "every request reaches the service as it was asked, and its answer comes back",
        arguments: ControlRequestTests.all)
    func carriesRequests(request: ControlRequest) throws {
        let socket = try ServedSocket()
        let answer = try socket.client().call(request)
        #expect(answer["method"] == .text(request.method))
        #expect(answer["issuer"]?.string?.hasPrefix("uid \(UserDirectory.ownUserID)") == true)
        #expect(socket.service.requests == [request])
    }

    @Test("an answer may come later and from another thread")
    func answersLater() throws {
        let service = RecordingControlService { _, _, responder in
            DispatchQueue.global().async { responder.reply(["late": true]) }
        }
        let socket = try ServedSocket(service)
        #expect(try socket.client().call(.reload(waits: true)) == ["late": true])
    }

    @Test("only the first answer counts")
    func firstAnswerCounts() throws {
        let service = RecordingControlService { _, _, responder in
            responder.more("no")
            responder.reply(1)
            responder.reply(2)
            responder.fail(ControlFailure(.internal, "late"))
        }
        let socket = try ServedSocket(service)
        let client = try socket.client()
        #expect(try client.call(.ping) == 1)
        #expect(try client.call(.ping) == 1)
        #expect(socket.service.requests == [.ping, .ping])
    }

    @Test("a request that the daemon lets go is answered with an error, not with silence")
    func letGo() throws {
        let socket = try ServedSocket(RecordingControlService { _, _, _ in })
        let failure = #expect(throws: ControlClientFailure.self) { try socket.client().call(.status) }
        #expect(failure?.description.contains("let the request go") == true)
    }

    @Test("requests sent at once are answered in order")
    func pipelining() throws {
        let socket = try ServedSocket()
        let stream = try socket.raw()
        let calls = ["Ping", "Status", "Signals"].map { #"{"method":"io.curtaild.Control.\#($0)"}"# + "\0" }
        try stream.send(text: calls.joined())
        let answers = try stream.messages(3).map { $0["parameters"]?["document"]?["method"] }
        #expect(answers == ["Ping", "Status", "Signals"])
    }

    @Test("a one-way call is done and not answered")
    func oneway() throws {
        let socket = try ServedSocket()
        let stream = try socket.raw()
        try stream.send(text: #"{"method":"io.curtaild.Control.Signals","oneway":true}"# + "\0")
        try stream.send(text: #"{"method":"io.curtaild.Control.Ping"}"# + "\0")
        #expect(try stream.messages(1).first?["parameters"]?["document"]?["method"] == "Ping")
        #expect(socket.service.requests == [.signals, .ping])
    }

    @Test(
        "Varlink's own questions and mistakes get Varlink's own answers",
        arguments: [
            (#"{"method":"org.varlink.service.GetInfo"}"#, "product", nil),
            (
                #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"io.curtaild.Control"}}"#,
                "description", nil
            ),
            (
                #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"org.varlink.service"}}"#,
                "description", nil
            ),
            (
                #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"x.y"}}"#,
                "interface", "InterfaceNotFound"
            ),
            (
                #"{"method":"org.varlink.service.GetInterfaceDescription"}"#, "parameter",
                "InvalidParameter"
            ),
            (#"{"method":"io.curtaild.Control.Explode"}"#, "method", "MethodNotFound"),
            (#"{"method":"org.varlink.service.Explode"}"#, "method", "MethodNotFound"),
            (#"{"method":"io.systemd.Manager.Halt"}"#, "interface", "InterfaceNotFound"),
        ] as [(String, String, String?)])
    func varlink(call: String, member: String, error: String?) throws {
        let socket = try ServedSocket()
        let stream = try socket.raw()
        try stream.send(text: call + "\0")
        let answer = try #require(try stream.messages(1).first)
        #expect(answer["error"]?.string == error.map { "org.varlink.service.\($0)" })
        #expect(answer["parameters"]?[member] != nil)
        #expect(socket.service.requests.isEmpty)
    }

    @Test("to follow a log, the call has to accept more than one answer")
    func expectedMore() throws {
        let socket = try ServedSocket()
        let stream = try socket.raw()
        try stream.send(text: #"{"method":"io.curtaild.Control.Log","parameters":{"follow":true}}"# + "\0")
        #expect(try stream.messages(1).first?["error"] == "org.varlink.service.ExpectedMore")
    }

    @Test("a follower gets every answer and the end")
    func follows() throws {
        let service = RecordingControlService { _, _, responder in
            for number in 0..<1_000 { responder.more(.integer(number)) }
            responder.reply("end")
        }
        let socket = try ServedSocket(service)
        var documents: [ControlValue] = []
        try socket.client().stream(.log(LogSelection(follows: true))) {
            documents.append($0)
            return true
        }
        #expect(documents == (0..<1_000).map { .integer($0) } + ["end"])
    }

    @Test("an asker that leaves is noticed, so that nothing is kept for it")
    func noticesLeaving() throws {
        let ended = DispatchSemaphore(value: 0)
        let service = RecordingControlService { _, _, responder in
            responder.whenEnded {
                withExtendedLifetime(responder) {}
                ended.signal()
            }
            responder.more("first")
        }
        let socket = try ServedSocket(service)
        try socket.client().stream(.log(LogSelection(follows: true))) { _ in false }
        #expect(ended.wait(timeout: .now() + 30) == .success)
    }
}
