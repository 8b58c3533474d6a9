import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// A ledger of one morning in July 2026 with a bit of everything, and names that would like to be markup.
struct StatementSamples {
    static let hostile = "<script>alert('1')</script>"
    static let other = "b&c \"d\""
    /// 2026-07-22T12:00:00Z, 07:00 in Texas.
    static let start = UTCInstant(secondsSinceEpoch: 1_784_721_600)

    static func instant(_ second: Int64) -> UTCInstant { start.advanced(bySeconds: second) }

    static func interval(_ index: Int) -> SettlementInterval {
        SettlementInterval(containing: instant(Int64(index) * 900))
    }

    static var policy: SitePolicy {
        var policy = SitePolicy.example(
            groups: [(hostile, 2, 18), (other, 1, 30)], unitPower: .megawatts(1),
            underfrequency: .example, fixedLoad: .kilowatts(500))
        policy.name = "West <b>1</b> & Sons"
        policy.economics.base.adder = .dollarsPerMegawattHour(2)
        return policy
    }

    static let configurationDigest = String(repeating: "c0ffee12", count: 8)

    static var record: PolicyRecord {
        PolicyRecord(policy: policy, configurationDigest: configurationDigest)
    }

    static func event(
        _ id: Int64, from: Int64, to: Int64?, _ programs: [Program], isShadow: Bool = false
    ) -> CurtailmentEvent {
        CurtailmentEvent(
            id: id, state: to == nil ? .active : .completedWithFailures, startedAt: instant(from),
            endedAt: to.map(instant), isShadow: isShadow, programs: programs,
            reason: programs == [.price] ? .priceAboveBreakEven : .frequencyBelowThreshold,
            lowestTarget: .kilowatts(500), lowestCommanded: .kilowatts(500),
            lowestConfirmed: .kilowatts(512), lowestMetered: .kilowatts(1_500), failedUnits: 1)
    }

    static func decision(_ id: Int64, event: Int64?, second: Int64, target: Power) -> Decision {
        Decision(
            id: id, at: instant(second), mode: .armed, event: event, state: .running,
            available: .kilowatts(3_500), target: target, commanded: target, confirmed: .kilowatts(3_500),
            winner: nil, runnerUp: nil, sleeps: [], wakes: [],
            summary: "Decision \(id) says <why> & \"how\".")
    }

    /// Of the seventh interval the price is rebuilt, of the eighth there is none.
    static func energy(
        _ index: Int, _ group: String, curtailed: Energy, evidence: IntervalEnergy.Evidence
    ) -> LedgerRecord {
        let energy = IntervalEnergy(
            interval: interval(index), group: group, consumed: Energy(microwattSeconds: 3_600_000_123),
            curtailed: curtailed, restarted: .zero, evidence: evidence, isShadow: false)
        let price = EnergyPrice.centsPerMegawattHour(Int64(index) * 10_007)
        return .interval(
            SettledInterval(
                energy: energy, price: index == 7 ? nil : price,
                priceSource: index == 6 ? .rebuilt : .published), at: interval(index).end)
    }

    static func claim(
        _ index: Int, _ kind: Claim.Kind, microdollars: Int64, group: String = hostile,
        isShadow: Bool = false, at: UTCInstant? = nil
    ) -> LedgerRecord {
        .claim(
            Claim(
                interval: interval(index), group: group, kind: kind, energy: .megawattHours(1),
                rate: Fraction(whole: 104_166_667), amount: Money(microdollars: microdollars),
                isEstimate: true, isShadow: isShadow, basis: ClaimBasis(method: .meterBeforeAfter)),
            at: at ?? interval(index).end)
    }

    static func input(_ second: Int64, _ event: EngineEvent) -> LedgerRecord {
        .input(
            EngineInput(
                at: instant(second), monotonic: MonotonicInstant(nanoseconds: second * 1_000_000_000),
                event: event))
    }

