import GridMarket
import CurtailmentEngine
import GridUnits
import Settlement

extension EconomicsPolicy {
    /// Takes over what the dated contracts make of prices, so that it is decided by what will be settled by.
    ///
    /// A contract with the losses and adders of the one before it changes no decision and is left out.
    mutating func follow(_ dated: EffectiveDated<ContractTerms>) {
        contracts = []
        var before = (lossFactor, adder)
        for entry in dated.entries where before != (entry.value.lossFactor, entry.value.adder) {
            before = (entry.value.lossFactor, entry.value.adder)
            contracts.append(
                ContractPrice(
                    from: MarketTimeZone.centralPrevailing.startOfDay(entry.firstDay),
                    lossFactor: entry.value.lossFactor, adder: entry.value.adder))
        }
    }
}
