package import GridUnits
package import SiteRecord

/// How a year's transmission charge follows from what is drawn in the system's peaks (4CP, 12CP).
package struct CoincidentPeakTerms: Declared {
    /// One peak interval, expected or known.
    package struct Peak: Declared {
        /// Start of the peak interval, on a quarter of an hour; ERCOT quotes its end.
        package var start: UTCInstant
        /// Whether ERCOT has published it as the month's peak.
        package var isPublished: Bool

        package init(start: UTCInstant, isPublished: Bool) {
            self.start = start
            self.isPublished = isPublished
        }

        package static let section = Section(
            "peak_intervals", "", of: Peak(start: .epoch, isPublished: true), identity: ["start"]
        ) {
            Key(
                "start", \.start, .moment, "The start of the peak interval; ERCOT quotes its end.",
                isRequired: true)
            Key(
                "published", \.isPublished, .flag, "Whether ERCOT has published it as its month's peak.")
        }
    }

    /// First operating day of the year in which peaks count, inclusive.
    package var firstDay: CalendarDate
    /// Last operating day, inclusive.
    package var lastDay: CalendarDate
    /// 4 (June to September) or 12; at least 1.
    package var peaksPerYear: Int
    /// Over how long the demand of a peak is metered; 15 or 30, a multiple of 15.
    package var intervalMinutes: Int
    /// Dollars for each megawatt of demand and year.
    package var ratePerMegawattYear: Money
    /// The load that the site would have drawn; nil where the baseline of the interval says so.
    package var normalLoad: Power?
    /// The part of the normal load that is billed however little is drawn; 0 to 1.
    package var minimumBillingShare: Fraction
    /// In order of time; more than ``peaksPerYear`` would promise more than a year can save.
    package var peaks: [Peak]

    /// Creates the terms of a span of days; peaks may come in any order.
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

extension CoincidentPeakTerms {
    package static let section = Section(
        "coincident_peak", "",
        of: CoincidentPeakTerms(
            firstDay: .epoch, lastDay: .epoch, peaksPerYear: 4, intervalMinutes: 15,
            ratePerMegawattYear: .zero, normalLoad: nil),
        identity: ["from"], rules: [CalendarDate.rule(\.firstDay, \.lastDay), hasAnInterval, hasItsPeaks]
    ) {
        Key(
            "from", \.firstDay, .day, "First day on which a peak counts.", isRequired: true)
        Key("to", \.lastDay, .day, "Last day, included.", isRequired: true)
        Key("peaks_per_year", \.peaksPerYear, .count(in: 1...12), "Peaks that the charge is the mean of.")
        Key(
            "interval_min", \.intervalMinutes, .count(in: 15...60, unit: "minutes"),
            "Minutes over which a peak is metered: 15, 30 or 60.")
        Key(
            "usd_per_mw_year", \.ratePerMegawattYear, .amount("USD", in: .zero...(.dollars(10_000_000))),
            "The charge for each megawatt of that mean, a year.", isRequired: true)
        Key(
            "normal_mw", \.normalLoad, .optional(.amount("MW", in: .zero...(.largestSite)), none: "none"),
            "What the site would have drawn; without it the baseline says so.")
        Key(
            "minimum_billing_share", \.minimumBillingShare, .share,
            "The part of the normal load that is billed however little is drawn.")
        Key(
            "peak_intervals", \.peaks, .entries(of: Peak.section), "The peaks, known or expected.")
    }

    private static let hasAnInterval = Rule<Self>(on: ["interval_min"]) { terms, written in
        guard ![15, 30, 60].contains(terms.intervalMinutes) else { return }
        written.report(
            "interval_min",
            "no peak is metered over \(terms.intervalMinutes) minutes; write 15, 30 or 60")
    }

    private static let hasItsPeaks = Rule<Self>(on: ["peaks_per_year", "interval_min", "peak_intervals"]) {
        terms, written in
        var (count, starts): (Int, Set<UTCInstant>) = (0, [])
        for (peak, entry) in zip(terms.peaks, written.entries("peak_intervals"))
        where entry.isRight(["start"]) {
            let start = peak.start
            guard start.nanosecondsSinceEpoch % (Int64(terms.intervalMinutes) * 60_000_000_000) == 0 else {
                entry.report(
                    "start",
                    "\(start.seconds) does not begin an interval of \(terms.intervalMinutes) minutes")
                continue
            }
            count += 1
            let day = MarketTimeZone.centralPrevailing.operatingDay(of: start)
            if written.isRight(["from", "to"]), day < terms.firstDay || day > terms.lastDay {
                entry.report(
                    "start",
                    "\(start.seconds) is on the operating day \(day), outside \(terms.firstDay) to "
                        + "\(terms.lastDay)")
            }
            if !starts.insert(start).inserted {
                entry.report("start", "the peak of \(start.seconds) stands twice")
            }
        }
        if count > terms.peaksPerYear {
            written.report(
                "peak_intervals",
                "there are \(count) peaks; peaks_per_year says at most \(terms.peaksPerYear)")
        }
    }
}
