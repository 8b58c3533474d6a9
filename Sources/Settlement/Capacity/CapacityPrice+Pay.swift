package import GridUnits

extension CapacityPrice {
    /// The pay of capacity for standing ready: `MW × h × price × share`.
    ///
    /// - Parameters:
    ///   - capacity: negative for capacity bought back.
    ///   - span: how long it stands ready; one settlement interval by default.
    ///   - share: the site's part of it, 0 to 1.
    /// - Returns: US dollars, rounded once, half to even, to the microdollar.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func pay(
        for capacity: Power, over span: TimeSpan = SettlementInterval.length, share: Fraction = .one
    ) throws(AmountOutOfRange) -> Money {
        let microwattsPerMegawatt: Int128 = 1_000_000_000_000
        let hours = try Fraction(Int128(span.nanoseconds), over: 3_600_000_000_000)
        let megawatts = try Fraction(Int128(capacity.microwatts), over: microwattsPerMegawatt)
        let price = Fraction(whole: Int128(microdollarsPerMegawattAndHour))
        return try Money(rounding: megawatts.times(hours).times(price).times(share))
    }

    /// The pay of capacity for the time in which it stood ready.
    ///
    /// - Parameters:
    ///   - capacity: megawatts times hours; negative for capacity bought back.
    ///   - share: the site's part of it, 0 to 1.
    /// - Returns: US dollars, rounded once, half to even, to the microdollar.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func pay(for capacity: Energy, share: Fraction = .one) throws(AmountOutOfRange) -> Money {
        try capacity.cost(at: Fraction(whole: Int128(microdollarsPerMegawattAndHour)).times(share))
    }
}
