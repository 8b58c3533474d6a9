import SitePorts
import GridMarket
import SiteLoop
import CurtailmentEngine
import GridUnits
import Testing

@testable import MinerControl

@Suite("LuxOS exchanges")
struct LuxOSExchangeTests {
    static let session = #"{"STATUS":[{"STATUS":"S","Code":316}],"SESSION":[{"SessionID":"AB12"}]}"#
    static let curtailed =
        #"{"CURTAIL":[{"Action":"sleep mode"}],"STATUS":[{"Code":335,"STATUS":"S"}],"id":1}"#
    static let conflict = #"{"STATUS":[{"STATUS":"E","Code":402,"Msg":"Another session is active"}]}"#
    static let error = #"{"STATUS":[{"STATUS":"E","Code":411,"Msg":"Invalid session ID"}]}"#

    /// Plays replies into an exchange and writes down what it sends and how it ends.
    private func play(_ exchange: some UnitExchange, _ replies: [String]) -> (
        sent: [String], end: ExchangeResult?
    ) {
        var exchange = exchange
        var sent: [String] = []
        var step = exchange.begin()
        for reply in replies + [""] {
            switch step {
            case .connectAndSend(let bytes), .send(let bytes):
                sent.append(String(decoding: bytes, as: UTF8.self))
            case .waitForMore: break
            case .finished(let result): return (sent, result)
            }
            step = exchange.receive(ReceivedBytes(bytes: Array(reply.utf8) + [0]))
        }
        guard case .finished(let result) = step else { return (sent, nil) }
        return (sent, result)
    }

    @Test("puts a miner to sleep with a logon and a curtail, and leaves the logoff to a release")
    func sleeps() {
        let (sent, end) = play(
            LuxOSOrderExchange(action: .sleep, mayKillForeignSession: false), [Self.session, Self.curtailed])
        #expect(sent == [#"{"command":"logon"}"#, #"{"command":"curtail","parameter":"AB12,sleep"}"#])
        #expect(end?.answer == .acknowledged(.sleep))
        #expect(end?.needsRelease == true)
        #expect(end?.memory == Array("AB12".utf8))
        let released = play(LuxOSReleaseExchange(session: end?.memory ?? []), ["{}"])
        #expect(released.sent == [#"{"command":"logoff","parameter":"AB12"}"#])
        #expect(released.end?.answer == nil)
        #expect(released.end?.needsRelease == false)
    }

    @Test("uses a session that is still open, and logs on anew when it has expired")
    func inheritedSession() {
        let open = play(
            LuxOSOrderExchange(action: .wake, mayKillForeignSession: false, session: Array("OLD".utf8)),
            [Self.curtailed])
        #expect(open.sent == [#"{"command":"curtail","parameter":"OLD,wakeup"}"#])
        #expect(open.end?.answer == .acknowledged(.wake))
        let expired = play(
            LuxOSOrderExchange(action: .wake, mayKillForeignSession: false, session: Array("OLD".utf8)),
            [Self.error, Self.session, Self.curtailed])
        #expect(expired.sent.count == 3)
        #expect(expired.end?.answer == .acknowledged(.wake))
    }

