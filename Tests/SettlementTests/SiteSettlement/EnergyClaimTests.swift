import CurtailmentEngine
import GridMarket
import GridUnits
import Settlement
import Testing

/// One megawatt-hour that was not drawn is claimed once, whatever contract, meter and awards there are.
@Suite("Energy claims of an interval")
struct EnergyClaimTests {
    private static let seeds = UInt64(0)..<60

    /// What was curtailed: by the meter where it and a baseline say so, else by the units.
    private func curtailed(_ rows: SettledRows, _ interval: SettlementInterval, isShadow: Bool) -> Energy {
        let read = rows.energies(of: interval, isShadow: isShadow).reduce(Energy.zero) { $0 + $1.curtailed }
        let baseline = rows.bases[interval]?.curtailments.first { !$0.isShadow }?.baseline
        guard !isShadow, read != .zero, let meter = rows.meterRow(of: interval),
            baseline?.energy(in: interval) != nil
        else { return read }
        return meter.curtailed
    }

    private func sum(_ claims: [Claim], where isCounted: (Claim.Kind) -> Bool) -> Energy {
        claims.filter { isCounted($0.kind) }.reduce(.zero) { $0 + $1.energy }
    }

    /// Calls with each priced interval, real and in shadow.
    private func forEach(
        _ seed: UInt64,
        _ body: (RandomSettlement, SettledRows, SettlementInterval, _ isShadow: Bool) throws -> Void
    ) throws {
        let site = try RandomSettlement(seed: seed)
        let rows = try SettledRows(site.rows())
        #expect(rows.settledIntervals.count == RandomSettlement.count)
        for interval in rows.settledIntervals where rows.bases[interval]?.price != nil {
            for isShadow in [false, true] { try body(site, rows, interval, isShadow) }
        }
    }

    @Test("avoided and resold energy is never more than what was curtailed", arguments: seeds)
    func neverMore(seed: UInt64) throws {
        try forEach(seed) { _, rows, interval, isShadow in
            let claims = rows.claims(of: interval, isShadow: isShadow)
            let claimed = sum(claims, where: \.claimsEnergy)
            let curtailed = curtailed(rows, interval, isShadow: isShadow)
            // Where the meter counted more than the baseline, what is claimed is as negative at most.
            #expect(min(curtailed, .zero) <= claimed && claimed <= max(curtailed, .zero))
            #expect(sum(claims) { $0 == .lostHash } == curtailed)
        }
    }

    @Test("a group that curtailed nothing claims no energy", arguments: seeds)
    func onlyWhoCurtailed(seed: UInt64) throws {
        try forEach(seed) { _, rows, interval, isShadow in
            let idle = rows.energies(of: interval, isShadow: isShadow).filter { $0.curtailed == .zero }
            let claims = rows.claims(of: interval, isShadow: isShadow)
                .filter { claim in claim.energy != .zero && idle.contains { $0.group == claim.group } }
            #expect(claims.isEmpty)
        }
    }

    @Test("the block serves the load of the whole site first, in shadow too", arguments: seeds)
    func wholeSite(seed: UInt64) throws {
        try forEach(seed) { site, rows, interval, isShadow in
            let curtailed = curtailed(rows, interval, isShadow: isShadow)
            guard curtailed != .zero else { return }
            let contract = site.terms.policy.economics.contract(at: interval.start)
            let read = rows.energies(of: interval, isShadow: false).reduce(Energy.zero) { $0 + $1.consumed }
            let isMetered =
                isShadow || rows.bases[interval]?.curtailments.contains { $0.baseline?.gap == nil } == true
            let drawn = isMetered ? rows.meterRow(of: interval)?.consumed ?? read : read
            let consumed = isShadow ? drawn - curtailed : drawn
            let split = contract.split(baseline: consumed + curtailed, consumed: consumed)
            let claims = rows.claims(of: interval, isShadow: isShadow)
            #expect(sum(claims) { $0 == .energyAvoided } == split.avoided)
            #expect(sum(claims) { $0 == .energyResold } == split.resold)
        }
    }

    @Test("in a gap nothing settles, capacity neither", arguments: seeds)
    func gap(seed: UInt64) throws {
        let rows = try SettledRows(RandomSettlement(seed: seed).rows())
        for interval in rows.settledIntervals where rows.bases[interval]?.price == nil {
            #expect(rows.claims(of: interval, isShadow: false).isEmpty)
            #expect(!rows.energies(of: interval, isShadow: false).isEmpty)
        }
    }
}
