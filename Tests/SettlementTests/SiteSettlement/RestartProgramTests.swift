import GridMarket
import SiteRecord
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

/// A curtailment of the first interval whose units wake with the first instant of the second.
@Suite("The program of a restart")
struct RestartProgramTests {
    private static let first = SettlementInterval(containing: UTCInstant(secondsSinceEpoch: 1_784_721_600))

    private static func energy(
        _ interval: SettlementInterval, curtailed: Energy, restarted: Power, isShadow: Bool
    ) -> IntervalEnergy {
        IntervalEnergy(
            interval: interval, group: "a", consumed: .zero, curtailed: curtailed, restarted: restarted,
            evidence: .simulated, isShadow: isShadow)
    }

    private static func rows(isShadow: Bool) throws -> SettledRows {
        var policy = SitePolicy.example(groups: [("a", 1, 25)])
        policy.price?.restartCostPerMegawatt = .dollars(2)
        var event = CurtailmentEvent(
            id: 1, state: .active, startedAt: first.start, endedAt: nil, isShadow: isShadow,
            programs: [.price], reason: .priceAboveBreakEven, lowestTarget: .zero, lowestCommanded: .zero,
            lowestConfirmed: .zero, lowestMetered: nil, failedUnits: 0)
        var rows: [LedgerRecord] = [
            .policy(PolicyRecord(policy: policy, load: .given), at: first.start),
            .event(event, at: first.start),
        ]
        event.endedAt = first.end
        rows.append(.event(event, at: first.end))
        for interval in [first, first.next] {
            let price = PriceSignal(
                market: .rtm, point: "HB_WEST", pointType: nil, start: interval.start, end: interval.end,
                price: .dollarsPerMegawattHour(100))
            rows.append(
                .fact(StampedSignal(signal: .price(price), source: "test", at: first.end), at: first.end))
        }
        let energies = [
            energy(first, curtailed: .megawattHours(1), restarted: .zero, isShadow: isShadow),
            energy(first.next, curtailed: .zero, restarted: .megawatts(4), isShadow: isShadow),
        ]
        return try SettledRows(rows + [.load(energies, at: first.next.end)])
    }

    @Test("is the one that curtailed until the interval's first instant", arguments: [false, true])
    func atTheBoundary(isShadow: Bool) throws {
        let rows = try Self.rows(isShadow: isShadow)
        let claims = rows.claims(of: Self.first.next, isShadow: isShadow)
        let restart = try #require(claims.first { $0.kind == .restartCost })
        #expect(restart.program == "price")
        #expect(restart.amount == .dollars(-8))
        #expect(claims.count == 1)
    }

    @Test("does not make a curtailed interval of the one in which it lies")
    func isNoCurtailment() throws {
        let basis = try #require(try Self.rows(isShadow: false).bases[Self.first.next])
        #expect(!basis.isCurtailed && basis.curtailments.isEmpty)
        #expect(basis.ended.map(\.event) == [1])
        let again = try IntervalBasis(recorded: CanonicalValue(parsing: basis.canonicalBytes))
        #expect(again == basis)
    }
}
