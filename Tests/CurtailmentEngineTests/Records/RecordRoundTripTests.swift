import CurtailTesting
import GridMarket
import SiteRecord
import GridUnits
import Testing

@testable import CurtailmentEngine

@Suite("Canonical forms of the engine")
struct RecordRoundTripTests {
    /// Equal after a round trip, and the same bytes again.
    private func expectRoundTrip<Record: CanonicallyRecorded & Equatable>(_ record: Record) throws {
        let bytes = record.canonicalBytes
        let again = try Record(recorded: CanonicalValue(parsing: bytes))
        #expect(again == record)
        #expect(again.canonicalBytes == bytes)
    }

    @Test("inputs of every kind are read back as they were", arguments: UInt64(0)..<40)
    func inputs(seed: UInt64) throws {
        var random = RandomRecords(seed: seed)
        for turn in 0..<81 { try expectRoundTrip(try random.input(turn)) }
    }

    /// Every record that is read and written by its table of members alone.
    private static let records: [any (FieldValue & Equatable).Type] = [
        GridSignal.self, StampedSignal.self, OperatorCommand.self, Decision.self, Demand.self,
        CurtailmentEvent.self, EngineMemory.self, Obligation.self, ObligationBook.self, ProgramMemories.self,
    ]

    @Test(
        "records are read back as they were, with whatever members their tables have",
        arguments: records.indices)
    func tables(index: Int) throws {
        func check<Record: FieldValue & Equatable>(_ type: Record.Type) throws {
            try RandomRecord.roundTrips(of: type)
        }
        try check(Self.records[index])
    }

    @Test("every kind of signal is in the list under its own name")
    func everyKind() throws {
        let kinds = GridSignal.choices.members.map(\.name)
        #expect(kinds == SignalKind.allCases.map(\.rawValue))
        var seen: Set<SignalKind> = []
        for seed in 0..<400 as Range<UInt64> {
            var random = RandomRecord(seed: seed)
            let bytes = random.next(of: GridSignal.self)
            let signal = try GridSignal(recorded: CanonicalValue(parsing: bytes))
            #expect(bytes.starts(with: Array("{\"\(signal.kind.rawValue)\":".utf8)))
            seen.insert(signal.kind)
        }
        #expect(seen == Set(SignalKind.allCases))
    }

    @Test("policies are read back as they were", arguments: UInt64(0)..<60)
    func policies(seed: UInt64) throws {
        var random = RandomRecords(seed: seed)
        try expectRoundTrip(random.policy())
    }

    @Test("equal policies are equal bytes whatever the order in which a set was filled")
    func setsHaveOneForm() {
        var random = RandomRecords(seed: 1)
        var left = random.underfrequencyPolicy()
        var right = left
        left.armedBy = []
        right.armedBy = []
        for program in Program.allCases { left.armedBy.insert(program) }
        for program in Program.allCases.reversed() { right.armedBy.insert(program) }
        #expect(left.canonicalBytes == right.canonicalBytes)
    }

    @Test("a day of frequency, one report a second, stays well below 20 MB with its digests")
    func secondsAreShort() {
        let report = FrequencyReport.second(
            FrequencyReport.Observation(
                source: "relay1", at: UTCInstant(nanosecondsSinceEpoch: 1_784_756_700_123_456_789),
                frequency: .millihertz(59_981), rateOfChange: FrequencyRate(stored: -123_456), samples: 30),
            highest: .millihertz(60_012))
        let input = EngineInput(
            at: UTCInstant(nanosecondsSinceEpoch: 1_784_756_700_123_456_789),
            monotonic: MonotonicInstant(nanoseconds: 1_234_567_890_123_456), event: .frequency(report))
        // Beside the body, a row of the chain takes about 80 bytes.
        #expect((input.canonicalBytes.count + 80) * 86_400 < 19_500_000)
    }

