package import ControlSocket
package import GridUnits

extension ControlValue {
    /// The exact amount in the unit people write, or null.
    package static func decimal(_ amount: (some Quantity)?) -> ControlValue { .optional(amount?.decimal) }

    /// Dollars with all six digits, or null.
    package static func dollars(_ amount: Money?) -> ControlValue { .optional(amount?.decimalSixPlaces) }

    /// Megawatt-hours with six digits, or null.
    package static func megawattHours(_ energy: Energy?) -> ControlValue {
        .optional(energy?.megawattHours(places: 6))
    }

    /// UTC with milliseconds, or null.
    package static func instant(_ instant: UTCInstant?) -> ControlValue { .optional(instant?.milliseconds) }

    /// An exact number of microdollars, shown in dollars to six places.
    package static func dollars(exactMicrodollars amount: Fraction) -> ControlValue {
        .text(DecimalText.format(amount.roundedHalfToEven, scale: 6, minimumFraction: 2))
    }
}
