import GridUnits

/// Decimal numbers read where they stand in a line, without a copy in the usual case.
enum DecimalScan {
    /// Reads a decimal number; digits beyond the scale are rounded half to even, as published averages need.
    ///
    /// - Returns: the number times ten to the power of `scale`.
    /// - Throws: `DecimalText.Failure`.
    static func parse(
        _ bytes: Span<UInt8>, _ range: Range<Int>, scale: Int
    ) throws(DecimalText.Failure) -> Int64 {
        if let plain = plain(bytes, range, scale: scale) { return plain }
        // Exponents, very long numbers and everything that is wrong: rare, so a copy is fine.
        var copy: [UInt8] = []
        for index in range { copy.append(bytes[index]) }
        return try DecimalText.parse(copy, scale: scale, excess: .roundHalfToEven)
    }

    /// Digits with at most one point and a sign, of a size that 64 bits hold; nil for everything else.
    static func plain(_ bytes: Span<UInt8>, _ range: Range<Int>, scale: Int) -> Int64? {
        var position = range.lowerBound
        guard position < range.upperBound else { return nil }
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var value: Int64 = 0
        var kept = 0
        var places = -1
        var digits = 0
        var half = 0  // 0 nothing cut, 1 below one half, 2 exactly one half, 3 above
        while position < range.upperBound {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "."), places < 0 {
                places = 0
                continue
            }
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            digits += 1
            if places >= scale {
                half = Self.afterCutting(digit, half: half, isFirst: places == scale)
                places += 1
            } else {
                kept += 1
                guard kept <= 17 else { return nil }
                value = value * 10 + Int64(digit)
                if places >= 0 { places += 1 }
            }
        }
        guard digits > 0 else { return nil }
        var missing = scale - max(0, min(places, scale))
        guard kept + missing <= 18 else { return nil }
        while missing > 0 {
            value *= 10
            missing -= 1
        }
        if half == 3 || (half == 2 && value % 2 != 0) { value += 1 }
        return isNegative ? -value : value
    }

    private static func afterCutting(_ digit: UInt8, half: Int, isFirst: Bool) -> Int {
        if isFirst { return digit > 5 ? 3 : digit == 5 ? 2 : digit == 0 ? 0 : 1 }
        guard digit != 0 else { return half }
        return half == 2 ? 3 : half == 0 ? 1 : half
    }

    /// Reads digits only, at most nine; nil for everything else.
    static func smallInteger(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard !range.isEmpty, range.count <= 9 else { return nil }
        var value = 0
        for index in range {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
