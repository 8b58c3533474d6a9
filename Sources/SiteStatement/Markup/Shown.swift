import GridUnits

/// Numbers as people read them: rounded for show, digits in threes, a true minus.
enum Shown {
    /// Dollars to the cent.
    static func dollars(_ amount: Money) -> String { grouped(amount.decimal(places: 2)) }

    static func megawattHours(_ energy: Energy) -> String { grouped(energy.megawattHours(places: 3)) }

    static func megawatts(_ power: Power) -> String { grouped(power.decimal(places: 3)) }

    static func price(_ price: EnergyPrice) -> String { grouped(price.decimal(places: 2)) }

    /// Megawatt-hours to the ninth digit, at least three of them.
    static func exactly(_ energy: Energy) -> String { exactly(energy.megawattHours(places: 9), places: 3) }

    /// All digits of a power, at least three.
    static func exactly(_ power: Power) -> String { exactly(power.decimal(places: 12), places: 3) }

    /// All digits of a price, at least two.
    static func exactly(_ price: EnergyPrice) -> String { exactly(price.decimal(places: 6), places: 2) }

    /// Decimal text whose zeros at the end are cut down to so many places.
    private static func exactly(_ text: String, places: Int) -> String {
        let point = text.firstIndex(of: ".") ?? text.endIndex
        var digits = text[...]
        while digits.last == "0", digits[point...].count > places + 1 { digits.removeLast() }
        return grouped(String(digits))
    }

    static func hertz(_ frequency: Frequency) -> String { frequency.decimal(places: 3) }

    /// A whole number.
    static func count(_ number: some BinaryInteger) -> String { grouped("\(number)") }

    /// A count and its noun, which takes an s unless there is one.
    static func count(_ number: some BinaryInteger, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Decimal text with commas between thousands and a true minus.
    static func grouped(_ text: String) -> String {
        let isNegative = text.first == "-"
        let parts = (isNegative ? text.dropFirst() : text[...]).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        var whole = ""
        for (index, digit) in parts[0].enumerated() {
            if index > 0, (parts[0].count - index) % 3 == 0 { whole.append(",") }
            whole.append(digit)
        }
        let fraction = parts.count > 1 ? ".\(parts[1])" : ""
        return (isNegative ? "\u{2212}" : "") + whole + fraction
    }

    /// A span in the units a person would choose.
    static func span(seconds: Int64) -> String {
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60)
        if hours > 0 { return minutes > 0 ? "\(hours) h \(minutes) min" : "\(hours) h" }
        if minutes > 0 { return rest > 0 ? "\(minutes) min \(rest) s" : "\(minutes) min" }
        return "\(rest) s"
    }

    /// A name of the ledger in words: `price_above_break_even` is `price above break even`.
    static func words(_ name: String) -> String { name.replacing("_", with: " ") }
}
