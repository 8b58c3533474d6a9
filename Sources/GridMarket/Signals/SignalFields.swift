package import GridUnits

/// The named values of one line, whichever encoding brought them.
package struct SignalFields: Sendable {
    /// More fields than any signal has; a line with more is not one.
    static let maximumCount = 64

    /// The name of the signal's kind, where it was given.
    package private(set) var kind: String?
    private var values: [String: String] = [:]
    private var count = 0

    /// Creates a line without fields yet.
    package init() {}

    /// Adds a value that was there; a field of the same name twice is refused, because which one counts is a guess.
    ///
    /// - Throws: `malformed`, also for more fields than any signal has.
    package mutating func add(_ name: String, _ value: String) throws(SignalRejection) {
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
    package func text(_ name: String) -> String? {
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

    /// A time as RFC 3339 with its zone, or as nanoseconds since 1970; nil when absent or empty.
    package func instant(_ name: String) throws(SignalRejection) -> UTCInstant? {
        guard let value = text(name) else { return nil }
        guard let instant = UTCInstant(rfc3339: value) ?? Self.nanoseconds(value) else {
            throw SignalRejection(
                .malformed,
                "\(name) is “\(value.prefix(40))”; write 2026-07-22T21:45:00Z (the zone is needed) or nanoseconds "
                    + "since 1970")
        }
        return instant
    }

    private static func nanoseconds(_ text: String) -> UTCInstant? {
        guard (5...19).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text).map(UTCInstant.init(nanosecondsSinceEpoch:))
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

    /// Megawatt-hours to the milliwatt-hour.
    func energy(_ name: String) throws(SignalRejection) -> Energy? {
        try decimal(name, scale: Energy.wireScale).map { Energy(nanomegawattHours: $0) }
    }

    /// `true` or `false`; nil when absent or empty.
    func flag(_ name: String) throws(SignalRejection) -> Bool? {
        guard let value = text(name) else { return nil }
        switch value {
        case "true", "t", "1": return true
        case "false", "f", "0": return false
        default: throw SignalRejection(.malformed, "\(name) is “\(value.prefix(40))”, neither true nor false")
        }
    }

    /// The end of a span that begins at `start`: `otherwise` seconds later where none is given.
    func end(
        after start: UTCInstant, otherwise seconds: Int64, within longest: SpanLimit = .day
    ) throws(SignalRejection) -> UTCInstant {
        guard let end = try instant("end") else { return start.advanced(bySeconds: seconds) }
        try Self.check(start, end, within: longest)
        return end
    }

    static func check(
        _ start: UTCInstant, _ end: UTCInstant, within longest: SpanLimit
    ) throws(SignalRejection) {
        try requireOrder(start, end)
        guard end.nanoseconds(since: start) <= longest.span.nanoseconds else {
            throw SignalRejection(
                .absurd,
                "a span from \(start.seconds) to \(end.seconds) is longer than \(longest.rawValue)")
        }
    }

    static func requireOrder(_ start: UTCInstant, _ end: UTCInstant) throws(SignalRejection) {
        guard start < end else {
            throw SignalRejection(.absurd, "the end \(end.seconds) is not after the start \(start.seconds)")
        }
    }
}

/// How long a span may be before it is a slip; each has the hour more of the day on which the clock goes back.
enum SpanLimit: String {
    /// Prices of energy: the longest published span is an hour, the longest sensible one a block of a day.
    case day = "a day"
    /// Metered usage: no bill covers more days.
    case month = "31 days"
    /// Prices of capacity: ERS is bought for terms of two to four months, and contracts for half a year.
    case term = "seven months"

    var span: TimeSpan {
        switch self {
        case .day: .seconds(25 * 3_600)
        case .month: .seconds(31 * 86_400 + 3_600)
        case .term: .seconds(215 * 86_400 + 3_600)
        }
    }
}

extension Energy {
    /// Digits after the point of a megawatt-hour that lines and files keep: a milliwatt-hour.
    package static let wireScale = 9

    /// Creates an energy of so many billionths of a megawatt-hour.
    package init(nanomegawattHours count: Int64) { self.init(microwattSeconds: Int128(count) * 3_600_000) }
}
