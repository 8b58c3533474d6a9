/// Decimal numbers as text, read into and written from integers, without floating point.
///
/// A number with `scale` 6 is held as millionths: `"12.5"` is 12_500_000.
package enum DecimalText {
    /// The treatment of digits beyond the scale that are not zero.
    package enum ExcessDigits: Sendable {
        /// Refuse the number: for what a person wrote, where a lost digit is a surprise.
        case refuse
        /// Round half to even: for published averages with more digits than money has.
        case roundHalfToEven
    }

    /// Why a text is not a decimal number of this scale.
    package enum Failure: Error, Hashable, Sendable {
        case empty
        case notANumber
        case tooManyDigits(scale: Int)
        case outOfRange
    }

    /// Reads `[+-]digits[.digits][e[+-]digits]`; either side of the point may be empty, not both.
    ///
    /// - Parameters:
    ///   - text: ASCII bytes; no blanks, no thousands separators, no `inf` or `nan`.
    ///   - scale: digits after the decimal point that the result keeps, 0 to 18.
    ///   - excess: what happens to non-zero digits beyond `scale`.
    /// - Returns: the number times ten to the power of `scale`.
    /// - Throws: ``Failure``; nothing is clamped.
    package static func parse(
        _ text: some Sequence<UInt8>, scale: Int, excess: ExcessDigits = .refuse
    ) throws(Failure) -> Int64 {
        var reader = Reader()
        for byte in text { try reader.take(byte) }
        return try reader.result(scale: scale, excess: excess)
    }

    /// Writes an integer of a scale as a decimal number.
    ///
    /// - Parameters:
    ///   - value: the number times ten to the power of `scale`.
    ///   - scale: digits of `value` after the decimal point.
    ///   - minimumFraction: trailing zeros are cut down to this many digits after the point.
    /// - Returns: plain digits with a point, a leading `-` when negative; never an exponent.
    package static func format(_ value: Int128, scale: Int, minimumFraction: Int = 0) -> String {
        var digits = String(value.magnitude)
        if digits.utf8.count <= scale {
            digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
        }
        let split = digits.index(digits.endIndex, offsetBy: -scale)
        var fraction = digits[split...]
        while fraction.utf8.count > minimumFraction, fraction.last == "0" { fraction = fraction.dropLast() }
        let sign = value < 0 ? "-" : ""
        return fraction.isEmpty ? "\(sign)\(digits[..<split])" : "\(sign)\(digits[..<split]).\(fraction)"
    }

    /// Writes an integer of a scale with exactly `places` digits after the point, half to even.
    package static func formatRounded(_ value: Int128, scale: Int, places: Int) -> String {
        guard places < scale else {
            let text = format(value, scale: scale, minimumFraction: scale)
            let point = scale == 0 && places > 0 ? "." : ""
            return text + point + String(repeating: "0", count: places - scale)
        }
        let rounded = value.dividedHalfToEven(by: powerOfTen(scale - places))
        return format(rounded, scale: places, minimumFraction: places)
    }

    static func powerOfTen(_ exponent: Int) -> Int128 {
        var result: Int128 = 1
        for _ in 0..<exponent { result *= 10 }
        return result
    }
}

extension DecimalText {
    /// Takes one byte at a time and keeps mantissa and exponent; at most 30 significant digits.
    private struct Reader {
        private enum Part { case start, integer, fraction, exponentStart, exponent }
        private var part = Part.start
        private var isNegative = false
        private var mantissa: Int128 = 0
        private var fractionDigits = 0
        private var sawDigit = false
        private var exponentIsNegative = false
        private var exponent = 0
        private var sawExponentDigit = false

        mutating func take(_ byte: UInt8) throws(Failure) {
            switch (byte, part) {
            case (UInt8(ascii: "0")...UInt8(ascii: "9"), .exponentStart),
                (UInt8(ascii: "0")...UInt8(ascii: "9"), .exponent):
                part = .exponent
                sawExponentDigit = true
                exponent = exponent * 10 + Int(byte - UInt8(ascii: "0"))
                guard exponent < 100 else { throw .outOfRange }
            case (UInt8(ascii: "0")...UInt8(ascii: "9"), _):
                try takeDigit(Int128(byte - UInt8(ascii: "0")))
            case (UInt8(ascii: "-"), .start):
                isNegative = true
                part = .integer
            case (UInt8(ascii: "+"), .start):
                part = .integer
            case (UInt8(ascii: "."), .start), (UInt8(ascii: "."), .integer):
                part = .fraction
            case (UInt8(ascii: "e"), .integer), (UInt8(ascii: "E"), .integer),
                (UInt8(ascii: "e"), .fraction), (UInt8(ascii: "E"), .fraction):
                part = .exponentStart
            case (UInt8(ascii: "-"), .exponentStart):
                exponentIsNegative = true
                part = .exponent
            case (UInt8(ascii: "+"), .exponentStart):
                part = .exponent
            default:
                throw .notANumber
            }
        }

        private mutating func takeDigit(_ digit: Int128) throws(Failure) {
            sawDigit = true
            if part == .start { part = .integer }
            guard mantissa < 1_000_000_000_000_000_000_000_000_000_000 else { throw .outOfRange }
            mantissa = mantissa * 10 + digit
            if part == .fraction { fractionDigits += 1 }
        }

        func result(scale: Int, excess: ExcessDigits) throws(Failure) -> Int64 {
            guard part != .start else { throw .empty }
            guard sawDigit, part != .exponentStart, part != .exponent || sawExponentDigit else {
                throw .notANumber
            }
            let shift = scale - fractionDigits + (exponentIsNegative ? -exponent : exponent)
            let signed = isNegative ? -mantissa : mantissa
            guard shift < 0 else { return try scaledUp(signed, by: shift) }
            guard -shift <= 36 else {
                guard excess == .roundHalfToEven || mantissa == 0 else { throw .tooManyDigits(scale: scale) }
                return 0
            }
            let divisor = DecimalText.powerOfTen(-shift)
            guard excess == .roundHalfToEven || signed % divisor == 0 else {
                throw .tooManyDigits(scale: scale)
            }
            guard let value = Int64(exactly: signed.dividedHalfToEven(by: divisor)) else { throw .outOfRange }
            return value
        }

        private func scaledUp(_ signed: Int128, by shift: Int) throws(Failure) -> Int64 {
            guard signed != 0 else { return 0 }
            guard shift <= 18 else { throw .outOfRange }
            let (product, overflow) = signed.multipliedReportingOverflow(by: DecimalText.powerOfTen(shift))
            guard !overflow, let value = Int64(exactly: product) else { throw .outOfRange }
            return value
        }
    }
}
