import GridMarket
import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("CurtailmentSplit")
struct CurtailmentSplitTests {
    private static func terms(block megawatts: Int64?, hasResale: Bool) -> ContractTerms {
        ContractTerms(
            block: megawatts.map {
                BlockContract(
                    quantity: .megawatts($0), price: .dollarsPerMegawattHour(30), hasResale: hasResale)
            })
    }

    /// Megawatts over one interval: block, baseline, consumed, and what is avoided, resold, unsellable.
    private static let cases: [(Int64?, Bool, Int64, Int64, [Int64])] = [
        (nil, true, 100, 10, [90, 0, 0]),
        (100, true, 120, 10, [20, 90, 0]),
        (100, false, 120, 10, [20, 0, 90]),
        // The block exceeds the baseline: nothing was bought at the index.
        (150, true, 120, 10, [0, 110, 0]),
        (100, true, 120, 110, [10, 0, 0]),
        // More was drawn than the baseline.
        (100, true, 90, 130, [-30, -10, 0]),
        (100, false, 90, 130, [-30, 0, -10]),
        (100, true, 100, 100, [0, 0, 0]),
    ]

    @Test("the block serves the load first, with and without us", arguments: cases.indices)
    func splits(index: Int) {
        let (block, hasResale, baseline, consumed, parts) = Self.cases[index]
        let split = Self.terms(block: block, hasResale: hasResale).split(
            baseline: SettlementInterval.energy(at: .megawatts(baseline)),
            consumed: SettlementInterval.energy(at: .megawatts(consumed)))
        let expected = parts.map { SettlementInterval.energy(at: .megawatts($0)) }
        #expect([split.avoided, split.resold, split.unsellable] == expected)
    }

    @Test(
        "its parts add up to what was curtailed and are worth what the bill fell by",
        arguments: UInt64(0)..<200)
    func addsUp(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func amount(_ range: ClosedRange<Int64>) -> Int64 { .random(in: range, using: &random) }
        let block = BlockContract(
            quantity: Power(microwatts: amount(0...200_000_000_000_000)),
            price: EnergyPrice(stored: amount(0...90_000_000)), hasResale: amount(0...1) == 1)
        let terms = try ContractTerms(
            lossFactor: Fraction(Int128(amount(1_000...1_100)), over: 1_000),
            adder: EnergyPrice(stored: amount(0...9_000_000)),
            resaleFee: EnergyPrice(stored: amount(0...5_000_000)), block: amount(0...9) == 0 ? nil : block)
        let price = EnergyPrice(stored: amount(-251_000_000...5_000_000_000))
        let baseline = Energy(microwattSeconds: Int128(amount(0...180_000_000_000_000_000)))
        let consumed = Energy(microwattSeconds: Int128(amount(0...180_000_000_000_000_000)))
        let split = terms.split(baseline: baseline, consumed: consumed)
        #expect(split.curtailed == baseline - consumed)
        #expect(split.resold == .zero || split.unsellable == .zero)

        let value = try terms.value(of: split, at: price)
        let saved = try Self.bill(terms, for: baseline, at: price)
            .adding(-Self.bill(terms, for: consumed, at: price))
        // Six amounts are rounded, each by half a microdollar at most.
        #expect((saved - value.avoided - value.resold).microdollars.magnitude <= 3)
    }

    /// What an interval's load costs beside the block, which is paid used or not: `(L - Q)·h·SPP`.
    private static func bill(
        _ terms: ContractTerms, for load: Energy, at price: EnergyPrice
    ) throws -> Money {
        let paid = terms.block.map { SettlementInterval.energy(at: $0.quantity) } ?? .zero
        let unused = terms.block?.hasResale == true ? max(paid - load, .zero) : .zero
        let bought = try max(load - paid, .zero).cost(at: terms.deliveredPrice(at: price))
        return try bought.adding(-unused.cost(at: terms.resalePrice(at: price)))
    }
}
