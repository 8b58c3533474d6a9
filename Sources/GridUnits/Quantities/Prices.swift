/// Price of energy at a settlement point, which may be negative; dollars per megawatt-hour in text.
package struct EnergyPrice: Quantity {
    package static let scale = 6

    /// Microdollars per megawatt-hour.
    package var microdollarsPerMegawattHour: Int64

    package var stored: Int64 { microdollarsPerMegawattHour }

    package init(stored: Int64) { microdollarsPerMegawattHour = stored }

    package init(microdollarsPerMegawattHour: Int64) {
        self.microdollarsPerMegawattHour = microdollarsPerMegawattHour
    }

    /// Whole dollars for a megawatt-hour.
    package static func dollarsPerMegawattHour(_ count: Int64) -> EnergyPrice {
        EnergyPrice(microdollarsPerMegawattHour: count * 1_000_000)
    }

    /// Whole cents for a megawatt-hour.
    package static func centsPerMegawattHour(_ count: Int64) -> EnergyPrice {
        EnergyPrice(microdollarsPerMegawattHour: count * 10_000)
    }
}

/// Price of standing ready (MCPC, ERS); dollars per megawatt and hour in text.
package struct CapacityPrice: Quantity {
    package static let scale = 6

    /// Microdollars per megawatt of capacity and hour.
    package var microdollarsPerMegawattAndHour: Int64

    package var stored: Int64 { microdollarsPerMegawattAndHour }

    package init(stored: Int64) { microdollarsPerMegawattAndHour = stored }

    package init(microdollarsPerMegawattAndHour: Int64) {
        self.microdollarsPerMegawattAndHour = microdollarsPerMegawattAndHour
    }
}
