import GridMarket
import ControlSocket
import CurtailmentEngine
import GridUnits
import Testing

@Suite("ControlRequest")
struct ControlRequestTests {
    static let all: [ControlRequest] = [
        .status, .signals, .ping, .log(LogSelection()),
        .log(
            LogSelection(
                since: UTCInstant(nanosecondsSinceEpoch: 1_784_757_000_123_456_789),
                until: UTCInstant(secondsSinceEpoch: 1_784_760_000), program: .underfrequency, follows: false)
        ),
        .explain(.event(42)), .explain(.at(UTCInstant(secondsSinceEpoch: 1_784_757_000))),
        .credits(CreditSelection(from: nil, to: nil, by: .interval)),
        .credits(
            CreditSelection(
                from: CalendarDate(year: 2026, month: 7, day: 1),
                to: CalendarDate(year: 2026, month: 7, day: 31),
                by: .program, asOf: UTCInstant(secondsSinceEpoch: 1_784_757_000))),
        .curtail(CurtailCommand(level: .everything, reason: "call from the QSE")),
        .curtail(
            CurtailCommand(
                level: .to(Power(microwatts: 12_345_678_901_234)), span: .seconds(3_600), reason: "x")),
        .curtail(CurtailCommand(level: .by(.megawatts(5)), isDryRun: true, reason: "what if")),
        .curtail(CurtailCommand(level: .percent(30), span: .milliseconds(1_500), reason: "x")),
        .release(ReleaseCommand(reason: "done")),
        .release(
            ReleaseCommand(
                event: 7, override: ReleaseCommand.Override(program: .price, span: .seconds(3_600)),
                reason: "x")),
        .arm(reason: "tested"), .disarm(reason: "maintenance"), .fleet(group: nil, state: nil),
        .fleet(group: "s21", state: .notOurs), .reload(waits: true), .reload(waits: false),
    ]

    @Test("every request comes back from the wire as it was sent", arguments: all)
    func roundTrip(request: ControlRequest) throws {
        let wire = try JSONReader.read(request.parameters.jsonBytes)
        #expect(try ControlRequest.decode(method: request.method, parameters: wire) == request)
    }

    @Test("the interface describes every method, and no more")
    func describesMethods() {
        let described = ControlInterface.description.split(separator: "\n")
            .compactMap { $0.hasPrefix("method ") ? $0.dropFirst(7).prefix { $0 != "(" } : nil }
        #expect(Set(described.map(String.init)) == Set(Self.all.map(\.method)))
        #expect(described.count == 12)
    }

    @Test("the interface describes every error", arguments: ControlFailure.Kind.allCases)
    func describesErrors(kind: ControlFailure.Kind) {
        #expect(ControlInterface.description.contains("\nerror \(kind.rawValue)(message: string"))
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
            ("Curtail", #"{"all":1,"reason":"x"}"#, "all"), ("Curtail", #"{"al":true,"reason":"x"}"#, "all"),
            ("Release", #"{"override":"price","reason":"x"}"#, "for_s"),
            ("Release", #"{"override":"weather","for_s":"60","reason":"x"}"#, "override"),
            ("Explain", "{}", "event"), ("Explain", #"{"event":1,"at":"2026-07-22T21:45:00Z"}"#, "event"),
            ("Explain", #"{"at":"2026-07-22 21:45"}"#, "at"), ("Credits", #"{"from":"2026-02-30"}"#, "from"),
            ("Credits", #"{"by":"week"}"#, "by"), ("Fleet", #"{"state":"dead"}"#, "state"),
            ("Status", #"{"verbose":true}"#, "verbose"), ("Arm", "{}", "reason"),
        ])
    func namesParameter(method: String, parameters: String, name: String) throws {
        let wire = try JSONReader.read(Array(parameters.utf8))
        let failure = #expect(throws: ControlFailure.self) {
            try ControlRequest.decode(method: method, parameters: wire)
        }
        #expect(failure?.kind == .invalidArgument)
        #expect(failure?.parameter == name)
        #expect(failure?.message.hasSuffix("Nothing was done.") == true)
    }

    @Test("a dry run is a question, not a command")
    func dryRunIsNoCommand() {
        #expect(
            !ControlRequest.curtail(CurtailCommand(level: .everything, isDryRun: true, reason: "x")).isCommand
        )
        #expect(ControlRequest.curtail(CurtailCommand(level: .everything, reason: "x")).isCommand)
    }
}
