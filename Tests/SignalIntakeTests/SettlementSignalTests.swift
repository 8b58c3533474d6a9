import GridMarket
import SiteLoop
import CurtailmentEngine
import GridUnits
import Testing

@testable import SignalIntake

/// Lines of the kinds that settle and decide nothing; now is 2026-07-22T21:50:00Z.
@Suite("SignalFields of settlement")
struct SettlementSignalTests {
    static func decode(_ line: String) throws(SignalRejection) -> GridSignal? {
        let bytes = Array(line.utf8)
        guard case .signal(let signal, _, _) = try SignalLineDecoder.decode(bytes.span, receivedAt: .testNow)
        else { return nil }
        return signal
    }

    private static let start = UTCInstant(secondsSinceEpoch: 1_784_754_000)  // 21:00:00Z

    private static func award(_ market: Market) -> GridSignal {
        .award(
            AwardSignal(
                id: "A1", program: .rrs, market: market, power: .megawatts(20), start: start,
                end: start.advanced(bySeconds: 3_600)))
    }

    private static func usage(hours: Int64, _ energy: Energy) -> GridSignal {
        .meter(
            MeterSignal(
                meter: "esi-1", power: nil, cumulative: nil,
                usage: MeterSignal.Usage(
                    start: start, end: start.advanced(bySeconds: hours * 3_600), energy: energy)))
    }

    private static func capacityPrice(_ product: String, seconds: Int64) -> GridSignal {
        .capacityPrice(
            CapacityPriceSignal(
                market: .dam, product: product, start: start, end: start.advanced(bySeconds: seconds),
                price: CapacityPrice(stored: 6_500_000)))
    }

    static let good: [(String, GridSignal)] = [
        (
            #"{"kind":"award","id":"A1","program":"rrs","mw":20,"start":"2026-07-22T21:00:00Z","#
                + #""end":"2026-07-22T22:00:00Z"}"#, award(.dam)
        ),
        (
            #"{"kind":"award","id":"A1","program":"rrs","market":"rtm","mw":"20","#
                + #""start":"2026-07-22T21:00:00Z","end":"2026-07-22T22:00:00Z"}"#, award(.rtm)
        ),
        (
            #"award,id=A1,program=rrs,market=rtm mw=20,start="2026-07-22T21:00:00Z",end="2026-07-22T22:00:00Z""#,
            award(.rtm)
        ),
        (
            #"{"kind":"meter","meter":"esi-1","usage_mwh":"12.345678901","start":"2026-07-22T21:00:00Z","#
                + #""end":"2026-07-22T22:00:00Z"}"#,
            usage(hours: 1, Energy(microwattSeconds: 44_444_444_043_600_000))
        ),
        (
            "meter,meter=esi-1 usage_mwh=0,start=1784754000000000000i,end=1787432400000000000i",
            usage(hours: 31 * 24, .zero)
        ),
        (
            #"{"kind":"capacity_price","market":"dam","product":"NSPN","start":"2026-07-22T21:00:00Z","#
                + #""usd_per_mw_h":6.5}"#, capacityPrice("NSPIN", seconds: 3_600)
        ),
        (
            "capacity_price,market=dam,product=ERS-30 usd_per_mw_h=6.5,start=1784754000000000000i,"
                + "end=1803330000000000000i", capacityPrice("ERS-30", seconds: 215 * 86_400)
        ),
    ]

    @Test("reads awards of either market, usages over spans, and prices of capacity", arguments: good)
    func reads(line: String, signal: GridSignal) throws {
        #expect(try Self.decode(line) == signal)
    }

