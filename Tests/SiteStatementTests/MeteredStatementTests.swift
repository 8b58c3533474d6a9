import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement
import Testing

@testable import SiteStatement

@Suite("SiteStatement of a metered site")
struct MeteredStatementTests {
    private func page(_ morning: MeteredMorning, in folder: TemporaryDirectory) throws -> PageElement {
        let path = folder.path("ledger.sqlite")
        let ledger = try Ledger(path: path)
        try ledger.append(morning.records)
        try ledger.close()
        let month = try #require(StatementMonth("2026-07"))
        return try PageElement.read(
            SiteStatement(LedgerReader(path: path), month: month, issuedAt: UTCInstant(secondsSinceEpoch: 0))
                .html())
    }

    private func knownAs(_ table: String, in page: PageElement) throws -> [String: String] {
        let rows = try #require(page.table(table)).rows("tbody")
        return Dictionary(rows.map { ($0[0].text, $0.last?.text ?? "") }) { first, _ in first }
    }

    @Test("the interval's energy is the meter's, once, and the key figures are sums of it")
    func once() throws {
        let folder = try TemporaryDirectory()
        let page = try page(MeteredMorning(), in: folder)
        let rows = try #require(page.table("intervals-2026-07-22")).rows("tbody")
        let energies = rows.map { $0.suffix(3).map(\.text) }
        #expect(
            energies == [
                ["1.100", "1.100", "0.000"], ["1.100", "0.300", "0.800"], ["1.100", "1.100", "0.000"],
            ])
        let caption = page.table("intervals-2026-07-22")?.all("caption").first?.text
        #expect(caption?.hasPrefix("Settled intervals of 2026-07-22: metered; break-even of old ") == true)
        #expect(page.text.contains("0.800MWh of 3.300"))
        let total = try #require(page.table("claims")?.rows("tfoot").first)
        #expect(total[1].text == "0.800")
    }

    @Test("metered intervals are called metered, and what rests on no energy is not")
    func words() throws {
        let folder = try TemporaryDirectory()
        var morning = try MeteredMorning()
        let award = Claim(
            interval: MeteredMorning.first, group: Claim.siteGroup, kind: .asCapacityDAM, program: "rrs",
            energy: .zero, rate: .zero, amount: .dollars(30), isEstimate: false, isShadow: false)
        try morning.apply(.claim(award, at: MeteredMorning.last.end))
        let page = try page(morning, in: folder)
        #expect(
            page.text.contains("Metered: the energy of every settled interval comes from the site meter."))
        #expect(page.text.contains("Every settled interval has a meter's reading."))
        #expect(!page.text.contains("Estimate") && !page.text.contains("net may be off"))
        #expect(
            try knownAs("claims", in: page) == [
                "Energy avoided": "metered", "Lost hash": "metered",
                "Ancillary Service capacity, day-ahead": "published",
            ])
        #expect(try knownAs("programs", in: page) == ["price": "metered", "rrs": "published"])
    }

    @Test("an estimate says how far it may be off, and names those of which nothing is said")
    func estimates() throws {
        let folder = try TemporaryDirectory()
        var morning = try MeteredMorning(isMetered: false)
        let accrual = Claim(
            interval: MeteredMorning.first, group: Claim.siteGroup, kind: .ersCapacity, program: "ers_30",
            energy: .zero, rate: .zero, amount: .dollars(30), isEstimate: true, isShadow: false)
        try morning.apply(.claim(accrual, at: MeteredMorning.last.end))
        let page = try page(morning, in: folder)
        // Five percent of 262.50 avoided less 65.625 lost.
        #expect(page.text.contains("By its readings of units the net may be off by 9.84 USD at most."))
        #expect(
            page.text.contains("of which this ledger does not say how far they may be off: ERS capacity."))
    }

    @Test("the delivered price is the dated contract's, as the claim's rate is, also in hindsight")
    func delivered() throws {
        let folder = try TemporaryDirectory()
        var morning = try MeteredMorning()
        let terms = ContractTerms(lossFactor: .percent(102), adder: .dollarsPerMegawattHour(200))
        var policy = SitePolicy.example(
            groups: [("old", 4, 25)], unitPower: .megawatts(1), fixedLoad: .kilowatts(500))
        policy.economics.base = terms
        let later = PolicyRecord(
            policy: policy,
            settlement: SettlementPolicy(defaultBaseline: .meterBeforeAfter, meter: "main"))
        // Weeks later: the days before are settled anew.
        try morning.apply(.policy(later, at: MeteredMorning.last.end.advanced(bySeconds: 40 * 86_400)))
        let path = folder.path("ledger.sqlite")
        let page = try page(morning, in: folder)
        let rows = try #require(page.table("intervals-2026-07-22")).rows("tbody")
        #expect(rows.map { $0[2].text } == ["240.80", "506.00", "251.00"])
        var rate: LedgerCell?
        let reader = try LedgerReader(path: path)
        let columns = try reader.columns(of: .claims)
        try reader.export(.claims) { cells in
            let claim = Dictionary(uniqueKeysWithValues: zip(columns, cells))
            if claim["kind"] == .text("energyAvoided") { rate = claim["rate_usd_per_mwh"] ?? nil }
        }
        #expect(rate == .text("506.000000"))
    }

    @Test("only the site's own meter is drawn")
    func otherMeters() throws {
        let folder = try TemporaryDirectory()
        let page = try page(MeteredMorning(), in: folder)
        let rows = try #require(page.table("loads-2026-07-22")).rows("tbody")
        let metered = rows.filter { $0.last?.text == "meter read" }.map { $0[4].text }
        #expect(metered == ["4.400", "1.200"])
    }

    @Test(
        "a curtailment that goes on has no days to come, has lasted until now, and has the loads read since")
    func goesOn() throws {
        let folder = try TemporaryDirectory()
        let page = try page(MeteredMorning(endsEvent: false), in: folder)
        let charts = page.all("figure").compactMap { $0.attributes["id"] }.filter { $0.hasPrefix("day-") }
        #expect(charts == ["day-2026-07-22"])
        let row = try #require(page.table("events-table")?.rows("tbody").first)
        #expect(row[2].text == "30 min, goes on")
        #expect(row[6].text == "1.000")
        #expect(row[7].text == "1.200")
        #expect(page.text.contains("in all 30 min, one goes on"))
    }
}
