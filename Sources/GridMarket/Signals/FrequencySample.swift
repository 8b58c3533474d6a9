package import SiteRecord
package import GridUnits

/// One measurement of grid frequency.
package struct FrequencySample: SignalContent {
    package static let kind = SignalKind.frequency

    static let range = Frequency.hertz(40)...Frequency.hertz(70)
    /// The words by which devices say whether they trust a value, and whether they do.
    package static let qualityWords = [
        (words: ["good", "ok", "true", "t"], isGood: true),
        (words: ["bad", "doubtful", "questionable", "invalid", "suspect", "false", "f"], isGood: false),
    ]

    /// The measuring device's time.
    package let at: UTCInstant
    /// The frequency in hertz.
    package let frequency: Frequency
    /// Rate of change as the device measured it, where it did.
    package let rateOfChange: FrequencyRate?
    /// False when the device itself doubts the value.
    package let isGood: Bool

    package static let fields: Fields<FrequencySample> = Fields(
        FrequencySample.init(at:frequency:rateOfChange:isGood:),
        Field("at_ns") { $0.at }, Field("uhz") { $0.frequency }, Field("uhz_s") { $0.rateOfChange },
        Field("good") { $0.isGood })

    /// Creates a sample; a device that says nothing of its quality trusts it.
    package init(
        at: UTCInstant, frequency: Frequency, rateOfChange: FrequencyRate? = nil, isGood: Bool = true
    ) {
        self.at = at
        self.frequency = frequency
        self.rateOfChange = rateOfChange
        self.isGood = isGood
    }

    package init(wire fields: SignalFields, at: UTCInstant) throws(SignalRejection) {
        self.at = at
        isGood = try Self.isGood(fields.text("quality"))
        frequency = try fields.requiredQuantity("hz", Frequency.self)
        rateOfChange = try fields.quantity("rocof_hz_s", FrequencyRate.self)
    }

    private static func isGood(_ word: String?) throws(SignalRejection) -> Bool {
        guard let word else { return true }
        guard let known = qualityWords.first(where: { $0.words.contains(word) }) else {
            let words = qualityWords.flatMap(\.words).joined(separator: ", ")
            throw SignalRejection(.malformed, "quality is “\(word.prefix(40))”; known are \(words)")
        }
        return known.isGood
    }

    package var text: String { "\(frequency.decimal) Hz" }

    package var quality: SignalQuality { isGood ? .good : .doubtful }

    package func subject(sender: String) -> SignalSubject { SignalSubject(name: sender) }

    package func checkValues() throws(SignalRejection) {
        guard !Self.range.contains(frequency) else { return }
        throw SignalRejection(
            .absurd,
            "hz \(frequency.decimal) is not within 40 and 70 Hz: the device has lost its voltage, or its unit"
        )
    }

    package func checkTimes(_ receipt: SignalReceipt) throws(SignalRejection) {
        let limits = receipt.limits
        let age = receipt.receivedAt.nanoseconds(since: at)
        if age >= -limits.frequencyAhead.nanoseconds, age <= limits.frequencyAge.nanoseconds { return }
        try SignalRange.check(at, "at")
        try receipt.refuseFuture(at, "at", beyond: limits.frequencyAhead)
        try receipt.refuseAncient(at, "at", beyond: limits.frequencyAge)
    }
}
