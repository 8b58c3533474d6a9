import SitePorts
import SiteLoop
import ControlSocket
import SiteRecord
import CurtailTesting
import CurtailmentEngine
import GridUnits
import HistoryReplay
import LedgerStore
import Settlement
import SiteConfiguration
import Testing

@testable import SiteReports

@Suite("Calls of a ledger")
struct LedgerCallTests {
    /// The ledger of a replay of one site's prices from 2024-06-01T00:00:00Z on.
    private func reader(
        _ prices: [String?], in folder: TemporaryDirectory,
        configuration: String = ReplayFiles.configuration()
    ) throws -> LedgerReader {
        var request = ReplayRequest(
            configuration: try SiteConfiguration.parse(
                text: configuration, file: "site.yaml", relativeTo: folder.path))
        request.priceFiles = [try folder.write(ReplayFiles.prices(prices), to: "prices.csv")]
        request.ledgerPath = folder.path("ledger.sqlite")
        _ = try HistoryReplay.run(request)
        return try LedgerReader(path: folder.path("ledger.sqlite"))
    }

    private func instant(_ text: String) throws -> UTCInstant { try #require(UTCInstant(rfc3339: text)) }

    /// The document as it travels.
    private func document(_ call: some LedgerCall, _ reader: LedgerReader) throws -> JSONValue {
        try JSONValue(json: try call.reply(from: reader).canonicalBytes)
    }

    private func sentences(_ document: JSONValue) -> [String] {
        (document["text"]?.elements ?? []).compactMap(\.string)
    }

    @Test("the log gives an event with the energy and money of its intervals")
    func log() throws {
        let folder = try TemporaryDirectory()
        let document = try document(
            try Log(), try reader(["50", "150", "130", "90", "90", "90"], in: folder))
        let expected: JSONValue = [
            "id": 1, "state": "completed", "is_shadow": false, "started_at": "2024-06-01T00:30:00.000Z",
            "ended_at": "2024-06-01T01:00:00.000Z", "duration_s": 1_800, "programs": ["price"],
            "reason": "price_above_break_even", "lowest_target_mw": "0", "lowest_commanded_mw": "0",
            "lowest_confirmed_mw": "0", "lowest_metered_mw": nil, "failed_units": 0,
            "curtailed_mwh": "0.500000",
            "net_usd": "5.000000",
        ]
        #expect(document["schema"]?.string == "curtaild.log/1")
        #expect(document["events"]?.elements == [expected])
    }

    @Test("an event whose intervals have no price has no money, and one that stands has no end")
    func unsettled() throws {
        let folder = try TemporaryDirectory()
        let reader = try reader(["150", nil, nil, "50"], in: folder)
        let call = try Log(until: try instant("2024-06-01T00:16:00Z"))
        let event = try #require(try reader.events().first?.event)
        var open = event
        open.endedAt = nil
        let now = event.startedAt.advanced(bySeconds: 60)
        let reply = Log.Reply.event(try EventLine(open, reader, now: now))
        let document = try JSONValue(json: reply.canonicalBytes)
        #expect(document["schema"]?.string == "curtaild.event/1")
        #expect(document["ended_at"] == JSONValue.null)
        #expect(document["duration_s"]?.integer == 60)
        #expect(document["net_usd"] == JSONValue.null)
        #expect(document["curtailed_mwh"] == JSONValue.null)
        #expect(try EventLine(open, nil).duration == nil)
        #expect(try self.document(call, reader)["events"]?.elements?.count == 1)
    }

    @Test("an event is explained by its rule, numbers, margin and gain")
    func explainEvent() throws {
        let folder = try TemporaryDirectory()
        let reader = try reader(["50", "150", "130", "90", "90"], in: folder)
        let document = try self.document(Explain(.event(1)), reader)
        #expect(document["schema"]?.string == "curtaild.explain/1")
        #expect(document["event"]?["id"]?.integer == 1)
        let text = sentences(document).joined(separator: "\n")
        #expect(
            text.contains(
                "price 150.00 USD/MWh, break even 100.00 USD/MWh, margin 50.00 USD/MWh, gain 50.00 USD/h"))
        #expect(text.contains("Without it nothing would hold the load down."))
        #expect(text.contains("It ended 2024-06-01T01:00:00Z after 1800 s."))
        #expect(text.contains("0.500000 MWh curtailed, net 5.000000 USD."))
        let winner = document["decisions"]?.elements?.first?["winner"]
        #expect(winner?["figures"]?.elements?.first?["value"]?.string == "150.00")
    }

