import ControlSocket
import CurtailmentEngine
import GridMarket
import GridUnits
import LedgerStore
import SiteRecord
import Testing

@testable import SiteReports

@Suite("Calls")
struct CallTests {
    static let all: [any ControlCall] =
        [
            Status(), Signals(), Ping(), Explain(.event(42)),
            Explain(.at(UTCInstant(secondsSinceEpoch: 1_784_757_000))),
            Curtail(level: .everything, reason: "call from the QSE"),
            Curtail(
                level: .to(Power(microwatts: 12_345_678_901_234)), span: .seconds(3_600), reason: "x"),
            Curtail(level: .by(.megawatts(5)), isDryRun: true, reason: "what if"),
            Curtail(level: .percent(30), span: .milliseconds(1_500), reason: "x"), Release(reason: "done"),
            Release(
                event: 7, override: Release.Override(program: .price, span: .seconds(3_600)), reason: "x"),
            Arm(reason: "tested"), Disarm(reason: "maintenance"), Fleet(),
            Fleet(group: "s21", state: .notOurs), Reload(waits: true), Reload(waits: false),
        ]
        + ((try? [
            Log(), Credits(),
            Log(
                since: UTCInstant(nanosecondsSinceEpoch: 1_784_757_000_123_456_789),
                until: UTCInstant(secondsSinceEpoch: 1_784_760_000), program: .underfrequency),
            Credits(
                from: CalendarDate(year: 2026, month: 7, day: 1),
                to: CalendarDate(year: 2026, month: 7, day: 31), by: .program,
                asOf: UTCInstant(secondsSinceEpoch: 1_784_757_000)),
        ] as [any ControlCall]) ?? [])

    @Test("every call comes back from the wire as it was sent")
    func roundTrip() throws {
        #expect(Self.all.count == 21)
        for call in Self.all { try Self.roundTrip(call) }
    }

    private static func roundTrip<Call: ControlCall>(_ call: Call) throws {
        let wire = try JSONValue(json: Array(call.json.json.utf8))
        #expect(try Call(wire).json == call.json, "\(Call.method)")
        #expect("\(try Call(wire))" == "\(call)")
    }

    @Test("the interface describes every call, and no more")
    func describesMethods() {
        let described = SiteCalls.interface.description.split(separator: "\n")
            .compactMap { $0.hasPrefix("method ") ? $0.dropFirst(7).prefix { $0 != "(" } : nil }
        #expect(Set(described.map(String.init)) == Set(Self.all.map { type(of: $0).method }))
        #expect(described.count == 12)
    }

    @Test(
        "a parameter that makes no sense is named",
        arguments: [
            ("Curtail", #"{"all":true}"#, "reason"), ("Curtail", #"{"all":true,"reason":" "}"#, "reason"),
            ("Curtail", #"{"all":true,"reason":"a\nb"}"#, "reason"), ("Curtail", #"{"reason":"x"}"#, "all"),
            ("Curtail", #"{"all":true,"to_mw":"1","reason":"x"}"#, "all"),
            ("Curtail", #"{"to_mw":12.5,"reason":"x"}"#, "to_mw"),
            ("Curtail", #"{"to_mw":"-1","reason":"x"}"#, "to_mw"),
            ("Curtail", #"{"to_mw":"99999999999","reason":"x"}"#, "to_mw"),
            ("Curtail", #"{"percent":0,"reason":"x"}"#, "percent"),
            ("Curtail", #"{"percent":101,"reason":"x"}"#, "percent"),
            ("Curtail", #"{"percent":5.5,"reason":"x"}"#, "percent"),
            ("Curtail", #"{"all":true,"for_s":"0","reason":"x"}"#, "for_s"),
            ("Curtail", #"{"all":true,"for_s":"31622401","reason":"x"}"#, "for_s"),
            ("Curtail", #"{"all":1,"reason":"x"}"#, "all"), ("Curtail", #"{"al":true,"reason":"x"}"#, "al"),
            ("Release", #"{"override":"price","reason":"x"}"#, "for_s"),
            ("Release", #"{"override":"weather","for_s":"60","reason":"x"}"#, "override"),
            ("Explain", "{}", "event"), ("Explain", #"{"event":1,"at":"2026-07-22T21:45:00Z"}"#, "event"),
            ("Explain", #"{"at":"2026-07-22 21:45"}"#, "at"), ("Credits", #"{"from":"2026-02-30"}"#, "from"),
            ("Credits", #"{"by":"week"}"#, "by"),
            ("Credits", #"{"from":"2026-08-01","to":"2026-07-01"}"#, "from"),
            ("Fleet", #"{"state":"dead"}"#, "state"), ("Status", #"{"verbose":true}"#, "verbose"),
            ("Arm", "{}", "reason"),
        ])
    func namesParameter(method: String, parameters: String, name: String) throws {
        let wire = try JSONValue(json: Array(parameters.utf8))
        let call = try #require(Self.all.first { type(of: $0).method == method })
        let failure = #expect(throws: ControlFailure.self) { try Self.decode(like: call, wire) }
        #expect(failure?.kind == .invalidArgument)
        #expect(failure?.parameter == name)
        #expect(failure?.message.hasSuffix("Nothing was done.") == true)
        #expect(failure?.message.contains("`") == false)
    }

    private static func decode<Call: ControlCall>(like call: Call, _ wire: JSONValue) throws {
        _ = try Call(wire)
    }

    @Test("a dry run is a question, not a command")
    func dryRunIsNoCommand() {
        #expect(Curtail(level: .everything, isDryRun: true, reason: "x").right == .read)
        #expect(Curtail(level: .everything, reason: "x").right == .command)
    }
}