    static let bad: [(String, RejectionReason, String)] = [
        (
            #"award,id=A,program=rrs,market=sced mw=1,start="2026-07-22T21:00:00Z",end="2026-07-22T22:00:00Z""#,
            .malformed, "dam for what was sold day-ahead"
        ),
        (
            #"award,id=A,program=rrs mw=1,start="2026-07-22T22:00:00Z",end="2026-07-22T21:00:00Z""#, .absurd,
            "not after"
        ),
        ("meter,meter=m quality=1", .malformed, "usage_mwh with start and end"),
        ("meter,meter=m usage_mwh=1", .malformed, "needs start"),
        (#"meter,meter=m usage_mwh=1,start="2026-07-22T21:00:00Z""#, .malformed, "needs end"),
        (
            #"meter,meter=m usage_mwh=1,mw=4,start="2026-07-22T21:00:00Z",end="2026-07-22T21:15:00Z""#,
            .malformed, "stands alone"
        ),
        (
            #"meter,meter=m usage_mwh=1,start="2026-07-22T21:00:00Z",end="2026-07-22T21:10:00Z""#,
            .malformed, "end 2026-07-22T21:10:00.000Z is not on a quarter"
        ),
        (
            #"meter,meter=m usage_mwh=1,start="2026-07-22T21:00:00.001Z",end="2026-07-22T21:15:00Z""#,
            .malformed, "start 2026-07-22T21:00:00.001Z is not on a quarter"
        ),
        (
            #"meter,meter=m usage_mwh=1,start="2026-07-22T21:00:00Z",end="2026-07-22T21:00:00Z""#, .absurd,
            "not after"
        ),
        (
            #"meter,meter=m usage_mwh=1,start="2026-06-01T05:00:00Z",end="2026-07-02T06:15:00Z""#, .absurd,
            "longer than 31 days"
        ),
        (
            "capacity_price,market=dam,product=a\\ b usd_per_mw_h=1,start=1784754000000000000i",
            .malformed, "none of ERCOT's: REGUP"
        ),
        (
            "capacity_price,market=dam,product=RRSX usd_per_mw_h=1,start=1784754000000000000i",
            .malformed, "“RRSX” is none"
        ),
        (
            "capacity_price,market=sced,product=RRS usd_per_mw_h=999,start=1784754000000000000i",
            .malformed, "capacity settles at the prices of rtm (15 minutes) and dam"
        ),
        (
            "capacity_price,market=dam,product=RRS usd_per_mw_h=1,start=1784754000000000000i,"
                + "end=1803334500000000000i", .absurd, "seven months"
        ),
        (
            "price,market=dam,point=X usd_per_mwh=1,start=1784754000000000000i,end=1784844900000000000i",
            .absurd, "longer than a day"
        ),
    ]

    @Test("says why it refuses one", arguments: bad)
    func explains(line: String, reason: RejectionReason, words: String) {
        let rejection = #expect(throws: SignalRejection.self) { try Self.decode(line) }
        #expect(rejection?.reason == reason)
        #expect(rejection?.detail.contains(words) == true, "\(rejection?.detail ?? "accepted")")
    }

    @Test(
        "calls a product by ERCOT's name, whatever report or interface spells it",
        arguments: [
            ("REGUP", "REGUP"), ("Reg-Up", "REGUP"), ("RUS", "REGUP"), ("REGDN", "REGDN"),
            ("Reg Down", "REGDN"), ("RDS", "REGDN"), (" rrs", "RRS"), ("ECRS", "ECRS"), ("NSPIN", "NSPIN"),
            ("NSPN", "NSPIN"), ("Non-Spin", "NSPIN"), ("NSS", "NSPIN"), ("DRRS", "DRRS"),
            ("ers_30", "ERS-30"), ("ERS10", "ERS-10"),
        ])
    func namesProducts(text: String, name: String) throws {
        #expect(try ProductName.normalized(text) == name)
    }
}

@Suite("SourceIntake of settlement")
struct SettlementIntakeTests {
    private let receiver = RecordingReceiver()

    private static func capacityPrice(
        _ dollars: String, start: String = "2026-07-22T21:00:00Z", end: String? = nil, market: String = "dam"
    ) -> String {
        "{\"kind\":\"capacity_price\",\"market\":\"\(market)\",\"product\":\"ECRS\",\"start\":\"\(start)\","
            + (end.map { "\"end\":\"\($0)\"," } ?? "") + "\"usd_per_mw_h\":\"\(dollars)\"}"
    }

    private static func usage(
        _ energy: String, start: String = "2026-07-22T21:00:00Z", end: String = "2026-07-22T21:15:00Z",
        at: String? = nil
    ) -> String {
        "{\"kind\":\"meter\",\"meter\":\"m\",\"start\":\"\(start)\",\"end\":\"\(end)\","
            + (at.map { "\"at\":\"\($0)\"," } ?? "") + "\"usage_mwh\":\(energy)}"
    }

    private static func award(
        _ megawatts: String, market: String = "dam", start: String = "2026-07-22T21:00:00Z", minute: Int = 40
    ) -> String {
        "{\"kind\":\"award\",\"id\":\"A\",\"program\":\"rrs\",\"market\":\"\(market)\","
            + "\"mw\":\(megawatts),"
            + "\"start\":\"\(start)\",\"end\":\"2026-07-22T23:00:00Z\",\"at\":\"2026-07-22T21:\(minute):00Z\"}"
    }

