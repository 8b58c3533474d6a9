package import SiteRecord
import GridUnits

extension CoincidentPeakTerms: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("first_day", firstDay)
            writer.member("last_day", lastDay)
            writer.member("peaks_year", Int64(peaksPerYear))
            writer.member("interval_min", Int64(intervalMinutes))
            writer.member("uusd_mw_year", ratePerMegawattYear)
            writer.member(ifPresent: "normal_uw", normalLoad)
            writer.member("minimum_share", minimumBillingShare)
            writer.member("peaks") { $0.array(peaks) { $1.write(to: &$0) } }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            firstDay: try value.day("first_day"), lastDay: try value.day("last_day"),
            peaksPerYear: try value.count("peaks_year"), intervalMinutes: try value.count("interval_min"),
            ratePerMegawattYear: try value.quantity("uusd_mw_year"),
            normalLoad: try value.optionalQuantity("normal_uw"),
            minimumBillingShare: try value.fraction("minimum_share"), peaks: try value.records("peaks"))
    }
}

extension CoincidentPeakTerms.Peak: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("start_ns", start)
            writer.member("published", isPublished)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(start: try value.instant("start_ns"), isPublished: try value.boolean("published"))
    }
}
