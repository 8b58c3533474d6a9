import GridUnits
import Settlement
import Testing

@Suite("MeterBeforeAfter")
struct MeterBeforeAfterTests {
    @Test(
        "takes the last whole interval that ended before the instruction, or just then",
        arguments: [(0, -900), (1, -900), (899, -900), (900, 0)] as [(Int64, Int64)])
    func takesTheLast(seconds: Int64, expected: Int64) throws {
        var meter = ExampleMeter()
        for offset in stride(from: -3_600, through: 3_600, by: 900) as StrideThrough<Int64> {
            let interval = SettlementInterval(containing: noon.advanced(bySeconds: offset))
            meter[interval] = .megawattHours(offset + 4_000)
        }
        let result = MeterBeforeAfter.baseline(
            before: noon.advanced(bySeconds: seconds), history: meter.history)
        #expect(result.finding == .flat(.megawattHours(expected + 4_000)))
        #expect(result.inputs.count == 1)
    }

    @Test("takes no older interval where that one is missing")
    func namesTheGap() {
        let last = SettlementInterval(containing: noon.advanced(bySeconds: -900))
        let older = SettlementInterval(containing: noon.advanced(bySeconds: -1_800))
        var meter = ExampleMeter()
        meter[older] = .megawattHours(25)
        let result = MeterBeforeAfter.baseline(before: noon, history: meter.history)
        #expect(result.gap == .intervalMissing(last))
    }

    @Test("a later reading of an interval corrects the earlier one")
    func corrects() {
        let last = SettlementInterval(containing: noon.advanced(bySeconds: -900))
        let history = LoadHistory([
            IntervalLoad(interval: last, energy: .megawattHours(1)),
            IntervalLoad(interval: last, energy: .megawattHours(2)),
        ])
        #expect(MeterBeforeAfter.baseline(before: noon, history: history).finding == .flat(.megawattHours(2)))
    }
}
