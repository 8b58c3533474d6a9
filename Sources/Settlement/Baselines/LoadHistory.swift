package import GridUnits

/// One reading of the meter's power.
package struct TelemetrySample: Hashable, Sendable {
    /// When the sample was taken.
    package let at: UTCInstant
    /// The load of the site at that time.
    package let power: Power

    package init(at: UTCInstant, power: Power) {
        self.at = at
        self.power = power
    }
}

/// The energy of the site in one settlement interval, by its meter.
package struct IntervalLoad: Hashable, Sendable {
    /// The quarter of an hour in which it was drawn.
    package let interval: SettlementInterval
    /// Energy drawn in it.
    package let energy: Energy

    package init(interval: SettlementInterval, energy: Energy) {
        self.interval = interval
        self.energy = energy
    }
}

/// The metered energy of settlement intervals, with the gaps they have.
package struct LoadHistory: Sendable {
    private var energies: [SettlementInterval: Energy] = [:]

    /// Gathers loads.
    ///
    /// - Parameter loads: in any order; of two for one interval the later one is the meter's correction.
    package init(_ loads: some Sequence<IntervalLoad>) {
        for load in loads { energies[load.interval] = load.energy }
    }

    /// The load of one interval; nil where the meter said nothing.
    package func load(in interval: SettlementInterval) -> IntervalLoad? {
        energies[interval].map { IntervalLoad(interval: interval, energy: $0) }
    }

    /// The loads of a whole operating day, in order; nil where one is missing.
    func loads(of day: CalendarDate, in zone: MarketTimeZone) -> [IntervalLoad]? {
        let intervals = SettlementInterval.all(of: day, in: zone)
        let loads = intervals.compactMap(load(in:))
        return loads.count == intervals.count ? loads : nil
    }
}
