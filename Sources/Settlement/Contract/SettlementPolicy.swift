package import GridMarket
package import GridUnits

/// Everything beside prices and energies that turns intervals into money: contracts, market facts, methods.
package struct SettlementPolicy: Hashable, Sendable {
    /// The method by which a program finds the load that would have been drawn.
    package struct ProgramBaseline: Hashable, Sendable {
        /// The program as instructions name it, for example `non_spin`.
        package let program: String
        package let method: BaselineMethod

        package init(program: String, method: BaselineMethod) {
            self.program = program
            self.method = method
        }
    }

    /// The retail contract, by operating day; where none holds, losses and adders of the economics do.
    package let contracts: EffectiveDated<ContractTerms>
    package let emergencyResponse: [EmergencyResponseContract]
    package let coincidentPeak: [CoincidentPeakTerms]
    /// ERCOT's holidays, in order, each once; a fact of the market that no rule of ours derives.
    package let holidays: [CalendarDate]
    package let baselines: [ProgramBaseline]
    /// For programs that ``baselines`` does not name.
    package let defaultBaseline: BaselineMethod
    /// The declared Maximum Base Load of the alternate baseline; nil where none is declared.
    package let maximumBaseLoad: Power?
    /// How long before an event its own day corrects a day-based baseline; zero for no correction.
    package let adjustmentWindow: TimeSpan
    /// How far energy read from units may be off, as a part of it; 0 to 1.
    package let readingUncertainty: Fraction
    /// How long after an interval's end a price that is still missing may be rebuilt from LMPs.
    package let rebuildAfter: TimeSpan
    /// Which meter is the site's; nil where any that reports is.
    package let meter: String?

    package init(
        contracts: EffectiveDated<ContractTerms>, emergencyResponse: [EmergencyResponseContract] = [],
        coincidentPeak: [CoincidentPeakTerms] = [], holidays: [CalendarDate] = [],
        baselines: [ProgramBaseline] = [], defaultBaseline: BaselineMethod = .readings,
        maximumBaseLoad: Power? = nil, adjustmentWindow: TimeSpan = .seconds(7_200),
        readingUncertainty: Fraction = .percent(5), rebuildAfter: TimeSpan = .seconds(10_800),
        meter: String? = nil
    ) {
        self.contracts = contracts
        self.emergencyResponse = emergencyResponse
        self.coincidentPeak = coincidentPeak
        self.holidays = Set(holidays).sorted()
        self.baselines = baselines
        self.defaultBaseline = defaultBaseline
        self.maximumBaseLoad = maximumBaseLoad
        self.adjustmentWindow = adjustmentWindow
        self.readingUncertainty = readingUncertainty
        self.rebuildAfter = rebuildAfter
        self.meter = meter
    }

    /// A site that buys everything at the index and sells no capacity, its curtailment read from its units.
    ///
    /// Readings count as 5 % uncertain, a price may be rebuilt three hours after its interval, and a baseline
    /// of past days, once one is chosen, is corrected over two hours: ERCOT's own window is not verified.
    package static let standard = SettlementPolicy(contracts: EffectiveDated())

    /// The contract on an interval's operating day; nil where none is dated.
    package func contract(in interval: SettlementInterval) -> ContractTerms? {
        contracts.entries.isEmpty ? nil : contracts.value(in: interval)
    }

    /// The method of a program.
    package func baseline(of program: String) -> BaselineMethod {
        baselines.first { $0.program == program }?.method ?? defaultBaseline
    }
}
