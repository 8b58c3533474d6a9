package import GridUnits
package import SiteRecord

/// The prices of the site's retail contract, made of market prices.
package struct ContractTerms: Hashable, Sendable {
    /// The site's part of what its QSE is paid and charged for capacity; 0 to 1.
    package var qseShare: Fraction
    /// Multiplies the settlement price of energy bought; at least 0.
    package var lossFactor: Fraction
    /// Added to the settlement price of energy bought.
    package var adder: EnergyPrice
    /// Taken off the settlement price when block energy is sold back.
    package var resaleFee: EnergyPrice
    /// The fixed-price block; nil where all energy is bought at the index.
    package var block: BlockContract?

    package init(
        qseShare: Fraction = .one, lossFactor: Fraction = .one, adder: EnergyPrice = .zero,
        resaleFee: EnergyPrice = .zero, block: BlockContract? = nil
    ) {
        self.qseShare = qseShare
        self.lossFactor = lossFactor
        self.adder = adder
        self.resaleFee = resaleFee
        self.block = block
    }
}

/// A retail contract and the operating day from which it holds, until the next one's.
package struct DatedContract: Declared {
    /// The start of that day.
    package var from: UTCInstant
    /// The terms that hold from then on.
    package var terms: ContractTerms

    package init(from: UTCInstant, _ terms: ContractTerms) {
        self.from = from
        self.terms = terms
    }

    /// The operating day.
    package var firstDay: CalendarDate {
        get { MarketTimeZone.centralPrevailing.operatingDay(of: from) }
        set { from = MarketTimeZone.centralPrevailing.startOfDay(newValue) }
    }

    package static let section = Section(
        "contracts", "", of: DatedContract(from: .epoch, ContractTerms()), identity: ["from"]
    ) {
        Key(
            "from", \.firstDay, .day, "The first day on which it holds.", isRequired: true)
        Key(
            "qse_share", \.terms.qseShare, .share,
            "The site's part of what its QSE is paid and charged for capacity.")
        Key(
            "loss_factor", \.terms.lossFactor, ContractTerms.lossFactor,
            "Factor on the settlement price of energy bought; without it that of economics.")
        Key(
            "adder_usd_per_mwh", \.terms.adder, ContractTerms.adder,
            "Addition to it; without it that of economics.")
        Key(
            "resale_fee_usd_per_mwh", \.terms.resaleFee,
            .amount("USD/MWh", in: .zero...(.dollarsPerMegawattHour(10_000))),
            "Taken off the settlement price of block energy that is sold back.")
        Key(BlockContract.section, \.terms.block, none: "none")
    }
}

extension ContractTerms {
    /// The cost of a megawatt-hour bought at the index, delivered: price × loss factor + adder.
    ///
    /// It is what a megawatt-hour not consumed saves, to the decision and to the settlement alike.
    ///
    /// - Parameter price: of the settlement point.
    /// - Returns: microdollars per megawatt-hour, exact.
    /// - Throws: `AmountOutOfRange` when it does not fit.
    package func deliveredPrice(at price: EnergyPrice) throws(AmountOutOfRange) -> Fraction {
        let whole = Fraction(whole: Int128(price.microdollarsPerMegawattHour))
        return try whole.times(lossFactor).plus(Fraction(whole: Int128(adder.microdollarsPerMegawattHour)))
    }

    /// The income from a megawatt-hour of the block that is sold back: price - fee, without losses.
    ///
    /// - Parameter price: the interval's settlement price.
    /// - Returns: microdollars per megawatt-hour, exact; negative when spot does not even pay the fee.
    package func resalePrice(at price: EnergyPrice) -> Fraction {
        Fraction(
            whole: Int128(price.microdollarsPerMegawattHour) - Int128(resaleFee.microdollarsPerMegawattHour))
    }
}

extension ContractTerms {
    /// A contract's factor on the settlement price.
    package static let lossFactor = Kind<Fraction>.ratio(inBillionths: 500_000_000...2_000_000_000)
    /// A contract's addition to the settlement price.
    package static let adder = Kind<EnergyPrice>.amount(
        "USD/MWh", in: .dollarsPerMegawattHour(-10_000)...(.dollarsPerMegawattHour(10_000)))
}

/// Energy bought ahead at a fixed price, the same power in every hour, taken or not.
package struct BlockContract: Declared {
    /// Power at the meter; not negative.
    package var quantity: Power
    /// Paid whether or not the energy is used, so that it never enters a decision.
    package var price: EnergyPrice
    /// Whether what is not used is sold at spot for credits against future bills.
    package var hasResale: Bool

    package init(quantity: Power, price: EnergyPrice, hasResale: Bool) {
        self.quantity = quantity
        self.price = price
        self.hasResale = hasResale
    }
}

extension BlockContract {
    package static let section = Section(
        "block",
        "Energy bought ahead: so many megawatts in every hour, at a price that is paid used or not.",
        of: BlockContract(quantity: .zero, price: .zero, hasResale: false)
    ) {
        Key(
            "mw", \.quantity, .amount("MW", in: .kilowatts(1)...(.largestSite)), "The power of the block.",
            isRequired: true)
        Key(
            "usd_per_mwh", \.price,
            .amount(
                "USD/MWh", in: .dollarsPerMegawattHour(-1_000)...(.dollarsPerMegawattHour(10_000))),
            "Its price.", isRequired: true)
        Key(
            "resale", \.hasResale, .flag,
            """
            true: what is not used is sold back at the settlement price. false: it is lost, and price must not \
            curtail below it.
            """, isRequired: true)
    }
}
