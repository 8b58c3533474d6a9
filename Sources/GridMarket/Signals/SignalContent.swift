package import SiteRecord
package import GridUnits

/// A start and an exclusive end.
package typealias SignalSpan = (start: UTCInstant, end: UTCInstant)

/// One kind of signal: its members on the wire and in records, and all that is judged and said of it alike.
///
/// To add a kind: one file beside ``PriceSignal`` with a type that conforms, and its lines in ``GridSignal``, the list.
/// The wire, the limits of the intake, `curtailctl signals`, the records of the engine's inputs, replay and the tests of
/// all of them follow. Programs and settlement act on a kind where they look for it; say its members in README.
package protocol SignalContent: FieldRecord, Hashable, Sendable {
    static var kind: SignalKind { get }

    /// Reads the members of a line.
    ///
    /// - Parameters:
    ///   - fields: the line's members by name.
    ///   - at: the sender's time, or that of receipt.
    /// - Throws: `malformed` or `absurd` for what is missing or cannot be read.
    init(wire fields: SignalFields, at: UTCInstant) throws(SignalRejection)

    /// The value with its unit, as an operator reads it.
    var text: String { get }

    var quality: SignalQuality { get }

    /// The time that the signal is about; nil for what is said of a moment.
    var span: SignalSpan? { get }

    /// The time whose settlement the signal bears on; nil for what settles nothing.
    var settledSpan: SignalSpan? { get }

    /// Whether it is published about its span, and so counts for the span whenever it becomes known.
    var isPublished: Bool { get }

    /// The thing that the signal is about: a newer value of the same subject replaces an older one.
    func subject(sender: String) -> SignalSubject

    /// The thing on which sources of different ranks may disagree; nil where every source's word counts.
    var rankedSubject: SignalSubject? { get }

    /// A number that grows from value to value of one subject, at the sender's time or that of receipt.
    func order(at: UTCInstant) -> Int64

    /// Whether the same words may be a new signal, from a sender that gave a time or none.
    func mayRepeat(hasTime: Bool) -> Bool

    /// Refuses values that cannot be, whoever sent them.
    ///
    /// - Throws: `absurd` or `malformed`.
    func checkValues() throws(SignalRejection)

    /// Refuses what comes too early or too late.
    ///
    /// - Throws: `future` or `ancient`.
    func checkTimes(_ receipt: SignalReceipt) throws(SignalRejection)
}

extension SignalContent {
    package var quality: SignalQuality { .good }
    package var span: SignalSpan? { nil }
    package var settledSpan: SignalSpan? { nil }
    package var isPublished: Bool { false }

    package var rankedSubject: SignalSubject? { nil }

    package func order(at: UTCInstant) -> Int64 { at.nanosecondsSinceEpoch }

    package func mayRepeat(hasTime: Bool) -> Bool { false }

    package func checkTimes(_ receipt: SignalReceipt) throws(SignalRejection) { try receipt.refuseAncient() }
}

/// How far a signal's value can be trusted.
package enum SignalQuality: String, Hashable, Sendable, CaseIterable {
    /// Nothing was accepted yet.
    case none
    case good
    /// The device doubts its own value.
    case doubtful
    /// A price above the usual cap.
    case flagged
}

/// The name under which a newer signal of one sender replaces an older one.
package struct SignalSubject: Hashable, Sendable {
    private let name: String
    private let type: String?
    private let market: Market?
    private let start: UTCInstant?
    private let end: UTCInstant?

    /// Whether it is a span of its own rather than whatever is true now.
    package var isOfSpan: Bool { start != nil }

    /// Creates a subject of the parts that tell it from others of its kind.
    package init(
        name: String = "", type: String? = nil, market: Market? = nil, start: UTCInstant? = nil,
        end: UTCInstant? = nil
    ) {
        self.name = name
        self.type = type
        self.market = market
        self.start = start
        self.end = end
    }
}

/// Ranges that values of every kind share.
package enum SignalRange {
    static let power = Power.megawatts(-200_000)...Power.megawatts(200_000)
    /// 2000-01-01 to 2200-01-01: a time outside is seconds taken for nanoseconds, or a clock never set.
    static let time =
        UTCInstant(secondsSinceEpoch: 946_684_800)...UTCInstant(secondsSinceEpoch: 7_258_118_400)

    /// Refuses a power beyond any system's.
    static func check(_ power: Power?, _ name: String) throws(SignalRejection) {
        guard let power, !Self.power.contains(power) else { return }
        throw SignalRejection(.absurd, "\(name) \(power.decimal) MW is beyond ±200,000 MW; is it in watts?")
    }

    /// Refuses a time outside two centuries.
    package static func check(_ instant: UTCInstant, _ name: String) throws(SignalRejection) {
        guard !time.contains(instant) else { return }
        throw SignalRejection(
            .absurd, "\(name) is \(instant.milliseconds); a time is RFC 3339 or in nanoseconds since 1970")
    }
}
