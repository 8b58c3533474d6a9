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
