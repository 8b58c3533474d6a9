/// Electric power drawn by a load; megawatts in text, microwatts inside, so that `unit_w × pue` is exact.
package struct Power: Quantity {
    package static let scale = 12

    /// Microwatts; negative only in differences.
    package var microwatts: Int64

    package var stored: Int64 { microwatts }

    package init(stored: Int64) { microwatts = stored }

    package init(microwatts: Int64) { self.microwatts = microwatts }

    /// Whole megawatts.
    package static func megawatts(_ count: Int64) -> Power { Power(microwatts: count * 1_000_000_000_000) }

    /// Whole kilowatts.
    package static func kilowatts(_ count: Int64) -> Power { Power(microwatts: count * 1_000_000_000) }

    /// Whole watts.
    package static func watts(_ count: Int64) -> Power { Power(microwatts: count * 1_000_000) }

    /// Reads watts, as unit ratings are written.
    ///
    /// - Throws: `DecimalText.Failure`.
    package static func watts(decimal text: some StringProtocol) throws(DecimalText.Failure) -> Power {
        Power(microwatts: try DecimalText.parse(text.utf8, scale: 6))
    }
}

/// The arithmetic of ``Quantity`` once more, for power alone.
///
/// A generic operator is not specialised across modules, and plans and fleets add power by the ten thousand.
extension Power {
    package static func < (left: Power, right: Power) -> Bool { left.microwatts < right.microwatts }

    package static func + (left: Power, right: Power) -> Power {
        Power(microwatts: left.microwatts + right.microwatts)
    }

    package static func - (left: Power, right: Power) -> Power {
        Power(microwatts: left.microwatts - right.microwatts)
    }

    package static func += (left: inout Power, right: Power) { left.microwatts += right.microwatts }

    package static func -= (left: inout Power, right: Power) { left.microwatts -= right.microwatts }
}
