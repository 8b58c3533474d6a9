package import GridUnits
package import SiteRecord

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

    /// The quarter of an hour in which it was drawn.
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

extension IntervalEnergy: FieldRecord {
    package static let fields = Fields(
        IntervalEnergy.init(interval:group:consumed:curtailed:restarted:evidence:isShadow:),
        Field("start_ns") { $0.interval }, Field("group") { $0.group },
        Field("consumed_uws") { $0.consumed }, Field("curtailed_uws", unless: .zero) { $0.curtailed },
        Field("restarted_uw", unless: .zero) { $0.restarted },
        Field("evidence", unless: .simulated) { $0.evidence },
        Field("shadow", unless: false) { $0.isShadow })
}

extension IntervalEnergy.Evidence: FieldName {}

/// The energy of every group in one interval.
extension [IntervalEnergy]: LedgerContent {
    package static var kind: String { "load" }
}
