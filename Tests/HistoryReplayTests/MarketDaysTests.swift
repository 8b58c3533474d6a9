import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import SiteConfiguration
import Testing

@testable import HistoryReplay

/// Days on which the market's clock is set, in three layouts.
@Suite("Replayed market days")
struct MarketDaysTests {
    /// An operating day and what is known of it without our code.
    struct Day: Sendable, CustomTestStringConvertible {
        let month: Int
        let day: Int
        let from: String
        let to: String
        let intervals: Int
        var testDescription: String { "\(month)/\(day)" }

        var published: String { MadePrices.published(month: month, day: day) }
    }

    static let days = [
        Day(month: 3, day: 10, from: "2024-03-10T06:00:00Z", to: "2024-03-11T05:00:00Z", intervals: 92),
        Day(month: 11, day: 3, from: "2024-11-03T05:00:00Z", to: "2024-11-04T06:00:00Z", intervals: 100),
        Day(month: 5, day: 8, from: "2024-05-08T05:00:00Z", to: "2024-05-09T05:00:00Z", intervals: 96),
    ]

    /// 1 MW worth 30 dollars a megawatt-hour, with dwells that end within intervals.
    private static let configuration = ReplayFiles.configuration(
        groups: [("hall", 1, 30)], shed: 5, wake: 60, price: ["min_down_s: 1000", "min_up_s: 700"])

    private func request(_ folder: TemporaryDirectory) throws -> ReplayRequest {
        ReplayRequest(
            configuration: try SiteConfiguration.parse(
                text: Self.configuration, file: "site.yaml", relativeTo: folder.path))
    }

    /// The day of the year's file, which carries UTC.
    private func ofYear(_ day: Day, in folder: TemporaryDirectory) throws -> ReplayRequest {
        var request = try request(folder)
        request.priceFiles = [try folder.write(MadePrices.plain(MadePrices.year), to: "year.csv")]
        request.from = UTCInstant(rfc3339: day.from)
        request.to = UTCInstant(rfc3339: day.to)
        return request
    }

    /// The prices of a day in the order of their intervals.
    private func prices(_ request: ReplayRequest) throws -> [(start: UTCInstant, price: String)] {
        try ReplayTimeline(request, at: request.configuration.policy.settlementPoint).settlementPrices
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value.decimal) }
    }

    private func plain(_ prices: [(start: UTCInstant, price: String)]) -> String {
        "interval_start_utc,settlement_point,price_usd_per_mwh\n"
            + prices.map { "\($0.start.seconds),HB_WEST,\($0.price)\n" }.joined()
    }

    private func lines(_ prices: [(start: UTCInstant, price: String)]) -> String {
        prices.map { start, price in
            let end = start.advanced(bySeconds: 900).seconds
            return #"{"kind":"price","source":"archive","market":"rtm","point":"HB_WEST","start":""#
                + #"\#(start.seconds)","end":"\#(end)","usd_per_mwh":"\#(price)","at":"\#(end)"}"# + "\n"
        }
        .joined()
    }

    @Test("every layout of a day gives the same digests and the same money", arguments: days)
    func layoutsAgree(day: Day) throws {
        let folder = try TemporaryDirectory()
        let expected = try HistoryReplay.run(ofYear(day, in: folder))
        #expect(expected.intervals == day.intervals)
        #expect(expected.missing == 0)
        #expect(expected.events > 0)
        var published = try request(folder)
        published.priceFiles = [try folder.write(day.published, to: "published.csv")]
        #expect(try HistoryReplay.run(published).json == expected.json)
        let prices = try prices(published)
        var plain = try request(folder)
        plain.priceFiles = [try folder.write(self.plain(prices), to: "plain.csv")]
        #expect(try HistoryReplay.run(plain).json == expected.json)
        var signals = try request(folder)
        signals.signalFiles = [try folder.write(lines(prices), to: "prices.jsonl")]
        #expect(try HistoryReplay.run(signals).json == expected.json)
    }

    @Test("the repeated hour of a file with a hole is missing, and nothing of it settles")
    func hole() throws {
        let folder = try TemporaryDirectory()
        let whole = try ofYear(Self.days[1], in: folder)
        var published = try request(folder)
        published.priceFiles = [try folder.write(Self.days[1].published, to: "published.csv")]
        // 01:00 to 02:00 the second time, in standard time.
        let hole = try #require(UTCInstant(rfc3339: "2024-11-03T07:00:00Z"))
        let prices = try prices(published)
        let rest = prices.filter { $0.start < hole || $0.start >= hole.advanced(bySeconds: 3_600) }
        #expect(prices.count - rest.count == 4)
        var torn = whole
        torn.priceFiles = [try folder.write(plain(rest), to: "torn.csv")]
        let report = try HistoryReplay.run(torn)
        #expect(report.missing == 4)
        #expect(report.intervals == 96)
        #expect(report.baseline.megawattHours(places: 6) == "24.000000")
        var lines = try request(folder)
        lines.signalFiles = [try folder.write(self.lines(rest), to: "torn.jsonl")]
        #expect(try HistoryReplay.run(lines).json == report.json)
    }
}

@Suite("Replayed gaps")
struct ReplayedGapTests {
    @Test("a dwell that ends in a gap ends there, and the gap settles nothing")
    func dwellRunsOn() throws {
        let configuration = ReplayFiles.configuration(price: ["min_down_s: 2700", "stale_s: 7200"])
        // Down at 00:15 until 01:00, although the prices of 00:30 and 00:45 never come.
        let report = try ReplayRun(
            ["150", "50", nil, nil, "50", "50"], configuration: configuration
        ).report()
        #expect(report.missing == 2)
        #expect(report.sums == ["0.250000", "12.500000", "25.000000", "-12.500000"])
        #expect(report.baseline.megawattHours(places: 6) == "1.000000")
    }

    @Test("prices of other points among signals neither decide nor settle")
    func otherPoints() throws {
        var run = try ReplayRun([])
        run.request.priceFiles = []
        func line(_ point: String, _ type: String, _ quarter: Int, _ price: Int) -> String {
            let minutes = ["00:00", "15:00", "30:00", "45:00"]
            return #"{"kind":"price","market":"rtm","point":"\#(point)","point_type":"\#(type)","start":""#
                + #"2024-06-01T00:\#(minutes[quarter])Z","end":"2024-06-01T00:\#(minutes[quarter + 1])Z","#
                + #""usd_per_mwh":\#(price),"at":"2024-06-01T00:\#(minutes[quarter + 1])Z"}"# + "\n"
        }
        let ours = line("HB_WEST", "HU", 0, 150) + line("HB_WEST", "HU", 1, 160)
        let others = line("HB_NORTH", "HU", 0, 1) + line("HB_WEST", "AH", 1, 5_000)
        run.request.signalFiles = [try run.folder.write(ours, to: "ours.jsonl")]
        let expected = try run.report().json
        run.request.signalFiles = [try run.folder.write(ours + others, to: "all.jsonl")]
        #expect(try run.report().json == expected)
        // Without a type in the configuration nobody can tell two types of one point apart.
        run.request.configuration.policy.settlementPoint = SettlementPoint(name: "HB_WEST", type: nil)
        #expect(throws: (any Error).self) { try run.report() }
    }
}
