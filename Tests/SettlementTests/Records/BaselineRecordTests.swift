import SiteRecord
import GridUnits
import Settlement
import Testing

@Suite("Canonical forms of baselines")
struct BaselineRecordTests {
    private static let first = SettlementInterval(containing: noon)
    private static let load = IntervalLoad(interval: first, energy: .megawattHours(25))
    private static let date = CalendarDate(daysSinceEpoch: 20_657)

    private static let findings: [BaselineResult.Finding] = [
        .flat(.megawattHours(15)), .byInterval([]),
        .byInterval([load, IntervalLoad(interval: first.next, energy: Energy(microwattSeconds: .max))]),
        .ceiling(.megawatts(7), exceededIn: []), .ceiling(.megawatts(7), exceededIn: [first, first.next]),
        .gap(.silent(from: noon, to: noon.advanced(bySeconds: 61))), .gap(.intervalMissing(first)),
        .gap(.tooFewDays(found: 9, needed: 10)), .gap(.curtailedTheDayBefore(date)), .gap(.nothingToAdjustBy),
        .gap(.nothingDeclared), .gap(.tooFewOfWeekday(found: 2, needed: 3)), .gap(.nothingDrawn),
    ]

    @Test("every finding is read back as it was", arguments: findings, BaselineMethod.allCases)
    func results(finding: BaselineResult.Finding, method: BaselineMethod) throws {
        let result = BaselineResult(
            method: method, finding: finding,
            inputs: [
                .sample(TelemetrySample(at: noon, power: .megawatts(60))), .interval(Self.load),
                .declared(.megawatts(7)),
            ] + BaselineInput.DayUse.allCases.map { .day(Self.date, .megawattHours(100), $0) },
            excludedDays: ExcludedDay.Reason.allCases.map { ExcludedDay(day: Self.date, reason: $0) },
            adjustment: method == .readings ? nil : .percent(105))
        let bytes = result.canonicalBytes
        let again = try BaselineResult(recorded: CanonicalValue(parsing: bytes))
        #expect(again == result)
        #expect(again.canonicalBytes == bytes)
    }

    @Test(
        "what no version of ours wrote is refused",
        arguments: [
            #"{"finding":{"guess":{}}}"#, #"{"finding":{"ceiling":{"uw":1,"exceeded_ns":["x"]}}}"#,
            #"{"finding":{"gap":{"unknown":{}}}}"#, #"{"finding":{}}"#,
        ])
    func refusesFindings(text: String) throws {
        let value = try CanonicalValue(parsing: Array(text.utf8))
        #expect(throws: CanonicalFailure.self) {
            try value.record("finding", as: BaselineResult.Finding.self)
        }
    }

    @Test("an input of no known kind is refused")
    func refusesInputs() throws {
        let value = try CanonicalValue(parsing: Array(#"{"guess":{"uw":1}}"#.utf8))
        #expect(throws: CanonicalFailure.self) { try BaselineInput(recorded: value) }
    }
}
