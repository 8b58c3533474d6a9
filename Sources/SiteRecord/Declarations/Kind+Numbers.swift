package import GridUnits

extension Kind {
    /// A number that is held as a whole number of some decimal places.
    ///
    /// - Parameters:
    ///   - scale: digits after the point.
    ///   - unit: as people write it.
    ///   - range: the least and the greatest number, in the last of these digits.
    ///   - make: the value of such a whole number.
    ///   - stored: the whole number of a value.
    /// - Returns: the kind.
    static func number(
        scale: Int, unit: String, in range: ClosedRange<Int64>,
        make: @escaping @Sendable (Int64) -> Value, stored: @escaping @Sendable (Value) -> Int64
    ) -> Kind {
        Kind(scalar: .number(scale: scale, unit: unit, in: range)) { text, isBounded throws(KeyProblem) in
            make(try number(text, scale: scale, in: isBounded ? range : .min ... .max))
        } text: {
            DecimalText.format(Int128(stored($0)), scale: scale)
        }
    }

    fileprivate static func number(
        _ text: String, scale: Int, in range: ClosedRange<Int64>
    ) throws(KeyProblem) -> Int64 {
        do {
            return try NumberText.read(text, scale: scale, in: range)
        } catch {
            throw KeyProblem(error.message)
        }
    }
}

extension KindOutline {
    static func number(scale: Int, unit: String, in range: ClosedRange<Int64>) -> KindOutline {
        let ends = [range.lowerBound, range.upperBound].map { DecimalText.format(Int128($0), scale: scale) }
        return KindOutline(
            wanted: "a number", unit: unit, allowed: ends.joined(separator: " to "))
    }
}

extension Kind where Value: Quantity {
    /// An amount in the unit people write.
    ///
    /// - Parameters:
    ///   - unit: that unit, such as `MW` or `USD/MWh`.
    ///   - range: the least and the greatest amount.
    /// - Returns: the kind.
    package static func amount(_ unit: String, in range: ClosedRange<Value>) -> Kind {
        number(
            scale: Value.scale, unit: unit, in: range.lowerBound.stored...range.upperBound.stored,
            make: Value.init(stored:), stored: \.stored)
    }
}

extension Kind where Value == Power {
    /// Watts, as the ratings of units are written.
    package static func watts(in range: ClosedRange<Power>) -> Kind {
        number(
            scale: 6, unit: "W", in: range.lowerBound.microwatts...range.upperBound.microwatts,
            make: Power.init(microwatts:), stored: \.microwatts)
    }
}

extension Power {
    /// More than any site has, so that a slip of the keyboard is found.
    package static let largestSite = Power.megawatts(100_000)
}

extension Kind where Value == TimeSpan {
    /// Decimal seconds.
    package static func seconds(in range: ClosedRange<TimeSpan>) -> Kind {
        number(
            scale: 9, unit: "s", in: range.lowerBound.nanoseconds...range.upperBound.nanoseconds,
            make: TimeSpan.init(nanoseconds:), stored: \.nanoseconds)
    }
}

extension TimeSpan {
    /// Seven days: the longest dwell or silence that is no slip of the keyboard.
    package static let week = TimeSpan.seconds(604_800)
}

extension Kind where Value == Int {
    /// A whole number.
    ///
    /// - Parameters:
    ///   - range: the least and the greatest number.
    ///   - unit: of what there are so many, for the documentation.
    /// - Returns: the kind.
    package static func count(in range: ClosedRange<Int>, unit: String = "") -> Kind {
        number(
            scale: 0, unit: unit, in: Int64(range.lowerBound)...Int64(range.upperBound),
            make: { Int($0) }, stored: { Int64($0) })
    }
}

extension Kind where Value == Fraction {
    /// A factor that is written as a decimal number, of nine places at most, and held exactly.
    ///
    /// - Parameters:
    ///   - range: the least and the greatest factor, in billionths.
    ///   - unit: as people write it; none for a mere factor.
    /// - Returns: the kind.
    package static func ratio(inBillionths range: ClosedRange<Int64>, unit: String = "") -> Kind {
        Kind(scalar: .number(scale: 9, unit: unit, in: range)) { text, isBounded throws(KeyProblem) in
            // A ratio that no decimal number is can stand in a record only.
            if !isBounded, let ratio = Fraction(recorded: text) { return ratio }
            return Fraction(
                billionths: try number(text, scale: 9, in: isBounded ? range : .min ... .max))
        } text: {
            $0.decimal
        }
    }

    /// A part of a whole, 0 to 1.
    package static var share: Kind { ratio(inBillionths: 0...1_000_000_000) }
}

extension Fraction {
    /// So many billionths, in lowest terms.
    package init(billionths: Int64) {
        // Only a denominator of zero has no fraction.
        self = (try? Fraction(Int128(billionths), over: 1_000_000_000)) ?? .zero
    }

    /// The ratio as a decimal number, or as `n/d` where no nine places hold it.
    package var decimal: String {
        let billion: Int128 = 1_000_000_000
        guard billion % denominator == 0 else { return description }
        return DecimalText.format(numerator * (billion / denominator), scale: 9)
    }

    /// Reads `n/d`.
    fileprivate init?(recorded text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let top = Int128(parts[0]), let bottom = Int128(parts[1]),
            let ratio = try? Fraction(top, over: bottom)
        else { return nil }
        self = ratio
    }
}
