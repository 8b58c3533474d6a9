import CurtailmentEngine
package import GridUnits

/// One closed interval: its facts as they are known, and its rows as they were recorded.
package struct SettlementPage: Hashable, Sendable {
    /// The quarter of an hour that the page is about.
    package let interval: SettlementInterval
    /// Counts the policies of the ledger, from 1: the one in force when the interval closed.
    package let policyNumber: Int64
    /// The hashprice in force when it closed, dollars for a petahash and day.
    package let hashprice: Money
    /// Real before shadow, then by name.
    package private(set) var energies: [IntervalEnergy]
    /// The energy that the site's meter counted; nil where it has none, or for a gap.
    package var metered: Energy?
    /// Why there is none though the site has a meter; nil where there is one.
    package var meterGap: IntervalBasis.MeterGap?
    /// The curtailments that stood in the interval.
    package var curtailments: [IntervalBasis.Curtailment]
    /// Curtailments that ended with the interval's first instant; none of them is one of ``curtailments``.
    package let ended: [IntervalBasis.Curtailment]
    /// How long nobody watched the units.
    package let unwatched: TimeSpan
    /// The newest version of every row that the ledger holds of the interval.
    package var rows: [SettledInterval] = []
    /// The newest version of every claim that the ledger holds of the interval.
    package var claims: [Claim] = []
    /// The newest basis that the ledger holds of the interval; nil before the first.
    package var basis: IntervalBasis?

    /// Creates a page of which nothing has been recorded.
    package init(
        interval: SettlementInterval, policyNumber: Int64, hashprice: Money, energies: [IntervalEnergy],
        metered: Energy? = nil, meterGap: IntervalBasis.MeterGap? = nil,
        curtailments: [IntervalBasis.Curtailment] = [], ended: [IntervalBasis.Curtailment] = [],
        unwatched: TimeSpan = .zero
    ) {
        self.interval = interval
        self.policyNumber = policyNumber
        self.hashprice = hashprice
        self.energies = energies.sorted(by: Self.comesFirst)
        self.metered = metered
        self.meterGap = meterGap
        self.curtailments = curtailments
        self.ended = ended
        self.unwatched = unwatched
    }

    /// Real before shadow, then by name: the order in which everything is recorded, whatever it was read from.
    static func comesFirst(_ left: IntervalEnergy, _ right: IntervalEnergy) -> Bool {
        left.isShadow == right.isShadow ? left.group < right.group : right.isShadow
    }

    /// Adds the energies of groups that are not on the page yet.
    mutating func add(_ more: some Sequence<IntervalEnergy>) {
        energies = (energies + more).sorted(by: Self.comesFirst)
    }

    /// The metered energy: the usage its owner reports, else the count of the readings; nil while several meters could
    /// be the site's.
    func metered(_ facts: IntervalFacts) -> Energy? {
        facts.isMeterAmbiguous ? nil : facts.usage ?? metered
    }

    /// Why the meter did not count; nil where it did, or where nothing is known of any.
    func meterGap(_ facts: IntervalFacts) -> IntervalBasis.MeterGap? {
        guard metered(facts) == nil else { return nil }
        if facts.isMeterAmbiguous { return .severalMeters }
        return facts.isUsageImplausible ? .implausible : meterGap
    }

    /// Whether the interval has been settled at a price, be it a rebuilt one.
    package var isPriced: Bool { basis?.price != nil }

    /// The energies drawn and not drawn, by readings, of all groups together.
    func total(_ part: KeyPath<IntervalEnergy, Energy>, isShadow: Bool) -> Energy {
        energies.reduce(.zero) { $1.isShadow == isShadow ? $0 + $1[keyPath: part] : $0 }
    }

    /// The page as the ledger holds it.
    ///
    /// - Parameters:
    ///   - basis: its newest basis.
    ///   - rows: the newest version of each interval row, the meter's among them.
    ///   - claims: the newest version of each claim.
    package init(basis: IntervalBasis, rows: [SettledInterval], claims: [Claim]) {
        self.init(
            interval: basis.interval, policyNumber: basis.policyNumber, hashprice: basis.hashprice,
            energies: rows.map(\.energy).filter { $0.group != IntervalEnergy.meterName },
            metered: basis.metered, meterGap: basis.meterGap, curtailments: basis.curtailments,
            ended: basis.ended, unwatched: basis.unwatched)
        self.rows = rows
        self.claims = claims
        self.basis = basis
    }
}
