import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import HistoryReplay
import LedgerStore
import Settlement
import SiteConfiguration
import Testing

@testable import SiteStatement

@Suite("SiteStatement")
struct SiteStatementTests {
    private static let now = UTCInstant(secondsSinceEpoch: 1_785_600_000)

    private func month(_ text: String) throws -> StatementMonth { try #require(StatementMonth(text)) }

    private func page(_ reader: LedgerReader, _ text: String = "2026-07") throws -> PageElement {
        try PageElement.read(
            SiteStatement(reader, month: month(text), issuedAt: Self.now).html())
    }

    private func replayed(_ prices: [String?], in folder: TemporaryDirectory) throws -> LedgerReader {
        var request = ReplayRequest(
            configuration: try SiteConfiguration.parse(
                text: ReplayFiles.configuration(groups: [("hall", 2, 100), ("old", 1, 120)]),
                file: "site.yaml",
                relativeTo: folder.path))
        request.priceFiles = [try folder.write(ReplayFiles.prices(prices), to: "prices.csv")]
        request.ledgerPath = folder.path("replay.sqlite")
        _ = try HistoryReplay.run(request)
        return try LedgerReader(path: folder.path("replay.sqlite"))
    }

    /// Names are unique, references are answered, and nothing asks for a network or a script.
    private func check(_ page: PageElement) {
        let all = page.everything
        let names = all.compactMap { $0.attributes["id"] }
        #expect(Set(names).count == names.count)
        for element in all {
            for name in element.attributes["aria-labelledby"]?.split(separator: " ") ?? [] {
                #expect(names.contains(String(name)), "\(name)")
            }
            if let target = element.attributes["href"] { #expect(names.contains(String(target.dropFirst()))) }
            #expect(element.attributes["src"] == nil)
            #expect(!element.attributes.keys.contains { $0.hasPrefix("on") })
        }
        let elements = Set(all.map(\.name))
        #expect(elements.isDisjoint(with: ["script", "link", "img", "iframe", "object", "b", "i"]))
        let style = page.all("style").first?.text ?? ""
        #expect(!style.contains("url(") && !style.contains("@import"))
        for plot in all where plot.attributes["class"] == "plot" {
            #expect(plot.all("title").first?.text.isEmpty == false)
            #expect(plot.all("desc").first?.text.isEmpty == false)
        }
    }

    @Test("names that would like to be markup are text, and the page is well-formed")
    func hostileNames() throws {
        let folder = try TemporaryDirectory()
        let page = try page(StatementSamples.reader(folder))
        check(page)
        #expect(page.all("h1").first?.text == "West <b>1</b> & SonsJuly 2026")
        #expect(page.table("hash")?.text.isEmpty != false)
        let groups = page.table("hash-table")?.rows("tbody").map { $0[0].text }
        #expect(groups == [StatementSamples.hostile])
        #expect(page.text.contains("Why: Decision 2 says <why> & \"how\"."))
        #expect(page.text.contains("relay<1>"))
    }

    @Test("totals are those of credits, to the microdollar")
    func totals() throws {
        let folder = try TemporaryDirectory()
        let reader = try StatementSamples.reader(folder)
        let page = try page(reader)
        let days = try month("2026-07")
        let total = LedgerCredit.total(try reader.credits(from: days.first, through: days.last, by: .claim))
        #expect(total.net != total.incremental)
        for table in ["claims", "programs"] {
            let sums = try #require(page.table(table)?.rows("tfoot").first)
            #expect(sums[1].exact == total.curtailed.megawattHours(places: 9))
            #expect(sums[2].exact == total.net.decimalSixPlaces)
            #expect(sums[3].exact == total.incremental.decimalSixPlaces)
            #expect(sums[4].exact == total.contingent.decimalSixPlaces)
        }
        let claims = try #require(page.table("claims")).rows("tbody")
        #expect(claims.count == Claim.Kind.allCases.count)
        for (row, kind) in zip(claims, total.kinds) {
            let isContingent = Claim.Kind(rawValue: kind)?.isContingent == true
            #expect(row[isContingent ? 4 : 2].exact == total.claims[kind]?.decimalSixPlaces)
            #expect(row[isContingent ? 2 : 4].exact == "0.000000")
        }
        let figures = page.all("dl").first { $0.attributes["class"] == "figures" }
        #expect(figures?.all("data").first?.attributes["value"] == total.net.decimalSixPlaces)
        let byDay = try #require(page.table("days-table")?.rows("tfoot").first)
        #expect(byDay.last?.exact == total.net.decimalSixPlaces)
        // Money that would have been stands apart.
        let shadow = try #require(page.table("shadow-claims")?.rows("tfoot").first)
        #expect(shadow[2].exact == "9.000000")
    }

    @Test("the numbers beside a chart are the ledger's")
    func chartNumbers() throws {
        let folder = try TemporaryDirectory()
        let reader = try replayed(["50", "150.129", "-13.5", "90", "101", "130", "90"], in: folder)
        let page = try page(reader, "2024-05")
        check(page)
        let columns = try reader.columns(of: .intervals)
        var stored: [String: (price: String, curtailed: Energy)] = [:]
        try reader.export(.intervals) { cells in
            let row = Dictionary(uniqueKeysWithValues: zip(columns, cells))
            guard case .text(let start) = row["interval_start_utc"],
                case .text(let price) = row["price_usd_per_mwh"],
                case .integer(let curtailed) = row["curtailed_microwatt_seconds"]
            else { return }
            let sum = (stored[start]?.curtailed ?? .zero) + Energy(microwattSeconds: Int128(curtailed))
            stored[start] = (price, sum)
        }
        let rows = try #require(page.table("intervals-2024-05-31")).rows("tbody")
        #expect(rows.count == 7)
        for (row, start) in zip(rows, stored.keys.sorted()) {
            let expected = try #require(stored[start])
            #expect(row[1].text == Shown.exactly(try EnergyPrice(decimal: expected.price)))
            #expect(row.last?.text == Shown.exactly(expected.curtailed))
        }
        let loads = try #require(page.table("loads-2024-05-31")).rows("tbody")
        let target = try reader.steps(from: month("2024-05").start, until: month("2024-05").end).map(
            { Shown.exactly($0.target) })
        #expect(loads.filter { $0.last?.text != "units read" }.map { $0[1].text } == target)
    }

    @Test("what is not settled says why, and what is without a meter is counted")
    func gaps() throws {
        let folder = try TemporaryDirectory()
        let page = try page(replayed(["50", nil, nil, "150", "50"], in: folder), "2024-05")
        let rows = try #require(page.table("gaps-table")).rows("tbody")
        #expect(rows.map { $0[2].text } == ["2,956", "2", "15"])
        #expect(rows.map { $0[3].text } == ["30", "0", "0"])
        #expect(rows[0][4].text == "Before the first row of this ledger.")
        #expect(rows[1][4].text.hasPrefix("No settlement price of it"))
        #expect(rows[2][4].text.hasPrefix("Nothing was recorded in it"))
        #expect(page.text.contains("2,973 of 2,976 settlement intervals are not settled."))
        let other = try TemporaryDirectory()
        let sample = try self.page(StatementSamples.reader(other))
        #expect(sample.text.contains("3 of 7 settled intervals are not wholly by the site meter"))
        #expect(sample.text.contains("Nothing was recorded: curtaild was not running."))
        #expect(sample.text.contains("In 1 interval the price is not the published one"))
        let unpriced = try #require(sample.table("gaps-table")).rows("tbody")[1]
        #expect(unpriced[0].text == "Jul 22, 08:45 CDT")
        #expect(unpriced[4].text.hasPrefix("No settlement price of it"))
        #expect(sample.text.contains("7 records from Jul 25, 2026"))
    }

    @Test("units that failed are named")
    func failures() throws {
        let folder = try TemporaryDirectory()
        let rows = try #require(page(StatementSamples.reader(folder)).table("failures-table")).rows("tbody")
        let found = rows.map { $0.prefix(3).map(\.text) }
        #expect(
            found == [
                ["\(StatementSamples.hostile)/2", "0", "1"], ["\(StatementSamples.other)/1", "1", "0"],
            ])
    }

    @Test("a revision says what replaced what")
    func revisions() throws {
        let folder = try TemporaryDirectory()
        let rows = try #require(page(StatementSamples.reader(folder)).table("revisions-table")).rows("tbody")
        #expect(rows.count == 1)
        let found = rows[0].map(\.text)
        #expect(found[2...5] == [StatementSamples.other, "Energy avoided", "0.50 USD", "0.75 USD"])
        #expect(found[0] == "Jul 25, 07:00 CDT")
    }

    @Test("a trip has the grid's frequency with its lowest value and how fast the load fell")
    func frequency() throws {
        let folder = try TemporaryDirectory()
        let page = try page(StatementSamples.reader(folder))
        let section = try #require(page.all("section").first { $0.attributes["id"] == "frequency" })
        #expect(section.all("figure").count == 1)
        #expect(section.text.contains("Lowest 59.690 Hz at 08:10:00."))
        #expect(section.text.contains("at its target 3 s later."))
        let rows = try #require(page.table("frequency-table-2")).rows("tbody")
        #expect(rows.count == 80)
        #expect(rows[20].map(\.text) == ["08:10:00", "relay<1>", "59.69", "59.69", "10", "crossed"])
    }

    @Test("of many trips the first are drawn, and the page says so")
    func manyTrips() throws {
        let folder = try TemporaryDirectory()
        var records = StatementSamples.records
        for id in 3...45 {
            let from = 20_000 + Int64(id) * 3_000
            records.append(
                .event(
                    StatementSamples.event(Int64(id), from: from, to: from + 60, [.underfrequency]),
                    at: StatementSamples.instant(from + 60)))
        }
        let page = try page(StatementSamples.reader(folder, records))
        check(page)
        #expect(page.table("events-table")?.rows("tbody").filter { $0.count > 1 }.count == 45)
        #expect(page.text.contains("The first 40 trips are drawn; 4 more stand in the list of curtailments."))
        #expect(page.text.contains("No frequency is recorded around curtailment 41."))
        #expect(!page.text.contains("No frequency is recorded around curtailment 42."))
    }

    @Test("a month without anything is a page that says what there is")
    func emptyMonth() throws {
        let folder = try TemporaryDirectory()
        let page = try page(StatementSamples.reader(folder), "2031-02")
        check(page)
        #expect(page.all("main").first?.all("h2").map(\.text) == ["Nothing is recorded of February 2031"])
        #expect(page.text.contains("This ledger begins Jul 22, 2026, 07:00 CDT"))
        let other = try TemporaryDirectory()
        let ledger = try Ledger(path: other.path("empty.sqlite"))
        try ledger.close()
        let empty = try self.page(LedgerReader(path: other.path("empty.sqlite")))
        #expect(empty.text.contains("This ledger is empty."))
    }

    @Test("the evidence names the rows, the last digest and the configuration's digest")
    func evidence() throws {
        let folder = try TemporaryDirectory()
        let reader = try StatementSamples.reader(folder)
        let page = try page(reader)
        let section = try #require(page.all("section").first { $0.attributes["id"] == "evidence" })
        let head = try reader.head()
        #expect(section.text.contains(head.digest))
        #expect(section.text.contains("curtailctl verify LEDGER --head \(head.digest)"))
        let policies = try reader.policies(from: month("2026-07").start, until: month("2026-07").end)
        #expect(
            page.table("policies-table")?.rows("tbody").map { $0.last?.text }
                == policies.map { StatementSamples.configurationDigest + $0.digest })
        #expect(policies.map(\.record) == [StatementSamples.record])
        #expect(policies.first?.digest.count == 64)
    }
}
