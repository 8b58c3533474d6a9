import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("IntervalBook")
struct IntervalBookTests {
    private static func after(_ seconds: Int64) -> UTCInstant { noon.advanced(bySeconds: seconds) }

    private static let end = UTCInstant(nanosecondsSinceEpoch: .max)

    @Test("splits a constant load at interval boundaries")
    func splitsConstantLoad() throws {
        var book = IntervalBook(evidence: .simulated, isShadow: false)
        try book.accrue(
            group: "s21", from: Self.after(600), to: Self.after(2_000), at: .megawatts(10),
            baseline: .megawatts(100))
        let energies = book.close(before: Self.end)
        #expect(energies.map(\.interval.start) == [noon, Self.after(900), Self.after(1_800)])
        for (energy, seconds) in zip(energies, [300, 900, 200] as [Int64]) {
            #expect(energy.consumed == Power.megawatts(10).energy(overNanoseconds: seconds * 1_000_000_000))
            #expect(energy.curtailed == Power.megawatts(90).energy(overNanoseconds: seconds * 1_000_000_000))
            #expect(energy.baseline == Power.megawatts(100).energy(overNanoseconds: seconds * 1_000_000_000))
            #expect(energy.restarted == .zero)
        }
    }

    @Test("loses M·r/120 megawatt-hours on a linear return of M megawatts in r minutes")
    func integratesRamps() throws {
        var book = IntervalBook(evidence: .simulated, isShadow: false)
        try book.accrue(
            group: "s21", from: noon, to: Self.after(900), startPower: .zero, endPower: .megawatts(100),
            baseline: .megawatts(100))
        let energy = try #require(book.close(before: Self.end).first)
        #expect(energy.curtailed.megawattHours(places: 6) == "12.500000")
        #expect(energy.consumed == energy.curtailed)
    }

    @Test("splits a ramp at interval boundaries by its own shape")
    func splitsRamps() throws {
        var book = IntervalBook(evidence: .simulated, isShadow: false)
        try book.accrue(
            group: "s21", from: noon, to: Self.after(1_800), startPower: .megawatts(100), endPower: .zero,
            baseline: .megawatts(100))
        let energies = book.close(before: Self.end)
        #expect(energies.map { $0.consumed.megawattHours(places: 3) } == ["18.750", "6.250"])
        #expect(energies.map { $0.curtailed.megawattHours(places: 3) } == ["6.250", "18.750"])
    }

    @Test("adds batches that fall and rise at once as corrections of a level")
    func addsCorrections() throws {
        var book = IntervalBook(evidence: .simulated, isShadow: false)
        // Sixty megawatts fall over ten seconds from the start, twenty rise again over ten seconds from the fifth.
        try book.accrue(
            group: "s21", from: noon, to: Self.after(5), at: .megawatts(40), baseline: .megawatts(100))
        try book.accrue(
            group: "s21", from: Self.after(5), to: Self.after(900), at: .megawatts(60),
            baseline: .megawatts(100))
        try book.accrue(
            group: "s21", from: noon, to: Self.after(10), startPower: .megawatts(60), endPower: .zero,
            baseline: .zero)
        try book.accrue(
            group: "s21", from: Self.after(5), to: Self.after(15), startPower: .megawatts(-20),
            endPower: .zero,
            baseline: .zero)
        let energies = book.close(before: Self.end)
        let megawattSeconds: Int128 = 40 * 5 + 60 * 895 + 300 - 100
        let expected = megawattSeconds * 1_000_000_000_000
        #expect(energies.map(\.consumed.microwattSeconds) == [expected])
        #expect(energies.first?.baseline == .megawattHours(25))
    }

