/// A dimension held as a whole number of a small unit, so that sums and comparisons are exact.
package protocol Quantity: Hashable, Comparable, Sendable {
    /// Decimal digits between the unit people write and the unit that is stored.
    static var scale: Int { get }

    /// The amount in the stored unit.
    var stored: Int64 { get }

    init(stored: Int64)
}

extension Quantity {
    /// None of it.
    package static var zero: Self { Self(stored: 0) }

    package static func < (left: Self, right: Self) -> Bool { left.stored < right.stored }

    /// The sum; a program that overflows here has skipped a range check, which is a bug of ours.
    package static func + (left: Self, right: Self) -> Self { Self(stored: left.stored + right.stored) }

    /// The difference; traps like `+`.
    package static func - (left: Self, right: Self) -> Self { Self(stored: left.stored - right.stored) }

    package static func += (left: inout Self, right: Self) { left = left + right }

    package static func -= (left: inout Self, right: Self) { left = left - right }

    package static prefix func - (value: Self) -> Self { Self(stored: -value.stored) }

    /// The exact sum, for amounts that came from outside.
    ///
    /// - Throws: ``AmountOutOfRange`` when it does not fit.
    package func adding(_ other: Self) throws(AmountOutOfRange) -> Self {
        let (sum, overflow) = stored.addingReportingOverflow(other.stored)
        guard !overflow else { throw AmountOutOfRange("\(Self.self) \(stored) + \(other.stored)") }
        return Self(stored: sum)
    }

    /// This amount times an exact ratio, rounded once, half to even.
    ///
    /// - Throws: ``AmountOutOfRange`` when it does not fit.
    package func scaled(by ratio: Fraction) throws(AmountOutOfRange) -> Self {
        let product = try Fraction(whole: Int128(stored)).times(ratio).roundedHalfToEven
        guard let value = Int64(exactly: product) else {
            throw AmountOutOfRange("\(Self.self) \(stored) × \(ratio)")
        }
        return Self(stored: value)
    }

    /// Reads the amount from decimal text in the unit people write.
    ///
    /// - Throws: `DecimalText.Failure`.
    package init(
        decimal text: some StringProtocol, excess: DecimalText.ExcessDigits = .refuse
    ) throws(DecimalText.Failure) {
        self.init(stored: try DecimalText.parse(text.utf8, scale: Self.scale, excess: excess))
    }

    /// The exact amount as decimal text in the unit people write, trailing zeros cut.
    package var decimal: String { DecimalText.format(Int128(stored), scale: Self.scale) }

    /// The amount rounded half to even to so many digits after the point, for people.
    package func decimal(places: Int) -> String {
        DecimalText.formatRounded(Int128(stored), scale: Self.scale, places: places)
    }
}
