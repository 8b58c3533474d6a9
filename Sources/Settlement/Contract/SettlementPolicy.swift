import CurtailmentEngine
package import GridMarket
package import GridUnits
package import SiteRecord

/// Everything beside prices and energies that turns intervals into money, beside the retail contract.
package struct SettlementPolicy: Declared {
    /// The ERS contracts, each with its span of days.
    package var emergencyResponse: [EmergencyResponseContract]
    /// The transmission terms of coincident peaks, each with its span of days.
    package var coincidentPeak: [CoincidentPeakTerms]
    /// ERCOT's holidays, in order, each once; a fact of the market that no rule of ours derives.
    package var holidays: [CalendarDate]
    /// Methods of single programs.
    package var baselines: [Program: BaselineMethod]
    /// For programs that ``baselines`` does not name.
    package var defaultBaseline: BaselineMethod
    /// The declared Maximum Base Load of the alternate baseline; nil where none is declared.
    package var maximumBaseLoad: Power?
    /// How long before an event its own day corrects a day-based baseline; zero for no correction.
    package var adjustmentWindow: TimeSpan
    /// How far energy read from units may be off, as a part of it; 0 to 1.
    package var readingUncertainty: Fraction
    /// How long after an interval's end a price that is still missing may be rebuilt from LMPs.
    package var rebuildAfter: TimeSpan
    /// Which meter is the site's; nil where any that reports is.
    package var meter: String?

    /// Creates a policy; without arguments, one that settles energy alone.
    package init(
        emergencyResponse: [EmergencyResponseContract] = [],
        coincidentPeak: [CoincidentPeakTerms] = [], holidays: [CalendarDate] = [],
        baselines: [Program: BaselineMethod] = [:], defaultBaseline: BaselineMethod = .readings,
        maximumBaseLoad: Power? = nil, adjustmentWindow: TimeSpan = .seconds(7_200),
        readingUncertainty: Fraction = .percent(5), rebuildAfter: TimeSpan = .seconds(10_800),
        meter: String? = nil
    ) {
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
    package static let standard = SettlementPolicy()

    /// The method of a program.
    package func baseline(of program: Program) -> BaselineMethod {
        baselines[program] ?? defaultBaseline
    }
}

extension SettlementPolicy {
    /// The keys of `settlement` but the contracts, which belong to the economics: the engine decides by them too.
    package static let keys: [Key<SettlementPolicy>] = methods + capacity

    private static let methods: [Key<SettlementPolicy>] = [
        Key(
            "meter", \.meter, .optional(.name(), none: "any"),
            """
            The meter whose signals are the site's, by the name that they carry. While none is named and several \
            report, nothing is settled by any, and an alarm stands.
            """, sample: "#main"),
        Key(
            "baseline", \.defaultBaseline, .choice(),
            """
            How the load is found that would have been drawn: readings (of the units that sleep), \
            five_minute_average, meter_before_after, middle_8_of_10, matching_day_pair, regression_calendar or \
            maximum_base_load. Where a meter is named, energy is measured by it, and the default is \
            meter_before_after: the last whole interval before a curtailment, held flat. Where the meter said \
            nothing then, and without a meter, units are read and the money is an estimate. regression_calendar \
            has the form of ERCOT's regression (day energy x part of the hour x multiplier of the interval), \
            fitted on the site's own last 60 days by weekday and kind of day. Weather and daylight take no part, \
            and the coefficients are not ERCOT's; the recorded basis says so.
            """, sample: "#meter_before_after"),
        Key(
            "baselines", \.baselines,
            .map(
                from: Program.allCases.filter { $0 != .dayAheadEnergy },
                example: (Program.nonSpin, BaselineMethod.fiveMinuteAverage)),
            "Another method for single programs, as the program's rules say.",
            sample: "#{non_spin: five_minute_average, ers_30: maximum_base_load}"),
        Key(
            "maximum_base_load_mw", \.maximumBaseLoad,
            .optional(.amount("MW", in: .zero...(.largestSite)), none: "none"),
            "The declared Maximum Base Load; maximum_base_load measures against it.", sample: "#5"),
        Key(
            "adjustment_window_s", \.adjustmentWindow, .seconds(in: .zero...(.seconds(86_400))),
            """
            So long before an event, its own day corrects a baseline of other days; 0 is no correction.
            """),
        Key(
            "reading_uncertainty", \.readingUncertainty, .share,
            "How far energy read from units may be off, as a part of it."),
        Key(
            "rebuild_after_s", \.rebuildAfter, .seconds(in: .zero...(.seconds(30 * 86_400))),
            """
            So long after an interval's end, a price that is still missing may be rebuilt from SCED prices.
            """),
        Key(
            "holidays", \.holidays, .days, "ERCOT's holidays, as ERCOT publishes them for each year.",
            sample: "#[2026-11-26, 2026-12-25]"),
    ]

    private static let capacity: [Key<SettlementPolicy>] = [
        Key(
            "ers", \.emergencyResponse, .entries(of: EmergencyResponseContract.section),
            "Emergency Response Service, an entry for each contract period.",
            sample: """
                - program: ers_30
                  from: 2026-10-01
                  to: 2026-11-30
                  availability_factor: 1
                  performance_factor: 1
                  test_factor: 1
                  squared_below: 0.85
                  counts_as_one_from: 0.95
                  periods:
                    - name: TP5
                      first_hour_ending: 20
                      last_hour_ending: 22
                      days: business_days
                      mw: 10
                      usd_per_mw_h: 15.03
                """),
        Key(
            "coincident_peak", \.coincidentPeak, .entries(of: CoincidentPeakTerms.section),
            """
            Years of coincident peaks (4CP): what is drawn in them sets next year's transmission charges.
            """,
            sample: """
                - from: 2026-06-01
                  to: 2026-09-30
                  peaks_per_year: 4
                  interval_min: 15
                  usd_per_mw_year: 50000
                  normal_mw: 100
                  minimum_billing_share: 0
                  peak_intervals:
                    - start: 2026-07-30T21:30:00Z
                      published: true
                """),
    ]

    package static let section = Section("settlement", "", of: standard) { keys }
}

extension SettlementPolicy {
    /// From when on what was settled under an earlier policy may settle otherwise under this one.
    ///
    /// Only what is dated reaches into the past: capacity periods, peaks and holidays. Methods and
    /// uncertainties hold from the day on which they are configured.
    ///
    /// - Returns: nil where nothing dated is another.
    func firstChange(from before: SettlementPolicy) -> UTCInstant? {
        guard self != before else { return nil }
        var days: [CalendarDate] = []
        days += Self.changed(emergencyResponse, before.emergencyResponse).map(\.firstDay)
        days += Self.changed(coincidentPeak, before.coincidentPeak).map(\.firstDay)
        days += Self.changed(holidays, before.holidays)
        return days.min().map { MarketTimeZone.centralPrevailing.startOfDay($0) }
    }

    /// The dated terms of this policy under the methods of the policy that an interval closed under.
    func withMethods(of earlier: SettlementPolicy) -> SettlementPolicy {
        SettlementPolicy(
            emergencyResponse: emergencyResponse, coincidentPeak: coincidentPeak,
            holidays: holidays, baselines: earlier.baselines, defaultBaseline: earlier.defaultBaseline,
            maximumBaseLoad: earlier.maximumBaseLoad, adjustmentWindow: earlier.adjustmentWindow,
            readingUncertainty: earlier.readingUncertainty, rebuildAfter: earlier.rebuildAfter,
            meter: earlier.meter)
    }

    /// The entries of one list that the other lacks.
    private static func changed<Element: Hashable>(_ left: [Element], _ right: [Element]) -> [Element] {
        Array(Set(left).symmetricDifference(Set(right)))
    }
}

extension PolicyRecord {
    /// The instant from which on settled intervals may settle otherwise than under an earlier record; nil where none may.
    func firstChange(from before: PolicyRecord) -> UTCInstant? {
        let (old, new) = (before.policy.economics, policy.economics)
        let always = UTCInstant(nanosecondsSinceEpoch: .min)
        let contracts = Set(old.contracts).symmetricDifference(new.contracts).map(\.from)
        let changes = [settlement.firstChange(from: before.settlement)] + contracts
        return (changes + [old.base == new.base ? nil : always]).compactMap(\.self).min()
    }
}
