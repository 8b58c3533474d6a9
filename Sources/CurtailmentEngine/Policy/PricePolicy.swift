import GridMarket
package import GridUnits
package import SiteRecord

extension SitePolicy {
    /// The price program; nil is off.
    package var price: PricePolicy? {
        get { programs[.price] as? PricePolicy }
        set { programs[.price] = newValue }
    }
}

/// The settings of the price program.
package struct PricePolicy: Declared {
    /// Once curtailed for price, at least this long.
    package var minimumDown = TimeSpan.seconds(900)
    /// Once restored, at least this long.
    package var minimumUp = TimeSpan.seconds(900)
    /// Restore only at or below break-even minus this.
    package var hysteresis = EnergyPrice.dollarsPerMegawattHour(5)
    /// Dollars per megawatt, once for each restart.
    package var restartCostPerMegawatt = Money.zero
    /// Age, from the start of its span, up to which a SCED price is preferred.
    package var scedFreshFor = TimeSpan.seconds(600)
    /// Age after which the last price of any market is stale: from its receipt, or the end of its span if earlier.
    package var staleAfter = TimeSpan.seconds(1_800)
    /// The program's conduct while every price is stale.
    package var stance = Stance.hold

    /// The defaults.
    package init() {}

    package static let section = Section(
        "price",
        """
        Curtails a group while energy costs more than the group earns with it. Without this section the program is \
        off; `price: {}` is on with every default.
        """, of: PricePolicy(), isShippedOn: true
    ) {
        Key(
            "min_down_s", \.minimumDown, .seconds(in: .zero...(.week)),
            "Once curtailed for price, a group stays down at least so long.")
        Key(
            "min_up_s", \.minimumUp, .seconds(in: .zero...(.week)),
            "Once restored, a group stays up at least so long.")
        Key(
            "hysteresis_usd_per_mwh", \.hysteresis,
            .amount("USD/MWh", in: .zero...(.dollarsPerMegawattHour(10_000))),
            "Restore only at or below break-even minus so much.")
        Key(
            "restart_cost_usd_per_mw", \.restartCostPerMegawatt,
            .amount("USD/MW", in: .zero...(.dollars(1_000_000))),
            "The cost of one restart for each megawatt: wear, and hashes lost while tuning.")
        Key(
            "sced_fresh_s", \.scedFreshFor, .seconds(in: .seconds(1)...(.week)),
            "A SCED price up to so old is preferred to the 15-minute price.")
        Key(
            "stale_s", \.staleAfter, .seconds(in: .seconds(1)...(.week)),
            """
            So long after its receipt, or after the end of its span where it comes later than that, the last price is \
            stale ...
            """)
        Key(
            "on_stale", \.stance, .choice(),
            "... and then: hold what it last wanted, release it, or curtail.")
    }
}
