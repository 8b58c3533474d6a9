package import SiteRecord
package import GridUnits

/// The clearing price of an Ancillary Service or ERS product over a span.
package struct CapacityPriceSignal: SignalContent {
    package static let kind = SignalKind.capacityPrice

    /// Clearing prices of capacity are shadow prices of a need, so never negative.
    ///
    /// The value of lost load caps them in real time; day-ahead ones passed the offer cap of the time several times
    /// over in February 2021, so that what is above the cap is marked, and refused only beyond every price of energy.
    static let range = CapacityPrice.zero...CapacityPrice(stored: PriceSignal.highest.stored)
    static let usualCap = CapacityPrice(stored: PriceSignal.usualCap.stored)

    /// The market that cleared.
    package let market: Market
    /// ERCOT's product name: `REGUP`, `REGDN`, `RRS`, `ECRS`, `NSPIN` and others.
    package let product: String
    /// The begin of the span, inclusive.
    package let start: UTCInstant
    /// Exclusive.
    package let end: UTCInstant
    /// Dollars for each megawatt and hour of the span.
    package let price: CapacityPrice

    package static let fields: Fields<CapacityPriceSignal> = Fields(
        CapacityPriceSignal.init(market:product:start:end:price:),
        Field("market") { $0.market }, Field("product") { $0.product }, Field("start_ns") { $0.start },
        Field("end_ns") { $0.end }, Field("uusd_mw_h") { $0.price })

    /// Creates a price of a product, named as ``ProductName`` has it; the end is exclusive.
    package init(market: Market, product: String, start: UTCInstant, end: UTCInstant, price: CapacityPrice) {
        self.market = market
        self.product = product
        self.start = start
        self.end = end
        self.price = price
    }

    package init(wire fields: SignalFields, at: UTCInstant) throws(SignalRejection) {
        market = try fields.word("market", of: Market.self)
        // What a single run of SCED clears at is an ingredient of the 15-minute price and settles nothing by itself.
        guard market != .sced else {
            throw SignalRejection(
                .malformed,
                "market of a capacity_price is “sced”; capacity settles at the prices of rtm (15 minutes) and dam "
                    + "(hourly)")
        }
        start = try fields.requiredInstant("start")
        product = try ProductName.normalized(try fields.required("product"))
        end = try fields.end(after: start, otherwise: market.usualSpanSeconds, within: .term)
        price = try fields.requiredQuantity("usd_per_mw_h", CapacityPrice.self)
    }

    package var text: String { "\(price.decimal) $/MW-h for \(product) (\(market.rawValue))" }

    package var quality: SignalQuality { price > Self.usualCap ? .flagged : .good }

    package var span: SignalSpan? { (start, end) }

    /// A single run of SCED settles nothing.
    package var settledSpan: SignalSpan? { market == .sced ? nil : (start, end) }

    package var isPublished: Bool { true }

    package func subject(sender: String) -> SignalSubject {
        SignalSubject(name: product, market: market, start: start)
    }

    package var rankedSubject: SignalSubject? { subject(sender: "") }

    package func order(at: UTCInstant) -> Int64 { start.nanosecondsSinceEpoch }

    package func checkValues() throws(SignalRejection) {
        guard Self.range.contains(price) else {
            throw SignalRejection(
                .absurd,
                "price \(price.decimal) $/MW-h is not within 0 and \(Self.range.upperBound.decimal) $/MW-h; "
                    + (price < .zero ? "capacity is never paid for by who provides it" : "is it in cents?"))
        }
        try SignalRange.check(start, "start")
        try SignalRange.check(end, "end")
    }

    package func checkTimes(_ receipt: SignalReceipt) throws(SignalRejection) {
        let limits = receipt.limits
        let isOfTerm = end.nanoseconds(since: start) > SpanLimit.day.span.nanoseconds
        try receipt.refuseFuture(
            start, "start", beyond: isOfTerm ? limits.termAhead : limits.ahead(of: market))
        try receipt.refuseAncient(end, "the span's end", beyond: limits.age(of: market))
    }
}

/// The names of capacity products, which reports, interfaces and QSEs spell in different ways.
package enum ProductName {
    /// ERCOT's name of a product, for every known spelling of it.
    ///
    /// Day-ahead and real-time clearing prices say `NSPIN`, offers say `NSPN` and the real-time adders `NSS`: without
    /// one name an award would not find its price. For the same reason a name that is none is refused: its price would
    /// pay for nothing, and nobody would hear of it.
    ///
    /// - Parameter text: as it was published; blanks, case and punctuation do not matter where it is known.
    /// - Returns: `REGUP`, `REGDN`, `RRS`, `ECRS`, `NSPIN`, `DRRS`, `ERS-10` or `ERS-30`.
    /// - Throws: `malformed` for every other name.
    package static func normalized(_ text: String) throws(SignalRejection) -> String {
        let letters = text.uppercased().unicodeScalars.filter { $0.properties.isAlphabetic || isDigit($0) }
        switch String(String.UnicodeScalarView(letters)) {
        case "REGUP", "RUS", "REGULATIONUP", "REGUPSERVICE": return "REGUP"
        case "REGDN", "RDS", "REGDOWN", "REGULATIONDOWN", "REGDOWNSERVICE": return "REGDN"
        case "RRS", "RESPONSIVERESERVE", "RESPONSIVERESERVESERVICE": return "RRS"
        case "ECRS", "ERCOTCONTINGENCYRESERVESERVICE": return "ECRS"
        case "NSPIN", "NSPN", "NSPNM", "NSS", "NONSPIN", "NONSPINNINGRESERVE": return "NSPIN"
        case "DRRS", "DISPATCHABLERELIABILITYRESERVESERVICE": return "DRRS"
        case "ERS10": return "ERS-10"
        case "ERS30": return "ERS-30"
        default:
            throw SignalRejection(
                .malformed,
                "product “\(text.prefix(40))” is none of ERCOT's: REGUP, REGDN, RRS, ECRS, NSPIN, DRRS, ERS-10, ERS-30"
            )
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
