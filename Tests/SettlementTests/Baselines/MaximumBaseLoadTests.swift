import GridUnits
import Settlement
import Testing

@Suite("MaximumBaseLoad")
struct MaximumBaseLoadTests {
    private static let first = SettlementInterval(containing: noon)
    private static let intervals = [first, first.next, first.next.next]

    private static func meter(_ energies: [Energy?]) -> LoadHistory {
        LoadHistory(
            zip(intervals, energies).compactMap { interval, energy in
                energy.map { IntervalLoad(interval: interval, energy: $0) }
            })
    }

    @Test("is met at the declared load and exceeded by the least above it")
    func judges() {
        let limit = SettlementInterval.energy(at: .megawatts(7))
        let above = Energy(microwattSeconds: limit.microwattSeconds + 1)
        let result = MaximumBaseLoad(declared: .megawatts(7))
            .judge(Self.intervals, history: Self.meter([limit, above, .zero]))
        #expect(result.finding == .ceiling(.megawatts(7), exceededIn: [Self.first.next]))
        #expect(result.inputs.first == .declared(.megawatts(7)) && result.inputs.count == 4)
        #expect(result.energy(in: Self.first) == nil)
    }

    @Test("an interval without a reading is a gap, not a success")
    func needsEveryInterval() {
        let result = MaximumBaseLoad(declared: .megawatts(7))
            .judge(Self.intervals, history: Self.meter([.zero, nil, .zero]))
        #expect(result.gap == .intervalMissing(Self.first.next))
    }

    @Test("without a declaration nothing is judged")
    func needsADeclaration() {
        let result = MaximumBaseLoad(declared: nil)
            .judge(Self.intervals, history: Self.meter([.zero, .zero, .zero]))
        #expect(result.gap == .nothingDeclared)
    }
}
