package import GridUnits

extension CanonicalWriter {
    /// Writes an amount as a whole number of its stored unit, which the key names (`uw`, `uusd`, `uhz`).
    package mutating func member(_ key: String, _ value: some Quantity) { member(key, value.stored) }

    /// Leaves the member out when there is no amount.
    package mutating func member(ifPresent key: String, _ value: (some Quantity)?) {
        if let value { member(key, value.stored) }
    }

    /// Writes an instant as nanoseconds since 1970 UTC.
    package mutating func member(_ key: String, _ value: UTCInstant) {
        member(key, value.nanosecondsSinceEpoch)
    }

    /// Leaves the member out when there is no instant.
    package mutating func member(ifPresent key: String, _ value: UTCInstant?) {
        if let value { member(key, value.nanosecondsSinceEpoch) }
    }

    /// Writes nanoseconds.
    package mutating func member(_ key: String, _ value: TimeSpan) { member(key, value.nanoseconds) }

    /// Leaves the member out when there is no span.
    package mutating func member(ifPresent key: String, _ value: TimeSpan?) {
        if let value { member(key, value.nanoseconds) }
    }

    /// Writes microwatt-seconds: a number where 64 bits hold it, else its digits as text.
    package mutating func member(_ key: String, _ value: Energy) {
        if let small = Int64(exactly: value.microwattSeconds) {
            member(key, small)
        } else {
            member(key, String(value.microwattSeconds))
        }
    }

    /// Leaves the member out when there is no energy.
    package mutating func member(ifPresent key: String, _ value: Energy?) {
        if let value { member(key, value) }
    }

    /// Writes a ratio as text, `n` or `n/d` in lowest terms.
    package mutating func member(_ key: String, _ value: Fraction) { member(key, value.description) }
}
