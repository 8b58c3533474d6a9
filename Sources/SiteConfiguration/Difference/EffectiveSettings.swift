import SitePorts
import GridMarket
import SiteRecord
import CurtailmentEngine
import GridUnits
import Settlement

/// Every setting that is in force, by its key, as text; what two configurations are compared by.
struct EffectiveSettings {
    struct Setting: Equatable {
        let key: String
        let text: String
    }

    private(set) var settings: [Setting] = []

    init(_ configuration: SiteConfiguration) {
        let policy = configuration.policy
        site(policy)
        economics(policy.economics)
        price(policy.price)
        underfrequency(policy.underfrequency)
        add(policy.restore)
        add("grid_alarms.prc_below_mw", policy.grid.physicalResponsiveCapabilityBelow)
        add("grid_alarms.eea_from", "\(policy.grid.emergencyAlertFrom)")
        settlement(configuration.settlement)
        fleet(configuration.fleet)
        host(configuration.host)
    }

    private mutating func site(_ policy: SitePolicy) {
        add("site.name", policy.name)
        add("site.mode", policy.mode.rawValue)
        add("site.settlement_point", policy.settlementPoint.name)
        add("site.settlement_point_type", policy.settlementPoint.type ?? SettlementPointReader.anyType)
        add("site.fixed_mw", policy.fixedLoad)
    }

    private mutating func economics(_ economics: EconomicsPolicy) {
        add("economics.hashprice_usd_per_ph_day", economics.dollarsPerPetahashDay)
        add("economics.pool_fee", economics.poolFee)
        add("economics.pue", economics.powerUsageEffectiveness)
        add("economics.loss_factor", economics.lossFactor)
        add("economics.adder_usd_per_mwh", economics.adder)
    }

    private mutating func price(_ price: PricePolicy?) {
        add("price", price == nil ? "off" : "on")
        if let price { add(price) }
    }

    private mutating func add<Policy: Declared>(_ policy: Policy) {
        for setting in Policy.section.settings(policy) {
            add("\(Policy.section.name).\(setting.name)", setting.value.word)
        }
    }

    private mutating func underfrequency(_ policy: UnderfrequencyPolicy?) {
        add("underfrequency", policy == nil ? "off" : "on")
        if let policy { add(policy) }
    }

    /// The settings that are single values; the lists are compared entry by entry.
    private mutating func settlement(_ settlement: SettlementPolicy) {
        add("settlement.meter", settlement.meter ?? "any")
        add("settlement.baseline", settlement.defaultBaseline.rawValue)
        add(
            "settlement.baselines",
            Self.list(settlement.baselines.map { "\($0.program): \($0.method.rawValue)" }))
        add("settlement.maximum_base_load_mw", settlement.maximumBaseLoad?.decimal ?? "none")
        add("settlement.adjustment_window_s", settlement.adjustmentWindow)
        add("settlement.reading_uncertainty", settlement.readingUncertainty)
        add("settlement.rebuild_after_s", settlement.rebuildAfter)
        add("settlement.holidays", Self.list(settlement.holidays.map(\.description)))
    }

    private mutating func fleet(_ fleet: FleetSettings) {
        add("simulation.shed_s", fleet.simulatedShed)
        add("simulation.wake_s", fleet.simulatedWake)
        add("fleet.concurrency", "\(fleet.concurrency)")
        add("fleet.connect_s", fleet.connectWithin)
        add("fleet.reply_s", fleet.replyWithin)
        add("fleet.retries", "\(fleet.retries)")
        add("fleet.poll_s", fleet.pollEvery)
    }

    private mutating func host(_ host: HostSettings) {
        add("control.world_readable", "\(host.isControlWorldReadable)")
        add("control.group", host.controlGroup)
        add("paths.state", host.stateDirectory)
        add("paths.runtime", host.runtimeDirectory)
        add("on_stop", host.onStop.rawValue)
        add("ledger.samples_days", "\(host.sampleDays)")
    }

    static func list(_ words: [String]) -> String { "[\(words.joined(separator: ", "))]" }

    /// A ratio that was read from decimal text, as that text.
    static func decimal(_ ratio: Fraction) -> String {
        let billion: Int128 = 1_000_000_000
        return DecimalText.format(ratio.numerator * (billion / ratio.denominator), scale: 9)
    }

    private mutating func add(_ key: String, _ text: String) {
        settings.append(Setting(key: key, text: text))
    }

    private mutating func add(_ key: String, _ amount: some Quantity) { add(key, amount.decimal) }

    private mutating func add(_ key: String, _ span: TimeSpan) { add(key, span.decimalSeconds) }

    private mutating func add(_ key: String, _ ratio: Fraction) { add(key, Self.decimal(ratio)) }
}
