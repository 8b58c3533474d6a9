import GridMarket
import SiteRecord
import GridUnits
import Settlement

/// Reads `settlement.coincident_peak`: years of peaks that next year's transmission charges follow from.
struct CoincidentPeakReader {
    private let settlement: SectionReader

    init(_ settlement: SectionReader) { self.settlement = settlement }

    var terms: [CoincidentPeakTerms] {
        var terms: [CoincidentPeakTerms] = []
        for section in settlement.sections(.coincidentPeak, beginningWith: "from") {
            guard let year = year(section) else { continue }
            if let other = terms.first(where: {
                $0.firstDay <= year.lastDay && year.firstDay <= $0.lastDay
            }) {
                section.report(
                    "from",
                    "the entry from \(other.firstDay) to \(other.lastDay) has days of this one too; a day "
                        + "counts in one year")
            }
            terms.append(year)
        }
        return terms
    }

    private func year(_ section: SectionReader) -> CoincidentPeakTerms? {
        let days = section.days(atMost: 366)
        let count = section.count("peaks_per_year", in: 1...12, default: 4)
        let minutes = minutes(section)
        let rate = section.required("usd_per_mw_year", in: .zero...Money.dollars(10_000_000))
        let normal = section.quantity("normal_mw", in: .zero...PolicyReader.largestSite)
        let peaks = peaks(section, minutes: minutes, days: days)
        if peaks.count > count {
            section.report(
                "peak_intervals", "there are \(peaks.count) peaks; peaks_per_year says at most \(count)")
        }
        guard let days, let rate else { return nil }
        return CoincidentPeakTerms(
            firstDay: days.lowerBound, lastDay: days.upperBound, peaksPerYear: count,
            intervalMinutes: minutes, ratePerMegawattYear: rate, normalLoad: normal,
            minimumBillingShare: section.share("minimum_billing_share") ?? .zero, peaks: peaks)
    }

    private func minutes(_ section: SectionReader) -> Int {
        let minutes = section.count("interval_min", in: 15...60, default: 15)
        guard [15, 30, 60].contains(minutes) else {
            section.report("interval_min", "no peak is metered over \(minutes) minutes; write 15, 30 or 60")
            return 15
        }
        return minutes
    }

    private func peaks(
        _ section: SectionReader, minutes: Int, days: ClosedRange<CalendarDate>?
    ) -> [CoincidentPeakTerms.Peak] {
        var peaks: [CoincidentPeakTerms.Peak] = []
        for reader in section.sections(.peak, beginningWith: "start") {
            let isPublished = reader.boolean("published", default: true)
            guard let start = reader.requiredInstant("start", everyMinutes: Int64(minutes)) else { continue }
            let day = MarketTimeZone.centralPrevailing.operatingDay(of: start)
            if let days, !days.contains(day) {
                reader.report(
                    "start",
                    "\(start.seconds) is on the operating day \(day), outside \(days.lowerBound) to "
                        + "\(days.upperBound)")
            }
            if peaks.contains(where: { $0.start == start }) {
                reader.report("start", "the peak of \(start.seconds) stands twice")
            }
            peaks.append(CoincidentPeakTerms.Peak(start: start, isPublished: isPublished))
        }
        return peaks
    }
}