    @Test("gives the same sums for every partition of a stretch", arguments: UInt64(0)..<100)
    func isAdditive(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // The slope is a whole number of microwatts a nanosecond, so that the power at every cut is one, too.
        let slope = Int64.random(in: -2_000...2_000, using: &random)
        let length = Int64.random(in: 1...4_000_000_000_000, using: &random)
        let base = Int64.random(in: 0...100_000_000_000_000, using: &random)
        let baseline = Power(microwatts: Int64.random(in: 0...100_000_000_000_000, using: &random))
        let start = noon.advanced(byNanoseconds: Int64.random(in: 0...900_000_000_000, using: &random))
        let cuts = (0..<20).map { _ in Int64.random(in: 0...length, using: &random) }.sorted()

        var whole = IntervalBook(evidence: .simulated, isShadow: false)
        var parts = IntervalBook(evidence: .simulated, isShadow: false)
        func accrue(_ from: Int64, _ to: Int64, in book: inout IntervalBook) throws {
            try book.accrue(
                group: "g", from: start.advanced(byNanoseconds: from), to: start.advanced(byNanoseconds: to),
                startPower: Power(microwatts: base + slope * from),
                endPower: Power(microwatts: base + slope * to),
                baseline: baseline)
        }
        try accrue(0, length, in: &whole)
        for (from, to) in zip([0] + cuts, cuts + [length]) { try accrue(from, to, in: &parts) }
        let closed = whole.close(before: Self.end)
        #expect(closed == parts.close(before: Self.end))
        #expect(closed.allSatisfy { $0.baseline == $0.consumed + $0.curtailed })
    }

    @Test("loses nothing of a ramp however its slope divides", arguments: UInt64(0)..<100)
    func conservesRamps(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let seconds = Int64.random(in: 1...20_000, using: &random)
        let startPower = Power(microwatts: 2 * Int64.random(in: 0...500_000_000_000_000, using: &random))
        let endPower = Power(microwatts: 2 * Int64.random(in: 0...500_000_000_000_000, using: &random))
        let start = noon.advanced(bySeconds: Int64.random(in: 0...899, using: &random))
        var book = IntervalBook(evidence: .simulated, isShadow: false)
        try book.accrue(
            group: "g", from: start, to: start.advanced(bySeconds: seconds), startPower: startPower,
            endPower: endPower, baseline: .zero)
        let energies = book.close(before: Self.end)
        let sum = energies.reduce(Energy.zero) { $0 + $1.consumed }
        let exact = (Int128(startPower.microwatts) + Int128(endPower.microwatts)) / 2 * Int128(seconds)
        // Each interval is rounded once, by at most half a microwatt-second.
        #expect((sum.microwattSeconds - exact).magnitude * 2 <= UInt128(energies.count))
    }

    @Test("closes what has ended and keeps the rest open")
    func closesWhatHasEnded() throws {
        var book = IntervalBook(evidence: .metered, isShadow: false)
        try book.accrue(group: "a", from: noon, to: Self.after(1_000), at: .watts(1), baseline: .watts(1))
        #expect(book.close(before: Self.after(899)).isEmpty)
        #expect(book.close(before: Self.after(900)).map(\.interval.start) == [noon])
        #expect(book.close(before: Self.after(900)).isEmpty)
        #expect(book.open.map(\.consumed) == [Power.watts(1).energy(overNanoseconds: 100_000_000_000)])
        try book.accrue(
            group: "a", from: Self.after(1_000), to: Self.after(1_800), at: .watts(1), baseline: .watts(1))
        let energies = book.close(before: Self.after(1_800))
        #expect(energies.map(\.consumed) == [Power.watts(1).energy(overNanoseconds: 900_000_000_000)])
        #expect(energies.first?.evidence == .metered)
    }

