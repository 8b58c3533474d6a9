package import SiteRecord
import GridUnits

extension EmergencyResponseContract: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("program", program)
            writer.member("first_day", firstDay)
            writer.member("last_day", lastDay)
            writer.member("availability", availabilityFactor)
            writer.member("performance", performanceFactor)
            writer.member("tests", testFactor)
            writer.member("availability_rule", availabilityRule)
            writer.member("periods") { $0.array(periods) { $1.write(to: &$0) } }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            program: try value.text("program"), firstDay: try value.day("first_day"),
            lastDay: try value.day("last_day"), availabilityFactor: try value.fraction("availability"),
            performanceFactor: try value.fraction("performance"), testFactor: try value.fraction("tests"),
            availabilityRule: try value.record("availability_rule"), periods: try value.records("periods"))
    }
}

extension EmergencyResponsePeriod: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("first_hour_ending", Int64(hoursEnding.lowerBound))
            writer.member("last_hour_ending", Int64(hoursEnding.upperBound))
            writer.member("days", days.rawValue)
            writer.member("uw", capacity)
            writer.member("uusd_mw_h", price)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let first = try value.count("first_hour_ending")
        let last = try value.count("last_hour_ending")
        guard first <= last else {
            throw CanonicalFailure("last_hour_ending comes before first_hour_ending")
        }
        self.init(
            name: try value.text("name"), hoursEnding: first...last, days: try value.name("days"),
            capacity: try value.quantity("uw"), price: try value.quantity("uusd_mw_h"))
    }
}

extension AvailabilityRule: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("squared_below", squaredBelow)
            writer.member(ifPresent: "one_from", countsAsOneFrom?.description)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            squaredBelow: try value.fraction("squared_below"),
            countsAsOneFrom: value.optional("one_from") == nil ? nil : try value.fraction("one_from"))
    }
}
