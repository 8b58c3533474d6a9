import GridMarket
import ControlSocket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement
import Testing

@testable import SiteReports

@Suite("The price of an explanation")
struct ExplainPriceTests {
    private static let start = UTCInstant(secondsSinceEpoch: 1_784_757_000)

    /// A price that is about the seconds from `from` to `to` after the start.
    private static func price(_ market: Market, _ dollars: Int64, from: Int64, to: Int64) -> EngineEvent {
        .signal(
            StampedSignal(
                signal: .price(
                    PriceSignal(
                        market: market, point: "HB_WEST", pointType: nil,
                        start: start.advanced(bySeconds: from), end: start.advanced(bySeconds: to),
                        price: .dollarsPerMegawattHour(dollars))),
                source: "prices", at: start.advanced(bySeconds: from)))
    }

    /// What `explain --at` says of a site that was given these events, by seconds after its start.
    private func sentences(_ events: [(Int64, EngineEvent)], at second: Int64) throws -> String {
        let folder = try TemporaryDirectory()
        let path = folder.path("ledger.sqlite")
        let ledger = try Ledger(path: path)
        let policy = SitePolicy.example()
        var engine = CurtailmentEngine(policy: policy)
        var records: [LedgerRecord] = [.policy(PolicyRecord(policy: policy), at: Self.start)]
        let started = EngineEvent.started(Recovery(memory: .blank, asleep: []))
        for (second, event) in [(0, started)] + events {
            let input = EngineInput(
                at: Self.start.advanced(bySeconds: second),
                monotonic: MonotonicInstant(nanoseconds: second * 1_000_000_000), event: event)
            let output = engine.handle(input)
            records.append(.input(input))
            if let decision = output.decision { records.append(.decision(decision)) }
            if let event = output.event { records.append(.event(event, at: input.at)) }
        }
        try ledger.append(records)
        try ledger.close()
        return try Explain(.at(Self.start.advanced(bySeconds: second)))
            .reply(from: LedgerReader(path: path)).text.joined(separator: "\n")
    }

    @Test("a SCED price that came late is fresh from the start of its span, as for the decision")
    func lateSCED() throws {
        let events: [(Int64, EngineEvent)] = [
            (1, Self.price(.rtm, 50, from: -900, to: 0)), (500, Self.price(.sced, 300, from: -60, to: 240)),
            (540, .timer),
        ]
        #expect(try sentences(events, at: 539).contains("The price known then: 300 USD/MWh (sced"))
        let text = try sentences(events, at: 700)
        #expect(text.contains("The price known then: 50 USD/MWh (rtm"), "\(text)")
        #expect(text.contains("Nothing held the load down"))
        #expect(text.contains("running earned more than it cost"))
    }

    @Test("where the 15-minute price is stale as well, the later of the two decides")
    func bothStale() throws {
        let text = try sentences(
            [
                (1, Self.price(.rtm, 50, from: -900, to: 0)), (60, Self.price(.sced, 80, from: 0, to: 300)),
                (600, .timer), (1_801, .timer), (1_860, .timer),
            ], at: 2_000)
        #expect(text.contains("The price known then: 80 USD/MWh (sced"), "\(text)")
        #expect(text.contains("It was stale (limit 1800 s); stance hold."))
    }
}
