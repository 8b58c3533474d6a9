/// US dollars, exact to the microdollar; positive is to the site.
package struct Money: Quantity {
    package static let scale = 6

    /// Microdollars.
    package var microdollars: Int64

    package var stored: Int64 { microdollars }

    package init(stored: Int64) { microdollars = stored }

    package init(microdollars: Int64) { self.microdollars = microdollars }

    /// Whole dollars.
    package static func dollars(_ count: Int64) -> Money { Money(microdollars: count * 1_000_000) }

    /// Dollars with all six digits after the point, as machine-readable output carries them.
    package var decimalSixPlaces: String { decimal(places: 6) }
}
