import GridUnits

/// The sums of one open interval, by group.
struct Page: Sendable {
    /// Energies in half microwatt-nanoseconds.
    struct Sums: Sendable {
        var consumed: Int128 = 0
        var baseline: Int128 = 0
        var restarted = Power.zero
        var isTouched = false
    }

    let interval: SettlementInterval
    let evidence: IntervalEnergy.Evidence
    let isShadow: Bool
    var sums: [Sums] = []

    mutating func add(consumed: Int128, baseline: Int128, group: Int) {
        makeRoom(for: group)
        sums[group].consumed += consumed
        sums[group].baseline += baseline
    }

    mutating func add(restarted power: Power, group: Int) {
        makeRoom(for: group)
        sums[group].restarted += power
    }

    /// The energies of the groups that had any, rounded once.
    ///
    /// Baseline and curtailment are rounded and consumption is what lies between, so that the three always agree.
    func energies(of groups: [String]) -> [IntervalEnergy] {
        zip(groups, sums).filter { $1.isTouched }.map { name, sums in
            let baseline = Self.microwattSeconds(sums.baseline)
            let curtailed = Self.microwattSeconds(sums.baseline - sums.consumed)
            return IntervalEnergy(
                interval: interval, group: name, consumed: Energy(microwattSeconds: baseline - curtailed),
                curtailed: Energy(microwattSeconds: curtailed), restarted: sums.restarted, evidence: evidence,
                isShadow: isShadow)
        }
    }

    private mutating func makeRoom(for group: Int) {
        while sums.count <= group { sums.append(Sums()) }
        sums[group].isTouched = true
    }

    private static func microwattSeconds(_ halfMicrowattNanoseconds: Int128) -> Int128 {
        halfMicrowattNanoseconds.dividedHalfToEven(by: 2_000_000_000)
    }
}
