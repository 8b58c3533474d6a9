package import SiteRecord
import GridUnits

extension FrequencySample: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("at_ns", at)
            writer.member("uhz", frequency)
            writer.member(ifPresent: "uhz_s", rateOfChange)
            writer.member("good", isGood)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            at: try value.instant("at_ns"), frequency: try value.quantity("uhz"),
            rateOfChange: try value.optionalQuantity("uhz_s"), isGood: try value.boolean("good"))
    }
}

extension GridConditionSignal: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member(ifPresent: "prc_uw", physicalResponsiveCapability)
            writer.member(ifPresent: "eea", emergencyAlertLevel.map(Int64.init))
            writer.member(ifPresent: "load_uw", systemLoad)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            physicalResponsiveCapability: try value.optionalQuantity("prc_uw"),
            emergencyAlertLevel: try value.optionalInteger("eea").map(Int.init),
            systemLoad: try value.optionalQuantity("load_uw"))
    }
}

extension LoadForecastSignal: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("start_ns", start)
            writer.member("end_ns", end)
            writer.member("uw", load)
            writer.member("issued_ns", issued)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            start: try value.instant("start_ns"), end: try value.instant("end_ns"),
            load: try value.quantity("uw"), issued: try value.instant("issued_ns"))
    }
}

extension MeterSignal: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("meter", meter)
            writer.member(ifPresent: "uw", power)
            writer.member(ifPresent: "uws", cumulative)
            writer.member(ifPresent: "usage", usage)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            meter: try value.text("meter"), power: try value.optionalQuantity("uw"),
            cumulative: try value.optionalEnergy("uws"), usage: try value.optionalRecord("usage"))
    }
}

extension MeterSignal.Usage: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("start_ns", start)
            writer.member("end_ns", end)
            writer.member("uws", energy)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            start: try value.instant("start_ns"), end: try value.instant("end_ns"),
            energy: try value.energy("uws"))
    }
}
