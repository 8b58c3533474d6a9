package import GridUnits

/// How a year's transmission charge follows from what is drawn in the system's peaks (4CP, 12CP).
package struct CoincidentPeakTerms: Hashable, Sendable {
    /// One peak interval, expected or known.
    package struct Peak: Hashable, Sendable {
        /// Start of the peak interval, on a quarter of an hour; ERCOT quotes its end.
        package let start: UTCInstant
        /// Whether ERCOT has published it as the month's peak.
        package let isPublished: Bool

        package init(start: UTCInstant, isPublished: Bool) {
            self.start = start
            self.isPublished = isPublished
        }
    }

    /// First operating day of the year in which peaks count, inclusive.
    package let firstDay: CalendarDate
    /// Last operating day, inclusive.
    package let lastDay: CalendarDate
    /// 4 (June to September) or 12; at least 1.
    package let peaksPerYear: Int
    /// Over how long the demand of a peak is metered; 15 or 30, a multiple of 15.
    package let intervalMinutes: Int
    /// Dollars for each megawatt of demand and year.
    package let ratePerMegawattYear: Money
    /// What the site would have drawn; nil where the baseline of the interval says so.
    package let normalLoad: Power?
    /// The part of the normal load that is billed however little is drawn; 0 to 1.
    package let minimumBillingShare: Fraction
    /// In order of time; more than ``peaksPerYear`` would promise more than a year can save.
    package let peaks: [Peak]

    package init(
        firstDay: CalendarDate, lastDay: CalendarDate, peaksPerYear: Int, intervalMinutes: Int,
        ratePerMegawattYear: Money, normalLoad: Power?, minimumBillingShare: Fraction = .zero,
        peaks: [Peak] = []
    ) {
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.peaksPerYear = peaksPerYear
        self.intervalMinutes = intervalMinutes
        self.ratePerMegawattYear = ratePerMegawattYear
        self.normalLoad = normalLoad
        self.minimumBillingShare = minimumBillingShare
        self.peaks = peaks.sorted { $0.start < $1.start }
    }
}
