import GridUnits

/// The named values of one line, whichever encoding brought them.
struct SignalFields {
    /// More fields than any signal has; a line with more is not one.
    static let maximumCount = 64

    private(set) var kind: String?
    private var values: [String: String] = [:]
    private var count = 0

    /// Adds a value that was there; a field of the same name twice is refused, because which one counts is a guess.
    mutating func add(_ name: String, _ value: String) throws(SignalRejection) {
        count += 1
        guard count <= Self.maximumCount else {
            throw SignalRejection(.malformed, "more than \(Self.maximumCount) fields")
        }
        if name == "kind" {
            guard kind == nil else { throw SignalRejection(.malformed, "the field kind is there twice") }
            kind = value
            return
        }
        guard values.updateValue(value, forKey: name) == nil else {
            throw SignalRejection(.malformed, "the field \(name) is there twice")
        }
    }

    /// The text of a field; nil when absent or empty.
    func text(_ name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }

    func required(_ name: String) throws(SignalRejection) -> String {
        guard let value = text(name) else {
            throw SignalRejection(.malformed, "\(kind ?? "the signal") needs \(name)")
        }
        return value
    }

    /// A decimal number, as its text times ten to the power of `scale`.
    func decimal(_ name: String, scale: Int) throws(SignalRejection) -> Int64? {
        guard let value = text(name) else { return nil }
        do {
            return try DecimalText.parse(value.utf8, scale: scale, excess: .roundHalfToEven)
        } catch {
            switch error {
            case .outOfRange, .tooManyDigits:
                throw SignalRejection(.absurd, "\(name) \(value.prefix(40)) is out of any range")
            case .empty, .notANumber:
                throw SignalRejection(
                    .malformed, "\(name) is “\(value.prefix(40))”, not a decimal number such as 12.5")
            }
        }
    }

    func quantity<Amount: Quantity>(_ name: String, _ type: Amount.Type) throws(SignalRejection) -> Amount? {
        try decimal(name, scale: Amount.scale).map { Amount(stored: $0) }
    }

    func requiredQuantity<Amount: Quantity>(
        _ name: String, _ type: Amount.Type
    ) throws(SignalRejection) -> Amount {
        guard let amount = try quantity(name, type) else {
            throw SignalRejection(.malformed, "\(kind ?? "the signal") needs \(name)")
        }
        return amount
    }

    func instant(_ name: String) throws(SignalRejection) -> UTCInstant? {
        guard let value = text(name) else { return nil }
        let bytes = Array(value.utf8)
        guard let instant = TimeScan.instant(bytes.span, 0..<bytes.count) else {
            throw SignalRejection(
                .malformed,
                "\(name) is “\(value.prefix(40))”; write 2026-07-22T21:45:00Z (the zone is needed) or nanoseconds "
                    + "since 1970")
        }
        return instant
    }

    func requiredInstant(_ name: String) throws(SignalRejection) -> UTCInstant {
        guard let instant = try instant(name) else {
            throw SignalRejection(.malformed, "\(kind ?? "the signal") needs \(name)")
        }
        return instant
    }

    /// One of the words of an enumeration.
    func word<Words: RawRepresentable & CaseIterable>(
        _ name: String, of type: Words.Type
    ) throws(SignalRejection) -> Words where Words.RawValue == String {
        let value = try required(name)
        guard let word = Words(rawValue: value) else {
            let known = Words.allCases.map(\.rawValue).joined(separator: ", ")
            throw SignalRejection(.malformed, "\(name) is “\(value.prefix(40))”; known are \(known)")
        }
        return word
    }
}
