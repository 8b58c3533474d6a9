package import GridUnits

/// What the site's retail contract makes of market prices.
package struct ContractTerms: Hashable, Sendable {
    /// The site's part of what its QSE is paid and charged for capacity; 0 to 1.
    package let qseShare: Fraction
    /// Multiplies the settlement price of energy bought; at least 0.
    package let lossFactor: Fraction
    /// Added to the settlement price of energy bought.
    package let adder: EnergyPrice
    /// Taken off the settlement price when block energy is sold back.
    package let resaleFee: EnergyPrice
    /// The fixed-price block; nil where all energy is bought at the index.
    package let block: BlockContract?

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

/// Energy bought ahead at a fixed price, the same power in every hour, taken or not.
package struct BlockContract: Hashable, Sendable {
    /// Power at the meter; not negative.
    package let quantity: Power
    /// Paid whether or not the energy is used, so that it never enters a decision.
    package let price: EnergyPrice
    /// Whether what is not used is sold at spot for credits against future bills.
    package let hasResale: Bool

    package init(quantity: Power, price: EnergyPrice, hasResale: Bool) {
        self.quantity = quantity
        self.price = price
        self.hasResale = hasResale
    }
}
