import GridUnits

extension Markup {
    /// An amount rounded for show, with all its digits in the element's value.
    mutating func dollars(_ amount: Money) { value(amount.decimalSixPlaces, Shown.dollars(amount)) }

    /// Megawatt-hours rounded for show; nine digits in the element's value.
    mutating func energy(_ energy: Energy) {
        value(energy.megawattHours(places: 9), Shown.megawattHours(energy))
    }

    /// Megawatts rounded for show; the exact power in the element's value.
    mutating func power(_ power: Power) { value(power.decimal, Shown.megawatts(power)) }

    /// A price per megawatt-hour rounded for show; all its digits in the element's value.
    mutating func price(_ price: EnergyPrice) { value(price.decimal(places: 6), Shown.price(price)) }

    /// An instant as the reader's clock shows it, with UTC in the element.
    mutating func instant(_ instant: UTCInstant, _ shown: String) {
        element("time", ["datetime": instant.milliseconds], shown)
    }

    private mutating func value(_ exact: String, _ shown: String) {
        element("data", ["value": exact], shown)
    }
}