    @Test("ends another tool's session once, and only when it may")
    func conflicts() {
        let polite = play(LuxOSOrderExchange(action: .sleep, mayKillForeignSession: false), [Self.conflict])
        #expect(
            polite.end?.answer
                == .refused("another tool's session holds it (code 402, Another session is active)"))
        #expect(polite.end?.needsRelease == false)
        let urgent = play(
            LuxOSOrderExchange(action: .sleep, mayKillForeignSession: true),
            [Self.conflict, "{}", Self.session, Self.curtailed])
        #expect(urgent.sent[1] == #"{"command":"kill"}"#)
        #expect(urgent.end?.answer == .acknowledged(.sleep))
        let stubborn = play(
            LuxOSOrderExchange(action: .sleep, mayKillForeignSession: true),
            [Self.conflict, "{}", Self.conflict])
        guard case .refused = stubborn.end?.answer else {
            Issue.record("a second conflict has to end the exchange, not \(stubborn)")
            return
        }
    }

    @Test(
        "kills a foreign session for an urgent shed that failed once, and for nothing else",
        arguments: [
            (FleetOrder.Action.sleep, FleetOrder.Urgency.urgent, 0, false, 1),
            (.sleep, .urgent, 1, false, 2), (.sleep, .urgent, 0, true, 2),
            (.sleep, .recorded, 2, true, 1), (.wake, .urgent, 2, true, 1),
        ])
    func killing(
        action: FleetOrder.Action, urgency: FleetOrder.Urgency, attempt: Int, isLast: Bool, requests: Int
    ) {
        let unit = FleetSettings.Unit(id: "1", host: "127.0.0.1", port: 4028, ratedPower: .watts(3500))
        var exchange = LuxOSDriver().exchange(
            for: .order(action, urgency, attempt: attempt, isLastAttempt: isLast), with: unit, memory: [])
        _ = exchange.begin()
        let step = exchange.receive(ReceivedBytes(bytes: Array(Self.conflict.utf8), hasEnded: true))
        switch step {
        case .connectAndSend: #expect(requests == 2)
        case .finished: #expect(requests == 1)
        case .send, .waitForMore: Issue.record("a conflict is answered or ends the exchange")
        }
    }

    @Test(
        "explains what is no acknowledgement",
        arguments: [
            ([#"<<not json>>"#], "answered logon with no status"),
            ([#"{"STATUS":[{"STATUS":"S"}]}"#], "without a usable session"),
            ([#"{"STATUS":[{"STATUS":"S"}],"SessionID":"a\",x\""}"#], "without a usable session"),
            ([#"{"STATUS":[{"STATUS":"E","Code":45,"Msg":"Access denied"}]}"#], "denied logon: code 45"),
            ([LuxOSExchangeTests.session, #"{"STATUS":[{"STATUS":"S","Code":335"#], "cut short"),
            ([LuxOSExchangeTests.session, LuxOSExchangeTests.error], "denied curtail: code 411"),
            ([LuxOSExchangeTests.session, "{}"], "answered curtail with no status"),
        ])
    func refusals(replies: [String], reason: String) {
        let (_, end) = play(LuxOSOrderExchange(action: .sleep, mayKillForeignSession: false), replies)
        guard case .refused(let text) = end?.answer else {
            Issue.record("\(replies) ended as \(String(describing: end))")
            return
        }
        #expect(text.contains(reason))
    }

    @Test("waits for the rest of a reply that comes in pieces")
    func splitReads() {
        let whole = Array(Self.session.utf8) + [0]
        for cut in 1..<whole.count {
            var exchange = LuxOSOrderExchange(action: .sleep, mayKillForeignSession: false)
            _ = exchange.begin()
            guard case .waitForMore = exchange.receive(ReceivedBytes(bytes: Array(whole[..<cut]))),
                case .connectAndSend = exchange.receive(ReceivedBytes(bytes: whole, newFrom: cut))
            else {
                Issue.record("cut at \(cut)")
                return
            }
        }
    }

    @Test(
        "reads watts and the miner's own word",
        arguments: [
            ("3250", #""CurtailMode":"None""#, UnitReading.Answer.drawing(.watts(3250), .running)),
            ("25", #""CurtailMode":"Sleep","SystemStatus":"Normal""#, .drawing(.watts(25), .asleep)),
            ("\"12.5\"", #""systemstatus":"Sleeping""#, .drawing(Power(microwatts: 12_500_000), .asleep)),
            ("0", #""CurtailMode":"Strange""#, .drawing(.zero, .unknown)),
        ])
    func reads(watts: String, config: String, answer: UnitReading.Answer) {
        let (sent, end) = play(
            LuxOSReadExchange(),
            [
                #"{"STATUS":[{"STATUS":"S"}],"POWER":[{"Watts":\#(watts)}]}"#,
                #"{"STATUS":[{"STATUS":"S"}],\#(config)}"#,
            ])
        #expect(sent == [#"{"command":"power"}"#, #"{"command":"config"}"#])
        #expect(end?.answer == answer)
    }

    @Test(
        "a poll asks for the miner's own word only where the watts leave it open",
        arguments: [(Int64(3_250), 1), (1_750, 2), (25, 2)])
    func polls(watts: Int64, requests: Int) {
        let driver = LuxOSDriver()
        let unit = FleetSettings.Unit(id: "1", host: "127.0.0.1", port: 4028, ratedPower: .watts(3500))
        let (sent, end) = play(
            driver.exchange(for: .poll, with: unit, memory: []),
            [
                #"{"STATUS":[{"STATUS":"S"}],"POWER":[{"Watts":\#(watts)}]}"#,
                #"{"STATUS":[{"STATUS":"S"}],"CurtailMode":"Sleep"}"#,
            ])
        #expect(sent.count == requests)
        #expect(end?.answer == .drawing(.watts(watts), requests == 1 ? .unknown : .asleep))
    }

    @Test(
        "believes no absurd watts",
        arguments: ["-1", "100000001", "1e30", "nan", "\"\"", "99999999999999999999999999999999999999999999"])
    func absurdWatts(watts: String) {
        let (_, end) = play(
            LuxOSReadExchange(), [#"{"STATUS":[{"STATUS":"S"}],"POWER":[{"Watts":\#(watts)}]}"#])
        guard case .refused(let text) = end?.answer else {
            Issue.record("\(watts) was taken as \(String(describing: end?.answer))")
            return
        }
        #expect(text.contains("plausible watts"))
    }

    @Test("takes silence before the end of the connection as no answer")
    func emptyReply() {
        var exchange = LuxOSOrderExchange(action: .sleep, mayKillForeignSession: false)
        _ = exchange.begin()
        guard case .finished(let result) = exchange.receive(ReceivedBytes(bytes: [], hasEnded: true)) else {
            Issue.record("an empty reply ends the exchange")
            return
        }
        #expect(result.answer == .unreachable("closed the connection without an answer to logon"))
    }
}
