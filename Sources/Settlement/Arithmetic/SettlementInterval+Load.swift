package import GridUnits

extension SettlementInterval {
    /// How long an interval is.
    package static let length = TimeSpan.seconds(lengthSeconds)

    /// The energy of a constant load over a whole interval, exact.
    package static func energy(at power: Power) -> Energy {
        Energy(microwattSeconds: Int128(power.microwatts) * Int128(lengthSeconds))
    }
}
