package import GridUnits

/// The energy of one group in one settlement interval.
package struct IntervalEnergy: Hashable, Sendable {
    /// How the consumption is known.
    package enum Evidence: String, Hashable, Sendable, CaseIterable {
        /// The site meter.
        case metered
        /// Readings of the units; an estimate.
        case confirmed
        /// A simulated fleet; replay and demo.
        case simulated
    }

    /// The interval.
    package let interval: SettlementInterval
    /// The group's name; the site's fixed load has the name ``fixedLoadName``.
    package let group: String
    /// Energy drawn.
    package let consumed: Energy
    /// Not consumed because of us; baseline is consumed plus curtailed.
    package let curtailed: Energy
    /// Power woken in the interval, for the restart cost.
    package let restarted: Power
    /// How the energies are known.
    package let evidence: Evidence
    /// Whether nothing was commanded: the energy that would have been.
    package let isShadow: Bool

    /// The group that stands for the fixed load.
    package static let fixedLoadName = "(fixed)"
    /// The row of the site's meter: what was drawn, and by the baseline what was not.
    package static let meterName = "(meter)"

    /// Energy that would have been drawn without curtailment.
    package var baseline: Energy { consumed + curtailed }

    package init(
        interval: SettlementInterval, group: String, consumed: Energy, curtailed: Energy, restarted: Power,
        evidence: Evidence, isShadow: Bool
    ) {
        self.interval = interval
        self.group = group
        self.consumed = consumed
        self.curtailed = curtailed
        self.restarted = restarted
        self.evidence = evidence
        self.isShadow = isShadow
    }
}
