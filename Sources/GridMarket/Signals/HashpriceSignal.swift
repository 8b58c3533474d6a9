package import SiteRecord
package import GridUnits

/// The revenue of a petahash of hashrate in a day, before pool fees.
package struct HashpriceSignal: SignalContent {
    package static let kind = SignalKind.hashprice

    static let range = Money.dollars(0)...Money.dollars(10_000)

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
            .absurd, "usd_per_ph_day \(dollarsPerPetahashDay.decimal) is not within 0 and 10,000 $/PH and day"
        )
    }
}
