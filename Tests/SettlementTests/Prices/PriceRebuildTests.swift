import CurtailTesting
import GridUnits
import Settlement
import Testing

@Suite("PriceRebuild")
struct PriceRebuildTests {
    private static let interval = SettlementInterval(containing: noon)

    /// Runs so many seconds after the interval's start, with a price and a zone load in megawatts.
    private static func runs(
        _ runs: [(seconds: Int64, dollars: String, load: Int64?)], adder: String = "0"
    ) throws -> [ScedRun] {
        try runs.map { run in
            ScedRun(
                at: noon.advanced(bySeconds: run.seconds), price: try EnergyPrice(decimal: run.dollars),
                adder: try EnergyPrice(decimal: adder), zoneLoad: run.load.map(Power.megawatts))
        }
    }

    @Test(
        "weights LMPs by time, or by time and zone load, and adds the deployment adder",
        arguments: [
            (PriceRebuild.Weighting.time, "0", "500"), (.zoneLoad, "0", "483.333333"),
            (.time, "2.50", "502.5"), (.zoneLoad, "2.50", "485.833333"),
        ])
    func weights(weighting: PriceRebuild.Weighting, adder: String, expected: String) throws {
        let runs = try Self.runs(
            [(0, "100", 10_000), (300, "400", 9_800), (600, "1000", 9_000)], adder: adder)
        let price = try PriceRebuild(weighting: weighting).price(of: Self.interval, from: runs)
        #expect(price.decimal == expected)
    }

    @Test("clips irregular runs to the interval, so that their seconds add up to 900")
    func clips() throws {
        let runs = try Self.runs([
            (-600, "7777", nil), (-288, "50", nil), (12, "100", nil), (310, "400", nil), (615, "1000", nil),
            (900, "8888", nil), (1_200, "9999", nil),
        ])
        let price = try PriceRebuild(weighting: .time).price(of: Self.interval, from: runs)
        #expect(price.decimal == "486")
    }

    @Test("is never below the floor, and just as the LMPs say above it")
    func stopsAtTheFloor() throws {
        let rebuild = PriceRebuild(weighting: .time)
        let low = try rebuild.price(of: Self.interval, from: Self.runs([(0, "-300", nil)], adder: "10"))
        #expect(low == .dollarsPerMegawattHour(-251))
        let high = try rebuild.price(of: Self.interval, from: Self.runs([(0, "-260", nil)], adder: "10"))
        #expect(high == .dollarsPerMegawattHour(-250))
    }

    @Test("weights an adder by time where it changes, also in the load-weighted price")
    func weightsAdders() throws {
        let runs = [
            ScedRun(at: noon, price: .zero, adder: .dollarsPerMegawattHour(9), zoneLoad: .megawatts(1)),
            ScedRun(
                at: noon.advanced(bySeconds: 300), price: .zero, adder: .zero, zoneLoad: .megawatts(1_000)),
        ]
        let price = try PriceRebuild(weighting: .zoneLoad).price(of: Self.interval, from: runs)
        #expect(price == .dollarsPerMegawattHour(3))
    }

    @Test("a gap in the runs is named with the instant where it begins")
    func namesGaps() throws {
        let rebuild = PriceRebuild(weighting: .time, longestRun: .seconds(400))
        let cases: [([(Int64, String, Int64?)], Int64)] = [
            ([], 0), ([(1, "1", nil), (300, "1", nil), (600, "1", nil)], 0), ([(-400, "1", nil)], 0),
            ([(-399, "1", nil), (100, "1", nil)], 1), ([(0, "1", nil), (300, "1", nil)], 700),
            ([(900, "1", nil)], 0),
        ]
        for (runs, seconds) in cases {
            let gap = PriceRebuild.Failure.notCovered(from: noon.advanced(bySeconds: seconds))
            let listed = try Self.runs(runs.map { (seconds: $0.0, dollars: $0.1, load: $0.2) })
            #expect(throws: gap) { try rebuild.price(of: Self.interval, from: listed) }
        }
    }

    @Test("runs out of order, or two at one instant, are refused")
    func refusesDisorder() throws {
        let rebuild = PriceRebuild(weighting: .time)
        for seconds in [0, -1] as [Int64] {
            let runs = try Self.runs([(0, "1", nil), (seconds, "2", nil)])
            #expect(throws: PriceRebuild.Failure.outOfOrder(runs[1].at)) {
                try rebuild.price(of: Self.interval, from: runs)
            }
        }
    }

    @Test(
        "a zone load that is not known, or not positive, is not guessed", arguments: [nil, 0, -5] as [Int64?])
    func needsZoneLoads(load: Int64?) throws {
        let runs = try Self.runs([(0, "100", 10_000), (300, "400", load)])
        #expect(throws: PriceRebuild.Failure.zoneLoadMissing(runs[1].at)) {
            try PriceRebuild(weighting: .zoneLoad).price(of: Self.interval, from: runs)
        }
        _ = try PriceRebuild(weighting: .time).price(of: Self.interval, from: runs)
    }

    @Test("lies between the lowest and the highest LMP, however the runs fall", arguments: UInt64(0)..<200)
    func isAMean(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var runs: [ScedRun] = []
        var at = noon.advanced(byNanoseconds: -Int64.random(in: 0..<900_000_000_000, using: &random))
        while at < Self.interval.end {
            runs.append(
                ScedRun(
                    at: at,
                    price: EnergyPrice(stored: .random(in: -251_000_000...5_000_000_000, using: &random)),
                    zoneLoad: .kilowatts(.random(in: 1...90_000_000, using: &random))))
            at = at.advanced(bySeconds: Int64.random(in: 1...900, using: &random))
        }
        let held = runs.suffix(from: runs.lastIndex { $0.at <= noon } ?? 0).map(\.price)
        for weighting in [PriceRebuild.Weighting.time, .zoneLoad] {
            let price = try PriceRebuild(weighting: weighting).price(of: Self.interval, from: runs)
            let (lowest, highest) = (try #require(held.min()), try #require(held.max()))
            #expect(lowest <= price && price <= highest)
        }
    }

    @Test("says when a price does not fit instead of clamping it")
    func throwsWhenTooLarge() {
        let huge = ScedRun(
            at: noon, price: EnergyPrice(stored: .max), adder: EnergyPrice(stored: .max))
        #expect(
            performing: {
                try PriceRebuild(weighting: .time).price(of: Self.interval, from: [huge])
            },
            throws: { error in
                if case .outOfRange? = error as? PriceRebuild.Failure { true } else { false }
            })
    }
}
