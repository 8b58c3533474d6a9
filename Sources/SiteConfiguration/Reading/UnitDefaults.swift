import GridUnits

/// What units take from their group where they say nothing themselves.
struct UnitDefaults {
    let group: String
    let power: Power?
    /// Billionths of a joule per terahash; zero where unknown.
    let efficiency: Int64
}
