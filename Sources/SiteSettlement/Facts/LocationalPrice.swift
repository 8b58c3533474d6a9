package import GridUnits

/// The LMP of one SCED run.
package struct LocationalPrice: Hashable, Sendable {
    /// When the run set it; it stands until the next run.
    package let at: UTCInstant
    package let price: EnergyPrice

    package init(at: UTCInstant, price: EnergyPrice) {
        self.at = at
        self.price = price
    }
}
