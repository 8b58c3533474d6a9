/// Electric energy, exact: power in microwatts times time in whole seconds, or rounded once from nanoseconds.
package struct Energy: Hashable, Comparable, Sendable {
    /// Microwatt-seconds; 128 bits, because a day of one gigawatt exceeds 64.
    package var microwattSeconds: Int128

    /// No energy.
    package static let zero = Energy(microwattSeconds: 0)

    /// Microwatt-seconds in one megawatt-hour.
    package static let microwattSecondsPerMegawattHour: Int128 = 3_600_000_000_000_000

    package init(microwattSeconds: Int128) { self.microwattSeconds = microwattSeconds }

    /// Whole megawatt-hours.
    package static func megawattHours(_ count: Int64) -> Energy {
        Energy(microwattSeconds: Int128(count) * microwattSecondsPerMegawattHour)
    }

    package static func < (left: Energy, right: Energy) -> Bool {
        left.microwattSeconds < right.microwattSeconds
    }

    package static func + (left: Energy, right: Energy) -> Energy {
        Energy(microwattSeconds: left.microwattSeconds + right.microwattSeconds)
    }

    package static func - (left: Energy, right: Energy) -> Energy {
        Energy(microwattSeconds: left.microwattSeconds - right.microwattSeconds)
    }

    package static func += (left: inout Energy, right: Energy) { left = left + right }

    /// Megawatt-hours rounded half to even to so many digits; text only, money never goes through it.
    package func megawattHours(places: Int) -> String {
        let scaled = microwattSeconds * DecimalText.powerOfTen(places)
        let rounded = scaled.dividedHalfToEven(by: Self.microwattSecondsPerMegawattHour)
        return DecimalText.format(rounded, scale: places, minimumFraction: places)
    }
}

extension Power {
    /// The energy of this constant power over a span.
    ///
    /// - Parameter span: nanoseconds, not negative.
    /// - Returns: exact for whole seconds, otherwise rounded half to even to the microwatt-second.
    package func energy(overNanoseconds span: Int64) -> Energy {
        let product = Int128(microwatts) * Int128(span)
        return Energy(microwattSeconds: product.dividedHalfToEven(by: 1_000_000_000))
    }
}

extension Energy {
    /// The cost of this energy at an exact price.
    ///
    /// - Parameter price: microdollars per megawatt-hour, as a ratio, so that a break-even is not rounded first.
    /// - Returns: US dollars, rounded once, half to even, to the microdollar.
    /// - Throws: ``AmountOutOfRange`` when the cost does not fit; nothing is clamped or wrapped.
    package func cost(at price: Fraction) throws(AmountOutOfRange) -> Money {
        guard let microdollars = Int64(exactly: try roundedCost(at: price)) else {
            throw AmountOutOfRange("\(megawattHours(places: 6)) MWh × \(price) microdollars/MWh")
        }
        return Money(microdollars: microdollars)
    }

    private func roundedCost(at price: Fraction) throws(AmountOutOfRange) -> Int128 {
        // Every sane amount fits without bringing the ratio to lowest terms, which costs twenty times as much.
        let (top, topOverflow) = microwattSeconds.multipliedReportingOverflow(by: price.numerator)
        let (bottom, bottomOverflow) =
            Self.microwattSecondsPerMegawattHour.multipliedReportingOverflow(by: price.denominator)
        guard topOverflow || bottomOverflow else { return top.dividedHalfToEven(by: bottom) }
        let energy = try Fraction(microwattSeconds, over: Self.microwattSecondsPerMegawattHour)
        return try energy.times(price).roundedHalfToEven
    }

    /// The cost of this energy at one settlement price; rounds and fails as ``cost(at:)-(Fraction)``.
    package func cost(at price: EnergyPrice) throws(AmountOutOfRange) -> Money {
        try cost(at: Fraction(whole: Int128(price.microdollarsPerMegawattHour)))
    }
}