    @Test("28,571 simulated units are one line, asleep, changed or configured")
    func largeSitesAreShort() throws {
        let units = (1...28_571).map {
            UnitPolicy(id: "s21-\($0)", ratedPower: .watts(3_500), millijoulesPerTerahash: 17_500)
        }
        let group = GroupPolicy(
            name: "s21", isCommanded: true, value: .stated(.zero), shedRank: 0, units: units)
        let recovery = Recovery(memory: .blank, asleep: units.map { "s21/\($0.id)" })
        let report = FleetReport(
            groups: [], changes: (0..<28_571).map { FleetReport.Change(unit: $0, state: .asleep) })
        #expect(group.canonicalBytes.count < 200)
        #expect(recovery.canonicalBytes.count < 300)
        #expect(report.canonicalBytes.count < 100)
        try expectRoundTrip(group)
        try expectRoundTrip(recovery)
        try expectRoundTrip(report)
    }

    @Test("a price input has the form that is written in ledgers already")
    func priceInputIsAPromise() {
        let input = EngineInput(
            at: UTCInstant(nanosecondsSinceEpoch: 5), monotonic: MonotonicInstant(nanoseconds: 7),
            event: .signal(
                StampedSignal(
                    signal: .price(
                        PriceSignal(
                            market: .rtm, point: "HB_WEST", pointType: "HU",
                            start: UTCInstant(secondsSinceEpoch: 0),
                            end: UTCInstant(secondsSinceEpoch: 900), price: .centsPerMegawattHour(-123))),
                    source: "file", at: UTCInstant(nanosecondsSinceEpoch: 6))))
        let text =
            #"{"at_ns":5,"mono_ns":7,"signal":{"source":"file","at_ns":6,"signal":{"price":{"#
            + #""market":"rtm","point":"HB_WEST","type":"HU","start_ns":0,"end_ns":900000000000,"#
            + #""uusd_mwh":-1230000}}}}"#
        #expect(String(decoding: input.canonicalBytes, as: UTF8.self) == text)
    }

    @Test(
        "a record of another shape is refused, not guessed",
        arguments: [
            "{}", "[]", "null", #"{"at_ns":1,"mono_ns":2}"#,
            #"{"at_ns":1,"mono_ns":2,"nonsense":{}}"#,
            #"{"at_ns":1,"mono_ns":2,"timer":true,"ledger":"blocked"}"#,
            #"{"at_ns":1,"mono_ns":2,"ledger":"wet"}"#,
            #"{"at_ns":"1","mono_ns":2,"timer":true}"#,
        ])
    func nonsenseIsRefused(text: String) {
        #expect(throws: CanonicalFailure.self) {
            try EngineInput(recorded: CanonicalValue(parsing: Array(text.utf8)))
        }
    }
}

@Suite("UnitRuns")
struct UnitRunsTests {
    @Test(
        "runs keep their order",
        arguments: [
            ([], ""), ([7], "7"), ([1, 2, 3], "1-3"), ([3, 2, 1], "3-1"), ([1, 2, 4, 3, 9], "1-2,4-3,9"),
            ([5, 5], "5,5"), ([0, 2, 4], "0,2,4"),
        ] as [([Int], String)])
    func runs(units: [Int], text: String) throws {
        #expect(UnitRuns.text(units) == text)
        #expect(try UnitRuns.units(text) == units)
    }

    @Test(
        "a malformed or endless list is refused",
        arguments: ["x", "1-", "-1", "1--2", "1,,2", ",", "1-2-3", "0-9223372036854775807", "0-1000000"])
    func malformed(text: String) {
        #expect(throws: CanonicalFailure.self) { try UnitRuns.units(text) }
    }

    @Test(
        "identifiers count on with and without leading zeros",
        arguments: [("a9", "a10"), ("a09", "a10"), ("099", "100"), ("u-001", "u-002"), ("7", "8")])
    func successors(identifier: String, next: String) {
        #expect(IdentifierRuns.successor(of: identifier) == next)
    }

    @Test(
        "an identifier without a number, or with a very long one, is not counted on",
        arguments: ["", "a", "1234567890123456"])
    func noSuccessor(identifier: String) {
        #expect(IdentifierRuns.successor(of: identifier) == nil)
    }
}
