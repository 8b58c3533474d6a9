import GridMarket
import SitePorts
import SiteLoop
import CurtailmentEngine
import GridUnits
import Testing

@testable import SignalIntake

@Suite("SourceIntake")
struct SourceIntakeTests {
    private let receiver = RecordingReceiver()

    private static func price(_ point: String, _ dollars: String, start: String = "2026-07-22T21:30:00Z")
        -> String
    {
        "{\"kind\":\"price\",\"market\":\"rtm\",\"point\":\"\(point)\",\"start\":\"\(start)\",\"usd_per_mwh\":\(dollars)}"
    }

    /// A line that is refused, and what is wrong with it.
    struct BadLine: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: RejectionReason
        let line: String

        init(_ wrong: String, _ reason: RejectionReason, _ line: String) {
            (testDescription, self.reason, self.line) = (wrong, reason, line)
        }
    }

    /// The clock of these tests stands at 2026-07-22T21:50:00Z, which is 1784757000.
    static let badLines = forms + values + stamps + spans

    private static let forms = [
        BadLine("is no line of either form", .malformed, "nonsense"),
        BadLine("has a byte that no text has", .binary, "\u{2}"),
        BadLine("is of a kind that nothing knows", .unknownKind, "tide x=1"),
    ]

    private static let values = [
        BadLine("a price below the lowest", .absurd, price("HB_WEST", "-251.000001")),
        BadLine("a price above the highest", .absurd, price("HB_WEST", "50000.000001")),
        BadLine("a frequency below 40 Hz", .absurd, "frequency hz=39.999"),
        BadLine("a frequency above 70 Hz", .absurd, "frequency hz=70.001"),
        BadLine("a meter above the highest", .absurd, "meter,meter=m mw=200000.1"),
        BadLine("a hashprice below 0", .absurd, "hashprice usd_per_ph_day=-1"),
        BadLine("a hashprice of 0, which is none", .absurd, "hashprice usd_per_ph_day=0"),
        BadLine("a hashprice for a terahash", .absurd, "hashprice usd_per_ph_day=0.0441"),
        BadLine("a hashprice in bitcoin", .absurd, "hashprice usd_per_ph_day=0.00000045"),
        BadLine("an alert of a level that there is not", .absurd, "grid eea=4"),
    ]

    private static let stamps = [
        BadLine("seconds where nanoseconds are meant", .absurd, "frequency hz=60 1784757"),
        BadLine("seconds in another kind", .absurd, "grid eea=1 1784757000"),
        BadLine("a sample more than 5 s ahead", .future, "frequency hz=60 1784757005000000001"),
        BadLine("a sample more than 5 s old", .ancient, "frequency hz=60 1784756994999999999"),
        BadLine("a condition more than 5 min ahead", .future, "grid eea=1 1784757300000000001"),
        BadLine("a condition more than a day old", .ancient, "grid eea=1 1784670599999999999"),
    ]

    private static let spans = [
        BadLine(
            "a price of more than 200 days ago", .ancient,
            price("HB_WEST", "1", start: "2026-01-03T21:30:00Z")),
        BadLine(
            "a price of an interval to come", .future, price("HB_WEST", "1", start: "2026-07-22T22:00:00Z")),
        BadLine(
            "a start within an interval", .malformed, price("HB_WEST", "1", start: "2026-07-22T21:35:00Z")),
        BadLine(
            "a settlement price of an hour", .malformed,
            #"{"kind":"price","market":"rtm","point":"HB_WEST","start":"2026-07-22T21:00:00Z","#
                + #""end":"2026-07-22T22:00:00Z","usd_per_mwh":1}"#),
    ]

    @Test("counts each bad line under its reason and passes nothing on", arguments: badLines)
    func countsBadLines(bad: BadLine) {
        let intake = SourceIntake.forTests(receiver)
        intake.accept(bad.line)
        #expect(intake.counts[bad.reason] == 1)
        #expect(intake.counts.rejected == 1 && intake.counts.accepted == 0)
        #expect(receiver.record.samples.isEmpty && receiver.record.signals.isEmpty)
        #expect(intake.statistics(now: .testNow).lastReason?.hasPrefix(bad.reason.rawValue) == true)
    }

    @Test(
        "accepts values and times at their limits",
        arguments: [
            price("HB_WEST", "-251"), price("HB_WEST", "50000"),
            price("HB_WEST", "1", start: "2026-01-03T21:45:00Z"), "frequency hz=40", "frequency hz=70",
            "frequency hz=60 1784757005000000000", "frequency hz=60 1784756995000000000",
            "meter,meter=m mw=-200000", "grid eea=1 1784757300000000000", "grid eea=1 1784670600000000000",
            "{\"kind\":\"price\",\"market\":\"dam\",\"point\":\"HB_WEST\",\"start\":\"2026-07-23T21:00:00Z\",\"usd_per_mwh\":1}",
        ])
    func acceptsLimits(line: String) {
        let intake = SourceIntake.forTests(receiver)
        intake.accept(line)
        #expect(intake.counts.accepted == 1, "\(intake.statistics(now: .testNow).lastReason ?? "")")
    }

    @Test("of a point under two types the first is taken, the other refused, and the operator told once")
    func refusesSecondType() {
        let intake = SourceIntake.forTests(receiver)
        func accept(_ type: String, _ minute: Int) {
            intake.accept(
                #"{"kind":"price","market":"rtm","point":"HB_WEST","point_type":"\#(type)","#
                    + #""start":"2026-07-22T21:\#(minute):00Z","usd_per_mwh":\#(minute)}"#)
        }
        accept("LZEW", 15)
        accept("LZ", 15)
        accept("LZEW", 30)
        accept("LZ", 30)
        #expect(intake.counts.accepted == 2 && intake.counts[.ambiguous] == 2)
        #expect(receiver.record.signals.allSatisfy { "\($0.signal)".contains("LZEW") })
        let told = receiver.record.changes.filter { $0.condition == .failed }
        #expect(told.count == 1)
        #expect(told.first?.reason.contains("settlement_point_type: LZEW") == true, "\(told)")
    }

    @Test("two sources that each know one type of a point contradict each other")
    func typesOfSources() {
        let types = PointTypes()
        #expect(types.conflict(with: "LZ") == nil)
        #expect(types.conflict(with: "LZEW") == "LZ")
        #expect(types.tells() && !types.tells())
        types.forget()
        #expect(types.conflict(with: "LZEW") == nil && types.tells())
    }

    /// Two sources of the same things, ``better`` of the lower rank.
    private func ranked() -> (better: SourceIntake, worse: SourceIntake) {
        let ranking = SourceRanking()
        func source(_ name: String, rank: Int) -> SourceIntake {
            SourceIntake(
                settings: SourceSettings(
                    name: name, transport: .unixStream(path: "/none"), staleAfter: .seconds(60), rank: rank,
                    may: Set(SignalKind.allCases)),
                filter: SettlementPointFilter(point: "HB_WEST", pointType: nil), limits: IntakeLimits(),
                receiver: receiver, pointTypes: PointTypes(), ranking: ranking)
        }
        return (source("better", rank: 1), source("worse", rank: 2))
    }

    private static func later(_ seconds: Int64) -> MonotonicInstant {
        .testNow.advanced(by: .seconds(seconds))
    }

    @Test("of two sources the lower rank counts while it is fresh, then the other, then the better one again")
    func lowerRankCounts() {
        let (better, worse) = ranked()
        worse.accept("hashprice usd_per_ph_day=40")
        better.accept("hashprice usd_per_ph_day=50")
        worse.accept("hashprice usd_per_ph_day=41", now: Self.later(60))
        worse.accept("hashprice usd_per_ph_day=42", now: Self.later(61))
        better.accept("hashprice usd_per_ph_day=51", now: Self.later(62))
        worse.accept("hashprice usd_per_ph_day=43", now: Self.later(63))
        let values = receiver.record.signals.map(\.signal.content.text)
        #expect(values == ["40", "50", "42", "51"].map { "\($0) $/PH and day" })
        #expect(worse.counts[.outranked] == 2 && worse.counts.accepted == 2)
        #expect(worse.statistics(now: Self.later(63)).condition == .fresh)
        #expect(
            worse.statistics(now: Self.later(63)).lastReason
                == "outranked: better of rank 1 says the same hashprice and is fresh; worse has rank 2")
    }

    @Test("a price of a span stays with the better source for good, whatever type the other one gives")
    func spansStay() {
        let (better, worse) = ranked()
        let line = "price,market=rtm,point=HB_WEST usd_per_mwh=50,start=\"2026-07-22T21:30:00Z\""
        better.accept(line)
        worse.accept(
            "price,market=rtm,point=HB_WEST,point_type=HU usd_per_mwh=60,start=\"2026-07-22T21:30:00Z\"",
            now: Self.later(80_000))
        #expect(receiver.record.signals.count == 1 && worse.counts[.outranked] == 1)
    }

    @Test("ranks are of no account for other things, for orders and awards, and for a source that failed")
    func whereRanksDoNotCount() {
        let (better, worse) = ranked()
        better.accept("grid prc_mw=5400")
        worse.accept("grid eea=1i")
        better.accept(
            "award,id=A,program=rrs mw=20,start=\"2026-07-22T22:00:00Z\",end=\"2026-07-22T23:00:00Z\"")
        worse.accept(
            "award,id=A,program=rrs mw=25,start=\"2026-07-22T22:00:00Z\",end=\"2026-07-22T23:00:00Z\"")
        better.accept("frequency hz=60")
        worse.accept("frequency hz=59.9")
        better.accept("meter,meter=main mw=90")
        worse.accept("meter,meter=other mw=80")
        better.transportFailed("gone")
        worse.accept("grid prc_mw=5300")
        #expect(better.counts.accepted == 4 && worse.counts.accepted == 5)
        #expect(worse.counts.rejected == 0)
    }

    @Test("passes on only the configured settlement point and counts the others")
    func filtersPoints() {
        let intake = SourceIntake.forTests(receiver)
        intake.accept(Self.price("HB_NORTH", "1"))
        intake.accept(Self.price("HB_WEST", "6000"))
        #expect(intake.counts.otherPoint == 1)
        #expect(intake.counts.flagged == 1)
        #expect(receiver.record.signals.count == 1)
        #expect(intake.statistics(now: .testNow).quality == .flagged)
    }

    @Test("drops what is the same or older, and takes a correction and what is newer")
    func dropsDuplicatesAndReordered() {
        let intake = SourceIntake.forTests(receiver)
        for line in [
            Self.price("HB_WEST", "10"), Self.price("HB_WEST", "10"), Self.price("HB_WEST", "11"),
            Self.price("HB_WEST", "9", start: "2026-07-22T21:15:00Z"),
            Self.price("HB_WEST", "12", start: "2026-07-22T21:45:00Z"),
        ] { intake.accept(line) }
        #expect(intake.counts.accepted == 4, "a late price still settles its own interval")
        #expect(intake.counts[.duplicate] == 1 && intake.counts[.reordered] == 0)
        for (hertz, second) in [("60.0", 1), ("60.1", 1), ("60.2", 0), ("60.3", 2)] {
            intake.accept("frequency,source=a hz=\(hertz) 178475700\(second)000000000")
        }
        intake.accept("frequency,source=b hz=60.4 1784757000000000000")
        #expect(receiver.record.samples.map(\.sample.frequency.decimal) == ["60", "60.3", "60.4"])
        #expect(receiver.record.samples.map(\.source) == ["test/a", "test/a", "test/b"])
    }

    @Test("takes instructions and awards only from a source that may send them")
    func asksForPermission() {
        let line =
            "{\"kind\":\"instruction\",\"id\":\"D1\",\"program\":\"ecrs\",\"action\":\"deploy\",\"mw\":5}"
        let open = SourceIntake.forTests(receiver, may: SourceSettings.defaultKinds)
        open.accept(line)
        #expect(open.counts[.notAllowed] == 1)
        #expect(receiver.record.signals.isEmpty)
        let trusted = SourceIntake.forTests(receiver)
        trusted.accept(line)
        trusted.accept(line)
        #expect(trusted.counts.accepted == 2, "an order without a time is never taken for a repetition")
        trusted.accept(line.replacing("\"mw\"", with: "\"at\":\"2026-07-22T21:50:00Z\",\"mw\""))
        #expect(trusted.counts[.duplicate] == 1)
        trusted.accept(line.replacing("\"mw\"", with: "\"modification\":2,\"mw\""))
        trusted.accept(line.replacing("\"mw\"", with: "\"modification\":1,\"mw\""))
        #expect(trusted.counts[.reordered] == 1)
    }

    @Test("becomes fresh, stale, failed and fresh again, and says so once each")
    func changesCondition() {
        let intake = SourceIntake.forTests(receiver, staleAfter: .seconds(10))
        intake.checkFreshness(now: .testNow.advanced(by: .seconds(100)))
        intake.accept("grid eea=0")
        intake.accept("grid eea=1")
        intake.checkFreshness(now: .testNow.advanced(by: .seconds(10)))
        intake.checkFreshness(now: .testNow.advanced(by: .seconds(11)))
        intake.checkFreshness(now: .testNow.advanced(by: .seconds(12)))
        intake.transportFailed("gone")
        intake.transportFailed("gone")
        intake.transportRecovered(now: .testNow.advanced(by: .seconds(5)))
        #expect(receiver.record.changes.map(\.condition) == [.fresh, .stale, .failed, .fresh])
    }

    @Test(
        "bounds the keys, the senders and the bytes it keeps in a flood of 100,000 lines, and still hears the truth"
    )
    func survivesFlood() {
        var limits = IntakeLimits()
        limits.trackedKeys = 16
        limits.senders = 4
        let intake = SourceIntake.forTests(receiver, limits: limits)
        for number in 0..<100_000 { intake.accept("nonsense \(number)") }
        #expect(intake.counts.rejected == 100_000)
        for number in 0..<1_000 { intake.accept("meter,meter=m\(number) mw=1") }
        #expect(intake.latest.count == 16)
        for number in 0..<100 {
            intake.accept("frequency,source=s\(number) hz=60 17847570000000000\(10 + number % 90)")
        }
        #expect(Set(receiver.record.samples.map(\.source)).count <= 5)
        intake.accept(String(repeating: "y", count: 1_000))
        #expect(intake.statistics(now: .testNow).lastBadLine?.utf8.count == 200)
        intake.accept(Self.price("HB_WEST", "1"))
        #expect(receiver.record.signals.last?.signal.kind == .price)
    }

    @Test("answers a request for the counts")
    func acknowledges() {
        let intake = SourceIntake.forTests(receiver)
        intake.accept("grid eea=1")
        intake.accept("x")
        #expect(intake.accept("{\"kind\":\"ack\"}"))
        #expect(
            intake.acknowledgement()
                == "{\"kind\":\"ack\",\"accepted\":1,\"rejected\":1,\"other_point\":0,\"reasons\":{\"malformed\":1}}\n"
        )
    }
}