    @Test("an instant at which nothing was done is explained by price, break-even and margin")
    func explainNothing() throws {
        let folder = try TemporaryDirectory()
        let groups = [(name: "old", count: 1, worth: 100), (name: "new", count: 1, worth: 120)]
        let reader = try reader(
            ["50", "60", "60"], in: folder, configuration: ReplayFiles.configuration(groups: groups))
        let document = try self.document(Explain(.at(try instant("2024-06-01T00:20:00Z"))), reader)
        #expect(document["event"] == JSONValue.null)
        let margins = (document["groups"]?.elements ?? []).map { $0["margin_usd_per_mwh"]?.string }
        #expect(margins == ["-50.00", "-70.00"])
        let text = sentences(document).joined(separator: "\n")
        #expect(
            text.contains("Nothing held the load down: no obligation and no manual command demanded less."))
        #expect(text.contains("The price known then: 50 USD/MWh (rtm, 2024-06-01T00:00:00Z"))
        #expect(text.contains("received 300 s before"))
        #expect(
            text.contains(
                "Group old: 50.00 USD/MWh against break-even 100.00, margin -50.00: running earned more"))
    }

    @Test("before the first price the explanation says so")
    func explainBeforePrice() throws {
        let folder = try TemporaryDirectory()
        let reader = try reader(["150", "50"], in: folder)
        let text = sentences(try self.document(Explain(.at(try instant("2024-06-01T00:10:00Z"))), reader))
        #expect(text.contains("No price had been received: before the first nothing is curtailed for price."))
    }

    @Test("a price that a restart cost or a dwell kept from acting says which")
    func explainHeldBack() throws {
        let folder = try TemporaryDirectory()
        let costly = ReplayFiles.configuration(price: ["restart_cost_usd_per_mw: 100"])
        let reader = try reader(["150", "150"], in: folder, configuration: costly)
        let text = sentences(try self.document(Explain(.at(try instant("2024-06-01T00:20:00Z"))), reader))
        #expect(
            text.contains { $0.contains("the gain did not exceed the restart cost of 100 USD/MW") }, "\(text)"
        )
        let other = try TemporaryDirectory()
        let dwelling = ReplayFiles.configuration(price: ["min_up_s: 3600"])
        let second = try self.reader(["150", "50", "150", "150"], in: other, configuration: dwelling)
        let held = sentences(try self.document(Explain(.at(try instant("2024-06-01T00:50:00Z"))), second))
        #expect(held.contains { $0.contains("shortest time up (3600 s)") }, "\(held)")
    }

    @Test("what is not there is not found")
    func notFound() throws {
        let folder = try TemporaryDirectory()
        let reader = try reader(["50"], in: folder)
        #expect(throws: ControlFailure.self) { try self.document(Explain(.event(9)), reader) }
        let before = try instant("2020-01-01T00:00:00Z")
        #expect(throws: ControlFailure.self) { try self.document(Explain(.at(before)), reader) }
    }

    @Test("credits give a line for each day and their total", arguments: CreditGrouping.allCases)
    func credits(grouping: CreditGrouping) throws {
        let folder = try TemporaryDirectory()
        let reader = try reader(["50", "150", "130", "90", "90"], in: folder)
        let document = try self.document(try Credits(by: grouping), reader)
        let labels = (document["rows"]?.elements ?? []).compactMap { $0["label"]?.string }
        switch grouping {
        case .interval: #expect(labels == ["2024-06-01T00:30:00.000Z", "2024-06-01T00:45:00.000Z"])
        case .hour: #expect(labels == ["2024-06-01T00:00:00.000Z"])
        case .day: #expect(labels == ["2024-05-31"])
        case .month: #expect(labels == ["2024-05"])
        case .year: #expect(labels == ["2024"])
        case .program: #expect(labels == ["price"])
        case .group: #expect(labels == ["hall"])
        case .claim: #expect(labels == ["energyAvoided", "lostHash"])
        case .event: #expect(labels == ["1"])
        }
        let total: JSONValue = [
            "curtailed_mwh": "0.500000", "energy_avoided_usd": "55.000000", "lost_hash_usd": "50.000000",
            "restart_cost_usd": "0.000000",
            "claims": ["energyAvoided": "55.000000", "lostHash": "-50.000000"],
            "contingent_usd": "0.000000",
            "incremental_usd": "5.000000", "net_usd": "5.000000", "is_estimate": true,
        ]
        // How uncertain a figure is depends on the ledger's release.
        let members = document["total"]?.members ?? []
        #expect(.object(members.filter { $0.name != "uncertainty_usd" }) == total)
    }

    @Test("shadow lines are flagged and stay out of the total")
    func shadowCredits() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("ledger.sqlite")
        let ledger = try Ledger(path: path)
        let interval = SettlementInterval(containing: try instant("2024-06-01T12:00:00Z"))
        try ledger.append(
            [("real", false, 7), ("what if", true, 11)].map { group, isShadow, dollars in
                .claim(
                    Claim(
                        interval: interval, group: group, kind: .energyAvoided, energy: .megawattHours(1),
                        rate: .one,
                        amount: .dollars(dollars), isEstimate: true, isShadow: isShadow), at: interval.end)
            })
        try ledger.close()
        let document = try self.document(try Credits(), LedgerReader(path: path))
        let rows = document["rows"]?.elements ?? []
        #expect(rows.map { $0["is_shadow"]?.boolean } == [false, true])
        #expect(rows.map { $0["net_usd"]?.string } == ["7.000000", "11.000000"])
        #expect(document["total"]?["net_usd"]?.string == "7.000000")
    }
}
