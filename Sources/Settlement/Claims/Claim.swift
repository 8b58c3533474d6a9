package import GridUnits
package import SiteRecord

/// One typed line of money for one interval, group and program; positive is to the site.
package struct Claim: Hashable, Sendable {
    /// The interval that the money is of.
    package let interval: SettlementInterval
    /// A group of the site, or ``siteGroup`` for what belongs to the site as a whole.
    package let group: String
    /// The type of claim, by which its sign, unit and part in the sums are declared.
    package let kind: Kind
    /// The program that curtailed, or whose capacity was sold; empty where none is named.
    package let program: String
    /// The curtailed energy the money is for; zero for a restart and for capacity.
    package let energy: Energy
    /// Microdollars per megawatt-hour (per megawatt for a restart, per MW and hour for capacity), exact.
    ///
    /// As a price: the amounts of `lostHash` and `restartCost` have the opposite sign.
    package let rate: Fraction
    /// Microdollars, positive to the site.
    package let amount: Money
    /// True while the energy comes from unit readings and not from a meter, or the price is not the published one.
    package let isEstimate: Bool
    /// True when nothing was commanded: what would have been.
    package let isShadow: Bool
    /// The ground of the amount beside energy and rate.
    package let basis: ClaimBasis

    /// The group of claims that belong to the site as a whole.
    package static let siteGroup = "(site)"

    package init(
        interval: SettlementInterval, group: String, kind: Kind, program: String = "", energy: Energy,
        rate: Fraction, amount: Money, isEstimate: Bool, isShadow: Bool, basis: ClaimBasis = .plain
    ) {
        self.interval = interval
        self.group = group
        self.kind = kind
        self.program = program
        self.energy = energy
        self.rate = rate
        self.amount = amount
        self.isEstimate = isEstimate
        self.isShadow = isShadow
        self.basis = basis
    }
}

/// The ground of a claim beside its energy and its rate.
package struct ClaimBasis: Hashable, Sendable {
    /// Where the price of a claim comes from.
    package enum PriceSource: String, Hashable, Sendable, CaseIterable {
        /// The published price of its interval.
        case published
        /// Rebuilt from the LMPs of SCED runs, until the published price arrives.
        case rebuilt
        /// A rate of the configuration.
        case contract
    }

    /// Where the price or rate comes from.
    package var priceSource: PriceSource
    /// The method by which the curtailed energy was found.
    package var method: BaselineMethod
    /// How far the amount may be off because its energy is read from units and not metered; zero for metered.
    package var uncertainty: Money

    package init(
        priceSource: PriceSource = .published, method: BaselineMethod = .readings, uncertainty: Money = .zero
    ) {
        self.priceSource = priceSource
        self.method = method
        self.uncertainty = uncertainty
    }

    /// The ground of a claim that names no other.
    package static let plain = ClaimBasis()
}

extension Claim: FieldRecord {
    package static let fields = Fields(
        Claim.init(
            interval:group:kind:program:energy:rate:amount:isEstimate:isShadow:basis:),
        Field("start_ns") { $0.interval }, Field("group") { $0.group }, Field("kind") { $0.kind },
        Field("program", unless: "") { $0.program }, Field("uws") { $0.energy },
        Field("rate_uusd") { $0.rate }, Field("uusd") { $0.amount }, Field("estimate") { $0.isEstimate },
        Field("shadow", unless: false) { $0.isShadow }, Field("basis", unless: .plain) { $0.basis })
}

extension Claim: LedgerContent {
    package static let kind = "claim"

    package var settled: SettledSubject? { SettledSubject(interval, group: group) }
}

extension Claim.Kind: FieldName {}

extension ClaimBasis: FieldRecord {
    package static let fields = Fields(
        ClaimBasis.init(priceSource:method:uncertainty:),
        Field("price") { $0.priceSource }, Field("method") { $0.method },
        Field("off_by_uusd") { $0.uncertainty })
}

extension ClaimBasis.PriceSource: FieldName {}
extension BaselineMethod: FieldName {}