    @Test("never opens a closed interval again")
    func refusesClosedIntervals() throws {
        var book = IntervalBook(evidence: .simulated, isShadow: false)
        #expect(book.close(before: Self.after(901)).isEmpty)
        let failure = IntervalBook.Failure.alreadyClosed(SettlementInterval(containing: noon))
        #expect(throws: failure) {
            try book.accrue(
                group: "a", from: Self.after(899), to: Self.after(1_000), at: .watts(1), baseline: .zero)
        }
        #expect(throws: failure) { try book.restart(group: "a", power: .watts(1), at: Self.after(899)) }
        try book.accrue(
            group: "a", from: Self.after(900), to: Self.after(1_000), at: .watts(1), baseline: .zero)
        #expect(book.open.count == 1)
    }

    @Test("refuses a stretch that ends before it starts, and adds nothing for one without length")
    func refusesBackwardStretches() throws {
        var book = IntervalBook(evidence: .simulated, isShadow: false)
        #expect(throws: IntervalBook.Failure.endsBeforeItStarts) {
            try book.accrue(group: "a", from: Self.after(1), to: noon, at: .watts(1), baseline: .zero)
        }
        try book.accrue(group: "a", from: noon, to: noon, at: .watts(1), baseline: .zero)
        #expect(book.open.isEmpty)
    }

    @Test("opens as many intervals as its limit and not one more")
    func limitsOpenIntervals() throws {
        var book = IntervalBook(evidence: .simulated, isShadow: false, limit: 4)
        try book.accrue(group: "a", from: noon, to: Self.after(3_600), at: .watts(1), baseline: .watts(1))
        try book.accrue(group: "b", from: noon, to: Self.after(3_600), at: .watts(1), baseline: .watts(1))
        let before = book.open
        #expect(throws: IntervalBook.Failure.tooManyOpen(limit: 4)) {
            try book.accrue(group: "a", from: noon, to: Self.after(3_601), at: .watts(1), baseline: .watts(1))
        }
        #expect(throws: IntervalBook.Failure.tooManyOpen(limit: 4)) {
            try book.restart(group: "a", power: .watts(1), at: Self.after(3_600))
        }
        #expect(book.open == before)
        #expect(book.close(before: Self.after(900)).count == 2)
        try book.restart(group: "a", power: .watts(1), at: Self.after(3_600))
    }

    @Test("keeps groups apart, in the order in which they first appeared")
    func keepsGroupsApart() throws {
        var book = IntervalBook(evidence: .simulated, isShadow: false)
        try book.accrue(group: "z", from: noon, to: Self.after(1), at: .watts(1), baseline: .watts(2))
        try book.accrue(group: "a", from: noon, to: Self.after(901), at: .watts(3), baseline: .watts(4))
        try book.restart(group: "m", power: .watts(5), at: Self.after(10))
        try book.restart(group: "m", power: .watts(6), at: Self.after(20))
        let energies = book.close(before: Self.end)
        #expect(energies.map(\.group) == ["z", "a", "m", "a"])
        #expect(energies.map(\.restarted) == [.zero, .zero, .watts(11), .zero])
        #expect(energies[2].baseline == .zero)
    }

    @Test("keeps shadow and armed parts of one interval apart")
    func keepsShadowApart() throws {
        var book = IntervalBook(evidence: .confirmed, isShadow: true)
        try book.accrue(group: "a", from: noon, to: Self.after(300), at: .zero, baseline: .watts(1))
        book.isShadow = false
        try book.accrue(
            group: "a", from: Self.after(300), to: Self.after(900), at: .zero, baseline: .watts(1))
        book.isShadow = true
        try book.accrue(
            group: "a", from: Self.after(100), to: Self.after(101), at: .zero, baseline: .watts(1))
        let energies = book.close(before: Self.end)
        #expect(energies.map(\.isShadow) == [true, false])
        #expect(energies.map(\.curtailed.microwattSeconds) == [301_000_000, 600_000_000])
    }

    @Test("holds a year of gigawatts over one stretch")
    func holdsAYear() throws {
        var book = IntervalBook(evidence: .simulated, isShadow: false, limit: 35_136)
        try book.accrue(
            group: "a", from: noon, to: Self.after(35_136 * 900), startPower: .megawatts(1_000),
            endPower: .zero,
            baseline: .megawatts(1_000))
        let energies = book.close(before: Self.end)
        let consumed = energies.reduce(Energy.zero) { $0 + $1.consumed }
        #expect(energies.count == 35_136)
        #expect(consumed == .megawattHours(35_136 * 125))
    }
}

extension IntervalBook {
    /// What the intervals that are still open hold.
    fileprivate var open: [IntervalEnergy] {
        var copy = self
        return copy.close(before: noon.advanced(bySeconds: 86_400))
    }
}
