/// A point on the UTC time line, for records and market keys; never for dwell or deadlines.
package struct UTCInstant: Hashable, Comparable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package var nanosecondsSinceEpoch: Int64

    package init(nanosecondsSinceEpoch: Int64) { self.nanosecondsSinceEpoch = nanosecondsSinceEpoch }

    /// Saturates at the ends of the time line (1677, 2262), since dates in files may be any.
    package init(secondsSinceEpoch: Int64) {
        let (nanoseconds, overflow) = secondsSinceEpoch.multipliedReportingOverflow(by: 1_000_000_000)
        nanosecondsSinceEpoch = overflow ? (secondsSinceEpoch < 0 ? .min : .max) : nanoseconds
    }

    package static func < (left: UTCInstant, right: UTCInstant) -> Bool {
        left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch
    }

    /// Whole seconds since 1970, rounded down.
    package var secondsSinceEpoch: Int64 {
        let (quotient, remainder) = nanosecondsSinceEpoch.quotientAndRemainder(dividingBy: 1_000_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The instant a span later, or earlier when the span is negative.
    ///
    /// Saturates at the ends of the time line (1677, 2262).
    package func advanced(byNanoseconds span: Int64) -> UTCInstant {
        let (sum, overflow) = nanosecondsSinceEpoch.addingReportingOverflow(span)
        return UTCInstant(nanosecondsSinceEpoch: overflow ? (span < 0 ? .min : .max) : sum)
    }

    /// The instant so many seconds later, or earlier for a negative count.
    package func advanced(bySeconds seconds: Int64) -> UTCInstant {
        let (span, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return advanced(byNanoseconds: overflow ? (seconds < 0 ? .min : .max) : span)
    }

    /// Nanoseconds from `earlier` to this instant; saturates.
    package func nanoseconds(since earlier: UTCInstant) -> Int64 {
        let (difference, overflow) =
            nanosecondsSinceEpoch.subtractingReportingOverflow(earlier.nanosecondsSinceEpoch)
        return overflow ? (self < earlier ? .min : .max) : difference
    }
}
