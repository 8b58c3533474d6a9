package import SiteRecord
package import GridUnits

/// Capacity sold for a span; what it obliges the site to is its program's business.
package struct AwardSignal: SignalContent {
    package static let kind = SignalKind.award

    /// The market participant's identifier; the same id, program and start replaces what was known.
    package let id: String
    /// The program that was sold.
    package let program: Program
    /// Where it was sold: day-ahead (`dam`), or in real time (`rtm`, ERCOT's time-weighted award of the span).
    package let market: Market
    /// Capacity sold.
    package let power: Power
    /// The begin of the span, inclusive.
    package let start: UTCInstant
    /// Exclusive; an award ends here by itself.
    package let end: UTCInstant

    package static let fields: Fields<AwardSignal> = Fields(
        AwardSignal.init(id:program:market:power:start:end:),
        Field("id") { $0.id }, Field("program") { $0.program }, Field("market", unless: .dam) { $0.market },
        Field("uw") { $0.power }, Field("start_ns") { $0.start }, Field("end_ns") { $0.end })

    /// Creates an award, day-ahead unless another market is named; the end is exclusive.
    package init(
        id: String, program: Program, market: Market = .dam, power: Power, start: UTCInstant, end: UTCInstant
    ) {
        self.id = id
        self.program = program
        self.market = market
        self.power = power
        self.start = start
        self.end = end
    }

    package init(wire fields: SignalFields, at: UTCInstant) throws(SignalRejection) {
        start = try fields.requiredInstant("start")
        end = try fields.requiredInstant("end")
        try SignalFields.requireOrder(start, end)
        id = try fields.required("id")
        program = try fields.word("program", of: Program.self)
        market = try Self.market(fields.text("market"))
        power = try fields.requiredQuantity("mw", Power.self)
    }

    private static func market(_ word: String?) throws(SignalRejection) -> Market {
        guard let word else { return .dam }
        switch Market(rawValue: word) {
        case .dam: return .dam
        case .rtm: return .rtm
        case .sced, nil:
            throw SignalRejection(
                .malformed,
                "market of an award is “\(word.prefix(40))”; it is dam for what was sold day-ahead, rtm for "
                    + "the time-weighted award of the span")
        }
    }

    package var text: String { "\(program.rawValue) \(id) \(power.decimal) MW" }

    package var span: SignalSpan? { (start, end) }

    package var settledSpan: SignalSpan? { (start, end) }

    /// One award in one market: what was sold day-ahead and what was held in real time stand side by side.
    package func subject(sender: String) -> SignalSubject {
        SignalSubject(name: id, market: market, start: start)
    }

    package func checkValues() throws(SignalRejection) {
        try SignalRange.check(power, "mw")
        guard power >= .zero else { throw SignalRejection(.absurd, "mw of an award is negative") }
        try SignalRange.check(start, "start")
        try SignalRange.check(end, "end")
    }

    package func checkTimes(_ receipt: SignalReceipt) throws(SignalRejection) {
        try receipt.refuseAncient(end, "the award's end", beyond: receipt.limits.settlementAge)
    }
}
