import CurtailTesting
import GridMarket
import Settlement
import SiteLoop
import CurtailmentEngine
import Foundation
import GridUnits

@testable import LedgerStore

extension TemporaryDirectory {
    /// Where a ledger lies in it.
    var ledger: String { path("ledger.sqlite") }
}

/// Records of one small site on one July day.
enum Samples {
    /// 2026-07-22T21:45:00Z, 16:45 in Texas.
    static let start = UTCInstant(secondsSinceEpoch: 1_784_756_700)

    static func instant(_ second: Int64) -> UTCInstant { start.advanced(bySeconds: second) }

    static let policy = SitePolicy(
        name: "demo", mode: .armed, fixedLoad: .zero,
        settlementPoint: SettlementPoint(name: "HB_WEST", type: nil),
        economics: EconomicsPolicy(
            dollarsPerPetahashDay: .dollars(45), poolFee: .zero, powerUsageEffectiveness: .one),
        restore: RestorePolicy(rampPerMinute: .zero),
        grid: GridAlarmPolicy(physicalResponsiveCapabilityBelow: .megawatts(2_500), emergencyAlertFrom: 1),
        groups: [])

    static func price(_ index: Int) -> EngineInput {
        let at = instant(Int64(index) * 900)
        return EngineInput(
            at: at, monotonic: MonotonicInstant(nanoseconds: at.nanosecondsSinceEpoch),
            event: .signal(
                StampedSignal(
                    signal: .price(
                        PriceSignal(
                            market: .rtm, point: "HB_WEST", pointType: nil,
                            start: at.advanced(bySeconds: -900), end: at,
                            price: .centsPerMegawattHour(Int64(index % 20_000)))), source: "replay", at: at)))
    }

    static func timer(_ second: Int64) -> LedgerRecord {
        .input(
            EngineInput(at: instant(second), monotonic: MonotonicInstant(nanoseconds: second), event: .timer))
    }

    static func decision(_ id: Int64, event: Int64? = nil, second: Int64 = 0) -> Decision {
        Decision(
            id: id, at: instant(second), mode: .armed, event: event, state: .running,
            available: .megawatts(100),
            target: .megawatts(40), commanded: .megawatts(40),
            confirmed: Power(microwatts: 99_996_500_000_000),
            winner: Demand(
                program: .price, reason: .priceAboveBreakEven, bounds: .groups([0]),
                figures: [Figure(name: "price", value: "2500", unit: "usd_per_mwh")]), runnerUp: nil,
            sleeps: [1, 2, 3],
            wakes: [], summary: "Price 2,500 $/MWh is above break-even.")
    }

    static func event(
        _ id: Int64, state: CurtailmentEvent.State = .active, from: Int64 = 0, to: Int64? = nil,
        programs: [Program] = [.price, .manual]
    ) -> CurtailmentEvent {
        CurtailmentEvent(
            id: id, state: state, startedAt: instant(from), endedAt: to.map(instant), isShadow: false,
            programs: programs, reason: .priceAboveBreakEven, lowestTarget: .megawatts(40),
            lowestCommanded: .megawatts(40), lowestConfirmed: Power(microwatts: 40_000_000_000_001),
            lowestMetered: nil, failedUnits: 2)
    }

    static func interval(_ index: Int, group: String = "s21", curtailed: Int64 = 25) -> LedgerRecord {
        let interval = SettlementInterval(containing: instant(Int64(index) * 900))
        let energy = IntervalEnergy(
            interval: interval, group: group, consumed: .zero, curtailed: .megawattHours(curtailed),
            restarted: .zero, evidence: .simulated, isShadow: false)
        return .interval(
            SettledInterval(energy: energy, price: .centsPerMegawattHour(250_000)), at: interval.end)
    }

    static func claim(
        _ index: Int, _ kind: Claim.Kind, dollars: Int64, group: String = "s21", isShadow: Bool = false
    ) -> LedgerRecord {
        let interval = SettlementInterval(containing: instant(Int64(index) * 900))
        return .claim(
            Claim(
                interval: interval, group: group, kind: kind, energy: .megawattHours(25),
                rate: (try? Fraction(750_000_000, over: 7)) ?? .zero, amount: .dollars(dollars),
                isEstimate: true,
                isShadow: isShadow), at: interval.end)
    }

    /// A bit of everything: every kind of row, an event in three states, a revised interval and claim.
    static var day: [LedgerRecord] {
        var records: [LedgerRecord] = [.policy(PolicyRecord(policy: policy), at: start)]
        for index in 0..<6 {
            records.append(.input(price(index)))
            records.append(
                .decision(decision(Int64(index) + 1, event: index > 1 ? 1 : nil, second: Int64(index) * 900)))
            records.append(interval(index))
            records.append(claim(index, .energyAvoided, dollars: 62_500))
            records.append(claim(index, .lostHash, dollars: -2_678))
        }
        records.append(.event(event(1), at: instant(10)))
        records.append(.event(event(1, state: .restoring), at: instant(5_000)))
        records.append(.event(event(1, state: .completed, to: 5_400), at: instant(5_400)))
        records.append(.event(event(2, from: 6_000, programs: [.underfrequency]), at: instant(6_000)))
        records.append(interval(2, curtailed: 24))
        records.append(claim(2, .energyAvoided, dollars: 60_000))
        return records
    }
}
