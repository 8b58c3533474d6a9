import Settlement

extension Claim.Kind {
    /// The kind's name on the statement.
    var title: String {
        switch self {
        case .energyAvoided: "Energy avoided"
        case .energyResold: "Energy resold"
        case .lostHash: "Lost hash"
        case .restartCost: "Restart cost"
        case .asCapacityDAM: "Ancillary Service capacity, day-ahead"
        case .asImbalanceRT: "Ancillary Service imbalance, real-time"
        case .ersCapacity: "ERS capacity"
        case .transmission4CPContingent: "4CP transmission saving, contingent"
        case .dayAheadPosition: "Day-ahead energy position"
        case .penalty: "Penalties"
        }
    }

    /// What the kind is, in one sentence.
    var meaning: String {
        switch self {
        case .energyAvoided: "Energy that was not bought: curtailed MWh times the delivered price."
        case .energyResold:
            "Block energy not used and sold at spot: curtailed MWh times the settlement price, less what resale costs."
        case .lostHash:
            "Income that the curtailed miners did not earn: curtailed MWh times break-even; negative."
        case .restartCost: "What waking costs: megawatts woken times the configured rate; negative."
        case .asCapacityDAM: "Ancillary Service capacity sold in the day-ahead market, at its clearing price."
        case .asImbalanceRT: "The difference between real-time and day-ahead awards, bought back or sold."
        case .ersCapacity: "Emergency Response Service capacity, accrued over its period."
        case .transmission4CPContingent:
            "Transmission charges of the coming year saved by what was not drawn in a coincident peak; contingent "
                + "until the peaks are published."
        case .dayAheadPosition: "Energy bought day-ahead, settled against the real-time price."
        case .penalty: "What a deviation cost, as the settlement statement says; negative."
        }
    }

    /// The name of a kind that may be newer than this program.
    static func title(_ word: String) -> String { Claim.Kind(rawValue: word)?.title ?? word }
}