    @Test(
        "refuses what cannot be",
        arguments: [
            (capacityPrice("-0.000001"), .absurd), (capacityPrice("50000.000001"), .absurd),
            (usage("-0.000000001"), .absurd), (usage("2500.000000001"), .absurd),
            (award("-1"), .absurd),
            (capacityPrice("1", start: "2026-07-24T22:00:00Z"), .future),
            (capacityPrice("1", start: "2026-07-22T22:00:00Z", market: "rtm"), .future),
            (capacityPrice("1", start: "2026-10-23T00:00:00Z", end: "2026-12-01T06:00:00Z"), .future),
            (capacityPrice("1", start: "2026-01-03T20:00:00Z"), .ancient),
            (capacityPrice("1", start: "2026-07-20T21:00:00Z", market: "sced"), .malformed),
            (usage("1", end: "2026-07-22T22:00:00Z"), .future),
            (usage("1", start: "2026-01-03T21:00:00Z", end: "2026-01-03T21:15:00Z"), .ancient),
        ] as [(String, RejectionReason)])
    func refuses(line: String, reason: RejectionReason) {
        let intake = SourceIntake.forTests(receiver)
        intake.accept(line)
        #expect(intake.counts[reason] == 1, "\(intake.statistics(now: .testNow).lastReason ?? "accepted")")
        #expect(receiver.record.signals.isEmpty)
    }

    @Test(
        "accepts what is at the limits: today's, a term's that has yet to begin, and half a year old",
        arguments: [
            capacityPrice("0"), capacityPrice("50000"), usage("0"), usage("2500"),
            capacityPrice("1", start: "2026-07-24T21:00:00Z"),
            capacityPrice("1", start: "2026-10-01T05:00:00Z", end: "2026-12-01T06:00:00Z"),
            capacityPrice("1", start: "2026-01-03T21:00:00Z"),
            usage("900", start: "2026-06-01T05:00:00Z", end: "2026-07-01T05:00:00Z"),
            usage("1", start: "2026-01-03T21:45:00Z", end: "2026-01-03T22:00:00Z"),
            award("0", start: "2026-07-22T21:00:00Z"),
        ])
    func accepts(line: String) {
        let intake = SourceIntake.forTests(receiver)
        intake.accept(line)
        #expect(intake.counts.accepted == 1, "\(intake.statistics(now: .testNow).lastReason ?? "")")
    }

    @Test("marks a price of capacity above the usual cap, and hands it on")
    func flags() {
        let intake = SourceIntake.forTests(receiver)
        intake.accept(Self.capacityPrice("5000"))
        #expect(intake.counts.flagged == 0)
        intake.accept(Self.capacityPrice("5000.01"))
        #expect(intake.counts.flagged == 1 && intake.counts.accepted == 2)
        #expect(intake.statistics(now: .testNow).quality == .flagged)
    }

    @Test("takes corrections of every span, older ones too, and drops exact repetitions")
    func takesCorrections() {
        let intake = SourceIntake.forTests(receiver)
        let lines: [(String, RejectionReason?)] = [
            (Self.capacityPrice("6"), nil), (Self.capacityPrice("7", start: "2026-07-22T20:00:00Z"), nil),
            (Self.capacityPrice("6"), .duplicate), (Self.capacityPrice("8"), nil),
            (Self.capacityPrice("6"), nil), (Self.capacityPrice("6", market: "rtm"), nil),
            (Self.usage("1"), nil), (Self.usage("1"), .duplicate), (Self.usage("2"), nil),
            (Self.usage("2", start: "2026-07-22T20:45:00Z"), nil),
            (Self.usage("3", at: "2026-07-22T21:20:00Z"), nil),
        ]
        for (line, reason) in lines {
            let before = intake.counts
            intake.accept(line)
            let rejection = reason.map { intake.counts[$0] - before[$0] }
            #expect(rejection ?? (intake.counts.accepted - before.accepted) == 1, "\(line)")
        }
    }

    @Test("keeps awards of one id apart by market and start, and drops an older version of one")
    func tellsAwardsApart() {
        let intake = SourceIntake.forTests(receiver)
        intake.accept(Self.award("20"))
        intake.accept(Self.award("18", market: "rtm", minute: 30))
        intake.accept(Self.award("5", start: "2026-07-22T22:00:00Z", minute: 20))
        #expect(intake.counts.accepted == 3)
        intake.accept(Self.award("21", minute: 39))
        #expect(intake.counts[.reordered] == 1)
        intake.accept(Self.award("20"))
        #expect(intake.counts[.duplicate] == 1)
        intake.accept(Self.award("21", minute: 41))
        #expect(intake.counts.accepted == 4)
    }
}
