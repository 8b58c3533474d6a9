package import GridUnits

/// A whole number of the stored unit, which the member's name tells (`uw`, `uusd`, `uhz`).
extension FieldValue where Self: Quantity {
    package static var shape: ValueShape { .integer }

    package func write(to writer: inout CanonicalWriter) { writer.integer(stored) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        self.init(stored: try value.asInteger())
    }
}

extension Power: FieldValue {}
extension Money: FieldValue {}
extension EnergyPrice: FieldValue {}
extension CapacityPrice: FieldValue {}
extension Frequency: FieldValue {}
extension FrequencyRate: FieldValue {}

/// Nanoseconds since 1970 UTC.
extension UTCInstant: FieldValue {
    package static var shape: ValueShape { .integer }

    package func write(to writer: inout CanonicalWriter) { writer.integer(nanosecondsSinceEpoch) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        self.init(nanosecondsSinceEpoch: try value.asInteger())
    }
}

/// Nanoseconds since the origin of the clock.
extension MonotonicInstant: FieldValue {
    package static var shape: ValueShape { .integer }

    package func write(to writer: inout CanonicalWriter) { writer.integer(nanoseconds) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        self.init(nanoseconds: try value.asInteger())
    }
}

/// Nanoseconds.
extension TimeSpan: FieldValue {
    package static var shape: ValueShape { .integer }

    package func write(to writer: inout CanonicalWriter) { writer.integer(nanoseconds) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        self.init(nanoseconds: try value.asInteger())
    }
}

/// Its start, nanoseconds since 1970 UTC.
extension SettlementInterval: FieldValue {
    package static var shape: ValueShape { .integer(multipleOf: lengthSeconds * 1_000_000_000) }

    package func write(to writer: inout CanonicalWriter) { writer.integer(start.nanosecondsSinceEpoch) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        self.init(containing: UTCInstant(nanosecondsSinceEpoch: try value.asInteger()))
    }
}

/// Microwatt-seconds: a number where 64 bits hold it, else its digits as text.
extension Energy: FieldValue {
    package static var shape: ValueShape { .wideInteger }

    package func write(to writer: inout CanonicalWriter) {
        if let small = Int64(exactly: microwattSeconds) {
            writer.integer(small)
        } else {
            writer.string(String(microwattSeconds))
        }
    }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        if case .integer(let small) = value {
            self.init(microwattSeconds: Int128(small))
        } else {
            self.init(microwattSeconds: try Int128(recorded: value))
        }
    }
}

/// `n` or `n/d` in lowest terms.
extension Fraction: FieldValue {
    package static var shape: ValueShape { .text(.fraction) }

    package func write(to writer: inout CanonicalWriter) { writer.string(description) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        let parts = try value.asText().split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let numerator = Int128(parts[0]),
            let denominator = parts.count == 1 ? 1 : Int128(parts[1])
        else { throw CanonicalFailure("not a ratio") }
        do {
            self = try Fraction(numerator, over: denominator)
        } catch {
            throw CanonicalFailure("not a ratio: its denominator is zero")
        }
    }
}

/// As in `2026-07-22`.
extension CalendarDate: FieldValue {
    package static var shape: ValueShape { .text(.day) }

    package func write(to writer: inout CanonicalWriter) { writer.string(description) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        guard let day = CalendarDate(text: try value.asText()) else {
            throw CanonicalFailure("not a day as in 2026-07-22")
        }
        self = day
    }
}
