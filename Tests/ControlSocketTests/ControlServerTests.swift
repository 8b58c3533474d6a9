import ControlSocket
import Dispatch
import GridUnits
import HostSystem
import SiteRecord
import Testing

@Suite("ControlServer")
struct ControlServerTests {
    @Test("every call reaches the service as it was asked, and its answer comes back")
    func carriesCalls() throws {
        let socket = try ServedSocket()
        let client = try socket.client()
        let calls: [any ControlCall] = [
            Ping(), Shed(to: .kilowatts(12_500), reason: "call from the QSE"),
            Shed(percent: 30, isDryRun: true, reason: "what if"), Follow(follows: false),
        ]
        for call in calls {
            let answer = try client.document(call)
            #expect(answer["method"]?.string == type(of: call).method)
            #expect(answer["issuer"]?.string?.hasPrefix("uid \(UserDirectory.ownUserID)") == true)
        }
        #expect(
            socket.service.calls == [
                "Ping {}", #"Shed {"to_mw":"12.5","reason":"call from the QSE"}"#,
                #"Shed {"percent":30,"dry_run":true,"reason":"what if"}"#, "Follow {}",
            ])
    }

    @Test("an answer is read as the call says")
    func typedReply() throws {
        let socket = try ServedSocket(RecordingControlService { _, _, responder in responder.reply(7) })
        #expect(try socket.client().reply(to: Ping()) == 7)
    }

    @Test("the description has every call with its parameters, every error, and no more")
    func description() {
        let text = FakeCalls.interface.description
        #expect(text.contains("\n# Sheds load.\nmethod Shed(to_mw: ?string, percent: ?int, dry_run: ?bool, "))
        #expect(text.contains("reason: string) -> (document: object)\n"))
        #expect(text.contains("\nmethod Ping() -> (document: object)\n"))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("method ") } == 3)
        for kind in ControlFailure.Kind.allCases {
            #expect(text.contains("\nerror \(kind.rawValue)(message: string"))
        }
    }

    @Test("an answer may come later and from another thread")
    func answersLater() throws {
        let service = RecordingControlService { _, _, responder in
            DispatchQueue.global().async { responder.reply(["late": true]) }
        }
        let socket = try ServedSocket(service)
        #expect(try socket.client().document(Ping()) == ["late": true])
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
        #expect(try client.document(Ping()) == 1)
        #expect(try client.document(Ping()) == 1)
        #expect(socket.service.calls == ["Ping {}", "Ping {}"])
    }

    @Test("a request that the daemon lets go is answered with an error, not with silence")
    func letGo() throws {
        let socket = try ServedSocket(RecordingControlService { _, _, _ in })
        let failure = #expect(throws: ControlClientFailure.self) { try socket.client().document(Ping()) }
        #expect(failure?.description.contains("let the request go") == true)
    }

    @Test("requests sent at once are answered in order")
    func pipelining() throws {
        let socket = try ServedSocket()
        let stream = try socket.raw()
        let calls = ["Ping", "Follow", "Ping"].map { #"{"method":"io.curtaild.Control.\#($0)"}"# + "\0" }
        try stream.send(text: calls.joined())
        let answers = try stream.messages(3).map { $0["parameters"]?["document"]?["method"] }
        #expect(answers == ["Ping", "Follow", "Ping"])
    }

    @Test("a one-way call is done and not answered")
    func oneway() throws {
        let socket = try ServedSocket()
        let stream = try socket.raw()
        try stream.send(text: #"{"method":"io.curtaild.Control.Follow","oneway":true}"# + "\0")
        try stream.send(text: #"{"method":"io.curtaild.Control.Ping"}"# + "\0")
        #expect(try stream.messages(1).first?["parameters"]?["document"]?["method"] == "Ping")
        #expect(socket.service.calls == ["Follow {}", "Ping {}"])
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
        #expect(socket.service.calls.isEmpty)
    }

    @Test("to follow a log, the call has to accept more than one answer")
    func expectedMore() throws {
        let socket = try ServedSocket()
        let stream = try socket.raw()
        try stream.send(text: #"{"method":"io.curtaild.Control.Follow","parameters":{"follow":true}}"# + "\0")
        #expect(try stream.messages(1).first?["error"] == "org.varlink.service.ExpectedMore")
    }

    @Test("a follower gets every answer and the end")
    func follows() throws {
        let service = RecordingControlService { _, _, responder in
            for number in 0..<1_000 { responder.more(.count(number)) }
            responder.reply("end")
        }
        let socket = try ServedSocket(service)
        var documents: [JSONValue] = []
        try socket.client().stream(Follow(follows: true)) {
            documents.append($0)
            return true
        }
        #expect(documents == (0..<1_000).map { .count($0) } + ["end"])
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
        try socket.client().stream(Follow(follows: true)) { _ in false }
        #expect(ended.wait(timeout: .now() + 30) == .success)
    }
}
