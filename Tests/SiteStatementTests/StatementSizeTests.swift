import CurtailTesting
import GridUnits
import HistoryReplay
import LedgerStore
import SiteConfiguration
import Testing

@testable import SiteStatement

@Suite("The size of a statement")
struct StatementSizeTests {
    /// Two dear hours on every day of May 2024, and a site whose load comes back by a ramp.
    private func may(_ folder: TemporaryDirectory) throws -> LedgerReader {
        let start = UTCInstant(secondsSinceEpoch: 1_714_539_600)
        let lines = (0..<31 * 96).map { number in
            let at = start.advanced(bySeconds: Int64(number) * 900).seconds
            return "\(at),HB_WEST,\((72..<80).contains(number % 96) ? "150.25" : "50.\(10 + number % 90)")"
        }
        var request = ReplayRequest(
            configuration: try SiteConfiguration.parse(
                text: ReplayFiles.configuration(
                    groups: [("hall", 40, 100), ("old", 20, 120)], shed: 5, wake: 60, ramp: 2),
                file: "site.yaml", relativeTo: folder.path))
        let header = "interval_start_utc,settlement_point,price_usd_per_mwh"
        request.priceFiles = [
            try folder.write(([header] + lines).map { "\($0)\n" }.joined(), to: "prices.csv")
        ]
        request.ledgerPath = folder.path("replay.sqlite")
        _ = try HistoryReplay.run(request)
        return try LedgerReader(path: folder.path("replay.sqlite"))
    }

    @Test("a month with a ramped return every day stays small, with all its numbers and the ramp drawn")
    func month() throws {
        let folder = try TemporaryDirectory()
        let reader = try may(folder)
        let month = try #require(StatementMonth("2024-05"))
        let html = try SiteStatement(reader, month: month, issuedAt: UTCInstant(secondsSinceEpoch: 0)).html()
        #expect(html.utf8.count <= 600_000, "\(html.utf8.count) bytes")
        let page = try PageElement.read(html)
        for day in month.days {
            #expect(page.table("intervals-\(day)")?.rows("tbody").count == 96)
        }
        // Half an hour of a return is more than the few corners that decisions alone would make.
        let paths = page.all("path").filter {
            // Beside the lines of the charts there is one in each legend.
            $0.attributes["class"] == "line commanded" && $0.attributes["d"] != "M0 5H28"
        }
        #expect(paths.count == 31)
        #expect(paths.allSatisfy { ($0.attributes["d"] ?? "").count { $0 == "V" } > 8 })
        let decisions = try reader.decisions(from: month.start, until: month.end)
        #expect(decisions.count <= 31 * 5, "\(decisions.count) decisions")
    }
}
