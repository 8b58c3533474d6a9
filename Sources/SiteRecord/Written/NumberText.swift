import GridUnits

/// Reads numbers from the text of a scalar or a cell, exactly.
package enum NumberText {
    /// Reads one number.
    ///
    /// - Parameters:
    ///   - text: as it stands in the file, blanks trimmed.
    ///   - scale: digits after the point that the result keeps.
    ///   - range: what is allowed, in the result's unit.
    /// - Returns: the number times ten to the power of `scale`.
    /// - Throws: ``NumberProblem`` with the remedy.
    package static func read(_ text: String, scale: Int, in range: ClosedRange<Int64>) throws(NumberProblem)
        -> Int64
    {
        let allowed = "write \(show(range.lowerBound, scale)) to \(show(range.upperBound, scale))"
        let value: Int64
        do {
            value = try DecimalText.parse(text.utf8, scale: scale)
        } catch {
            switch error {
            case .empty:
                throw NumberProblem(message: "there is no number; \(allowed)")
            case .notANumber:
                throw NumberProblem(message: notANumber(text, scale: scale, allowed: allowed))
            case .tooManyDigits(0):
                throw NumberProblem(message: "\(text) is not a whole number; \(allowed), without a fraction")
            case .tooManyDigits(let scale):
                throw NumberProblem(
                    message: "\(text) has more than \(scale) digits after the point; write at most \(scale)")
            case .outOfRange:
                throw NumberProblem(message: "\(text.prefix(40)) is out of range; \(allowed)")
            }
        }
        guard value >= range.lowerBound else {
            throw NumberProblem(message: "\(text) is below \(show(range.lowerBound, scale)); \(allowed)")
        }
        guard value <= range.upperBound else {
            throw NumberProblem(message: "\(text) is above \(show(range.upperBound, scale)); \(allowed)")
        }
        return value
    }

    private static func show(_ value: Int64, _ scale: Int) -> String {
        DecimalText.format(Int128(value), scale: scale)
    }

    private static func notANumber(_ text: String, scale: Int, allowed: String) -> String {
        let shown = text.prefix(40)
        let plain = text.filter { $0 != "," && $0 != "_" }
        if plain != text, parses(plain, scale: scale) {
            return "\"\(shown)\" has separators in it; write \(plain)"
        }
        let number = text.drop { "$€ ".contains($0) }.prefix { "0123456789.+-".contains($0) }
        guard !number.isEmpty, number.count < text.count, parses(String(number), scale: scale) else {
            return "\"\(shown)\" is not a number; \(allowed)"
        }
        return "\"\(shown)\" is more than a number; write \(number) alone, the unit stands in the key's name"
    }

    private static func parses(_ text: String, scale: Int) -> Bool {
        (try? DecimalText.parse(text.utf8, scale: scale)) != nil
    }
}

/// Why a text is not the number it should be; says what would be right.
package struct NumberProblem: Error {
    /// The problem in a sentence that says what is allowed.
    package let message: String
}
