import CurtailTesting
import Foundation
import GridUnits
import Settlement
import Testing

@testable import HistoryReplay

@Suite("HistoryReplay")
struct HistoryReplayTests {
    @Test("a price governs from the end of its interval on")
    func governsAfterItsInterval() throws {
        let report = try ReplayRun(["50", "150", "130", "90"]).report()
        // Curtailed in the third and fourth interval, a quarter of a MWh each: 32.5 + 22.5 avoided, 50 lost.
        #expect(report.sums == ["0.500000", "55.000000", "50.000000", "5.000000"])
        #expect(report.baseline.megawattHours(places: 6) == "1.000000")
        #expect(report.consumed.megawattHours(places: 6) == "0.500000")
        #expect(report.intervals == 4)
        #expect(report.missing == 0)
        #expect(report.events == 1)
        #expect(report.perfectForesight?.decimal == "20")
    }

    @Test("foresight lets a decision see its own interval's price, and reaches the optimum")
    func foresight() throws {
        var run = try ReplayRun(["50", "150", "130", "90"])
        run.request.foresight = .interval
        let report = try run.report()
        #expect(report.sums == ["0.500000", "70.000000", "50.000000", "20.000000"])
        #expect(report.perfectForesight == report.claims.net)
        #expect(report.json.contains(#""foresight":"interval""#))
    }

    @Test("a publication delay moves decisions into the interval, settled by exact seconds")
    func publicationDelay() throws {
        var run = try ReplayRun(["50", "150", "130", "90"])
        run.request.publicationDelay = .seconds(300)
        // Ten minutes of the third interval and the whole fourth.
        #expect(try run.report().sums == ["0.416667", "44.166667", "41.666667", "2.500000"])
    }

    @Test("a price equal to break-even curtails nothing")
    func equalIsNotAbove() throws {
        let report = try ReplayRun(["100", "100", "100"]).report()
        #expect(report.sums == ["0.000000", "0.000000", "0.000000", "0.000000"])
        #expect(report.events == 0)
    }

    @Test("a gap is counted, holds the state and takes part in no sum")
    func gap() throws {
        let report = try ReplayRun(["50", "150", nil, "90"]).report()
        #expect(report.intervals == 3)
        #expect(report.missing == 1)
        #expect(report.baseline.megawattHours(places: 6) == "0.750000")
        // The curtailment that began with the gap goes on into the last interval, which alone settles.
        #expect(report.sums == ["0.250000", "22.500000", "25.000000", "-2.500000"])
    }

    @Test("only the groups worth less than the price are shed")
    func partialGroups() throws {
        let groups = [(name: "old", count: 2, worth: 60), (name: "new", count: 3, worth: 120)]
        let run = try ReplayRun(["100", "100"], configuration: ReplayFiles.configuration(groups: groups))
        let report = try run.report()
        #expect(report.sums == ["0.500000", "50.000000", "30.000000", "20.000000"])
        #expect(report.baseline.megawattHours(places: 6) == "2.500000")
    }

    @Test("gzip gives the digests of the plain file, and a second run those of the first")
    func determinism() throws {
        let prices = (0..<60).map { "\($0 * 37 % 200).\($0 % 10)" }
        var run = try ReplayRun(prices)
        let plain = try run.report()
        #expect(try run.report().json == plain.json)
        let path = run.folder.path("prices.csv.gz")
        try Data(ReplayFiles.gzip(ReplayFiles.prices(prices))).write(to: URL(fileURLWithPath: path))
        run.request.priceFiles = [path]
        #expect(try run.report().json == plain.json)
    }

    @Test("other prices give other digests of inputs")
    func digestsTellPricesApart() throws {
        let one = try ReplayRun(["50", "60"]).report()
        let other = try ReplayRun(["50", "61"]).report()
        #expect(one.inputsDigest != other.inputsDigest)
    }

    @Test("a dwell that ends as a price arrives is decided by that price")
    func dwellEndsWithPrice() throws {
        let configuration = ReplayFiles.configuration(price: ["min_down_s: 900", "min_up_s: 3600"])
        // Down for 150; 900 s later the price is 160: it stays down instead of waking for an hour.
        let report = try ReplayRun(["150", "160", "50", "50"], configuration: configuration).report()
        #expect(report.events == 1)
        #expect(report.curtailed.megawattHours(places: 6) == "0.500000")
    }

    @Test("what was published before the start is not seen")
    func nothingBeforeStart() throws {
        var run = try ReplayRun(["150", "150", "50", "50"])
        run.request.from = UTCInstant(rfc3339: "2024-06-01T00:30:00Z")
        let report = try run.report()
        #expect(report.intervals == 2)
        #expect(report.curtailed == .zero)
    }

    @Test("two runs into one ledger are refused before anything is read")
    func ledgerExists() throws {
        var run = try ReplayRun(["50"])
        run.request.ledgerPath = try run.folder.write("mine", to: "ledger.sqlite")
        run.request.priceFiles = ["/nonexistent"]
        #expect(throws: ReplayFailure.self) { try run.report() }
        #expect(try run.folder.read("ledger.sqlite") == "mine")
    }

    @Test("a span without any time is refused with its ends")
    func emptySpan() throws {
        var run = try ReplayRun(["50"])
        run.request.from = UTCInstant(rfc3339: "2025-01-01T00:00:00Z")
        #expect(throws: ReplayFailure.self) { try run.report() }
    }

    @Test("rejected lines are counted, explained and stop nothing")
    func rejectedLines() throws {
        var run = try ReplayRun(["50", "cheap", "50"])
        let report = try run.report()
        #expect(report.rejected == 1)
        #expect(report.rejections.count == 1)
        #expect(report.missing == 1)
        run.request.priceFiles = [
            try run.folder.write(ReplayFiles.prices(["50"], point: "HB_NORTH"), to: "other.csv")
        ]
        #expect(throws: ReplayFailure.self) { try run.report() }
    }
}
