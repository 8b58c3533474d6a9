package import SiteRecord
package import GridUnits

/// The revenue of a petahash of hashrate in a day, before pool fees.
package struct HashpriceSignal: SignalContent {
    package static let kind = SignalKind.hashprice

    /// Far beyond every hashprice of a decade on both sides (35 to 400 $/PH and day in recent years): outside is a
    /// wrong unit, such as bitcoin or terahashes, and 0 is a feed's word for none.
    static let range = Money.dollars(1)...Money.dollars(10_000)

    /// Dollars per PH/s and day.
    package let dollarsPerPetahashDay: Money

    package static let fields: Fields<HashpriceSignal> = Fields(
        HashpriceSignal.init(dollarsPerPetahashDay:), Field("uusd_ph_day") { $0.dollarsPerPetahashDay })

    /// Creates a hashprice in dollars per PH/s and day.
    package init(dollarsPerPetahashDay: Money) { self.dollarsPerPetahashDay = dollarsPerPetahashDay }

    package init(wire fields: SignalFields, at: UTCInstant) throws(SignalRejection) {
        dollarsPerPetahashDay = try fields.requiredQuantity("usd_per_ph_day", Money.self)
    }

    package var text: String { "\(dollarsPerPetahashDay.decimal) $/PH and day" }

    package func subject(sender: String) -> SignalSubject { SignalSubject(name: sender) }

    package var rankedSubject: SignalSubject? { SignalSubject() }

    package func checkValues() throws(SignalRejection) {
        guard !Self.range.contains(dollarsPerPetahashDay) else { return }
        throw SignalRejection(
            .absurd,
            "usd_per_ph_day \(dollarsPerPetahashDay.decimal) is not within 1 and 10,000 $/PH and day; is it in bitcoin "
                + "or for a terahash?")
    }
}
