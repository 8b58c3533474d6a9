import CurtailmentEngine
package import GridMarket
package import GridUnits
package import SiteRecord

/// The ground of one interval's claims beside its energy: enough for a third party to work them out again.
package struct IntervalBasis: Hashable, Sendable {
    /// A curtailment that stood in the interval.
    package struct Curtailment: Hashable, Sendable {
        /// The number of the event.
        package let event: Int64
        /// The program that began it.
        package let program: Program
        /// Whether nothing was commanded in it.
        package let isShadow: Bool
        /// When the event began.
        package let startedAt: UTCInstant
        /// The energy that would have been drawn, by the program's method; nil where unit readings say it.
        package var baseline: BaselineResult?

        package init(
            event: Int64, program: Program, isShadow: Bool, startedAt: UTCInstant, baseline: BaselineResult?
        ) {
            self.event = event
            self.program = program
            self.isShadow = isShadow
            self.startedAt = startedAt
            self.baseline = baseline
        }
    }

    /// Why an interval has no metered energy though the site has a meter.
    package enum MeterGap: String, Hashable, Sendable, CaseIterable {
        /// No reading at all.
        case noReading = "no_reading"
        /// Readings do not cover all of it.
        case partlyCovered = "partly_covered"
        /// The register went back.
        case registerWentBack = "register_went_back"
        /// Readings or a usage say more than the site can draw, or less than nothing.
        case implausible
        /// Several meters report, and the configuration does not say which is the site's.
        case severalMeters = "several_meters"
    }

    /// The quarter of an hour that is settled.
    package let interval: SettlementInterval
    /// Counts the policies of the ledger, from 1: the one in force when the interval closed.
    package let policyNumber: Int64
    /// In force when the interval closed, dollars per PH/s and day.
    package let hashprice: Money
    /// The energy that the site's meter counted; nil where the site has none, or for a gap.
    package let metered: Energy?
    /// Why there is no metered energy though the site has a meter; nil where there is.
    package let meterGap: MeterGap?
    /// How long nobody watched the units, so that nothing is booked for them; the meter may have counted on.
    package let unwatched: TimeSpan
    /// The curtailments that stood in the interval.
    package let curtailments: [Curtailment]
    /// Curtailments that ended with the interval's first instant, whose units may restart in it.
    package let ended: [Curtailment]
    /// The price that the interval is settled at; nil where it has none.
    package let price: EnergyPrice?
    /// Where that price comes from.
    package let priceSource: ClaimBasis.PriceSource
    /// The day-ahead price; nil where none was published.
    package let dayAheadPrice: EnergyPrice?
    /// Capacity prices that the claims used, by product.
    package let capacityPrices: [String: IntervalFacts.CapacityPrices]
    /// Awards that the claims used, in order of arrival.
    package let awards: [AwardSignal]

    /// Whether anything was really curtailed, so that the day says nothing of what is drawn freely.
    package var isCurtailed: Bool { curtailments.contains { !$0.isShadow } }
}

extension IntervalBasis {
    /// The ground of a page's claims at a price.
    package init(page: SettlementPage, facts: IntervalFacts, price: SettlementPrice?) {
        self.init(
            interval: page.interval, policyNumber: page.policyNumber, hashprice: page.hashprice,
            metered: page.metered(facts), meterGap: page.meterGap(facts), unwatched: page.unwatched,
            curtailments: page.curtailments, ended: page.ended, price: price?.price,
            priceSource: price?.source ?? .published, dayAheadPrice: facts.dayAheadPrice,
            capacityPrices: facts.capacityPrices, awards: facts.awards)
    }
}

/// The price that an interval is settled at.
package struct SettlementPrice: Hashable, Sendable {
    /// Dollars for a megawatt-hour.
    package let price: EnergyPrice
    /// Where it comes from.
    package let source: ClaimBasis.PriceSource

    package init(price: EnergyPrice, source: ClaimBasis.PriceSource) {
        self.price = price
        self.source = source
    }
}

extension IntervalBasis: FieldRecord {
    package static let fields = Fields(
        IntervalBasis.init(
            interval:policyNumber:hashprice:metered:meterGap:unwatched:curtailments:ended:price:priceSource:
            dayAheadPrice:capacityPrices:awards:),
        Field("start_ns") { $0.interval }, Field("policy") { $0.policyNumber },
        Field("uusd_ph_day") { $0.hashprice }, Field("metered_uws") { $0.metered },
        Field("meter_gap") { $0.meterGap }, Field("unwatched_ns", unless: .zero) { $0.unwatched },
        Field("curtailments", unless: []) { $0.curtailments }, Field("ended", unless: []) { $0.ended },
        Field("price_uusd_mwh") { $0.price }, Field("price_source", unless: .published) { $0.priceSource },
        Field("dam_uusd_mwh") { $0.dayAheadPrice }, Field("capacity", unless: [:]) { $0.capacityPrices },
        Field("awards", unless: []) { $0.awards })

    /// The price the interval was settled at; nil where it had none.
    package var settlementPrice: SettlementPrice? {
        price.map { SettlementPrice(price: $0, source: priceSource) }
    }
}

extension IntervalBasis: LedgerContent {
    package static let kind = "basis"

    package var settled: SettledSubject? { SettledSubject(interval) }
}

extension IntervalBasis.MeterGap: FieldName {
    /// Whether the meter spoke and was not believed.
    package var isFault: Bool { self == .registerWentBack || self == .implausible }

    /// The gap that a fault of the meter leaves.
    init(_ fault: MeterFault) {
        self =
            switch fault {
            case .registerWentBack: .registerWentBack
            case .implausible: .implausible
            }
    }
}

extension IntervalBasis.Curtailment: FieldRecord {
    package static let fields = Fields(
        IntervalBasis.Curtailment.init(event:program:isShadow:startedAt:baseline:),
        Field("event") { $0.event }, Field("program") { $0.program }, Field("shadow") { $0.isShadow },
        Field("started_ns") { $0.startedAt }, Field("baseline") { $0.baseline })
}

/// Capacity prices by product, as a list in the order of the products' names.
extension [String: IntervalFacts.CapacityPrices]: CanonicallyWritten, CanonicallyRecorded, FieldValue {
    private struct Product: FieldRecord {
        let name: String
        let dayAhead: CapacityPrice?
        let realTime: CapacityPrice?

        static let fields = Fields(
            Product.init(name:dayAhead:realTime:), Field("product") { $0.name },
            Field("dam_uusd_mw_h") { $0.dayAhead }, Field("rtm_uusd_mw_h") { $0.realTime })
    }

    package static var shape: ValueShape { [Product].shape }

    package func write(to writer: inout CanonicalWriter) {
        sorted { $0.key < $1.key }.map {
            Product(name: $0.key, dayAhead: $0.value.dayAhead, realTime: $0.value.realTime)
        }.write(to: &writer)
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self = [:]
        for product in try [Product](recorded: value) {
            self[product.name] = .init(dayAhead: product.dayAhead, realTime: product.realTime)
        }
    }
}
