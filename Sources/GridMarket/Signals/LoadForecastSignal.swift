package import SiteRecord
package import GridUnits

/// System load expected over a span.
package struct LoadForecastSignal: SignalContent {
    package static let kind = SignalKind.loadForecast

    /// The begin of the span, inclusive.
    package let start: UTCInstant
    /// Exclusive.
    package let end: UTCInstant
    /// System load expected on average.
    package let load: Power
    /// When the forecast was made.
    package let issued: UTCInstant

    package static let fields: Fields<LoadForecastSignal> = Fields(
        LoadForecastSignal.init(start:end:load:issued:),
        Field("start_ns") { $0.start }, Field("end_ns") { $0.end }, Field("uw") { $0.load },
        Field("issued_ns") { $0.issued })

    /// Creates a forecast, made at `issued`; the end is exclusive.
    package init(start: UTCInstant, end: UTCInstant, load: Power, issued: UTCInstant) {
        self.start = start
        self.end = end
        self.load = load
        self.issued = issued
    }

    package init(wire fields: SignalFields, at: UTCInstant) throws(SignalRejection) {
        start = try fields.requiredInstant("start")
        end = try fields.end(after: start, otherwise: 3_600)
        load = try fields.requiredQuantity("mw", Power.self)
        issued = try fields.instant("issued") ?? at
    }

    package var text: String { "\(load.decimal) MW at \(start.seconds)" }

    package var span: SignalSpan? { (start, end) }

    package func subject(sender: String) -> SignalSubject { SignalSubject(start: start) }

    package var rankedSubject: SignalSubject? { subject(sender: "") }

    package func order(at: UTCInstant) -> Int64 { issued.nanosecondsSinceEpoch }

    package func checkValues() throws(SignalRejection) {
        try SignalRange.check(load, "mw")
        try SignalRange.check(start, "start")
    }

    package func checkTimes(_ receipt: SignalReceipt) throws(SignalRejection) {
        try receipt.refuseAncient(end, "the span's end", beyond: receipt.limits.otherAge)
    }
}