    static func fleet(_ second: Int64, kilowatts: Int64, _ changes: [FleetReport.Change] = []) -> LedgerRecord
    {
        let load = FleetReport.GroupLoad(confirmed: .kilowatts(kilowatts), curtailed: .zero)
        return input(second, .fleet(FleetReport(groups: [load, load], changes: changes)))
    }

    static func frequency(_ second: Int64, millihertz: Int64, crossed: Bool = false) -> LedgerRecord {
        let seen = FrequencyReport.Observation(
            source: "relay<1>", at: instant(second), frequency: .millihertz(millihertz), rateOfChange: nil,
            samples: 10)
        return input(
            second,
            .frequency(crossed ? .crossed(seen) : .second(seen, highest: .millihertz(millihertz + 4))))
    }

    /// Every section of the statement has something to say.
    static var records: [LedgerRecord] {
        var records: [LedgerRecord] = [.policy(record, at: start)]
        for index in 0..<8 {
            let curtailed: Energy = (2...3).contains(index) ? .megawattHours(1) : .zero
            records.append(energy(index, hostile, curtailed: curtailed, evidence: .confirmed))
            records.append(energy(index, other, curtailed: curtailed, evidence: .confirmed))
            guard index < 4 else { continue }
            records.append(
                energy(index, IntervalEnergy.meterName, curtailed: curtailed, evidence: .metered))
        }
        for (place, kind) in Claim.Kind.allCases.enumerated() {
            records.append(claim(2, kind, microdollars: Int64(place + 1) * 1_234_567 - 6_000_000))
        }
        records.append(claim(3, .energyAvoided, microdollars: 500_000, group: other))
        records.append(claim(6, .ersCapacity, microdollars: 250_000, group: Claim.siteGroup))
        records.append(claim(3, .energyAvoided, microdollars: 9_000_000, isShadow: true))
        records += [
            .decision(decision(1, event: nil, second: 0, target: .kilowatts(3_500))),
            .decision(decision(2, event: 1, second: 1_800, target: .kilowatts(500))),
            .event(event(1, from: 1_800, to: 3_600, [.price]), at: instant(3_600)),
            fleet(1_830, kilowatts: 900, [FleetReport.Change(unit: 0, state: .shedding)]),
            fleet(
                1_860, kilowatts: 6,
                [
                    FleetReport.Change(unit: 1, state: .refusing),
                    FleetReport.Change(unit: 2, state: .unreachable),
                ]),
            input(
                1_900,
                .signal(
                    StampedSignal(
                        signal: .meter(MeterSignal(meter: "main", power: .kilowatts(1_507), cumulative: nil)),
                        source: "meter", at: instant(1_900)))),
            .decision(decision(3, event: nil, second: 3_600, target: .kilowatts(3_500))),
        ]
        records += (4_180..<4_200).map { frequency($0, millihertz: 59_990) }
        records.append(frequency(4_200, millihertz: 59_690, crossed: true))
        records.append(.decision(decision(4, event: 2, second: 4_200, target: .kilowatts(1_500))))
        records.append(fleet(4_203, kilowatts: 400))
        records += (4_201..<4_260).map { frequency($0, millihertz: 59_690 + ($0 - 4_201) * 5) }
        records.append(.event(event(2, from: 4_200, to: 5_100, [.underfrequency]), at: instant(5_100)))
        records.append(input(259_000, .started(Recovery(memory: .blank, asleep: []))))
        // Settled anew three days later.
        records.append(claim(3, .energyAvoided, microdollars: 750_000, group: other, at: instant(259_200)))
        return records
    }

    static func reader(_ folder: TemporaryDirectory, _ records: [LedgerRecord] = records) throws
        -> LedgerReader
    {
        let path = folder.path("ledger.sqlite")
        let ledger = try Ledger(path: path)
        try ledger.append(records)
        let gap = LedgerGap(records: 7, first: instant(260_000), last: instant(260_100))
        try ledger.append([input(260_200, .timer)], after: gap)
        try ledger.close()
        return try LedgerReader(path: path)
    }
}
