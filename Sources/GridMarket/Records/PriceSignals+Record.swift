package import SiteRecord
import GridUnits

extension PriceSignal: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("market", market.rawValue)
            writer.member("point", point)
            writer.member(ifPresent: "type", pointType)
            writer.member("start_ns", start)
            writer.member("end_ns", end)
            writer.member("uusd_mwh", price)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            market: try value.name("market"), point: try value.text("point"),
            pointType: try value.optionalText("type"), start: try value.instant("start_ns"),
            end: try value.instant("end_ns"), price: try value.quantity("uusd_mwh"))
    }
}

extension CapacityPriceSignal: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("market", market.rawValue)
            writer.member("product", product)
            writer.member("start_ns", start)
            writer.member("end_ns", end)
            writer.member("uusd_mw_h", price)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            market: try value.name("market"), product: try value.text("product"),
            start: try value.instant("start_ns"), end: try value.instant("end_ns"),
            price: try value.quantity("uusd_mw_h"))
    }
}

extension HashpriceSignal: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { $0.member("uusd_ph_day", dollarsPerPetahashDay) }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(dollarsPerPetahashDay: try value.quantity("uusd_ph_day"))
    }
}
