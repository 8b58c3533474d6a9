import GridMarket
package import SiteRecord
import GridUnits

extension SettlementPolicy: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("contracts", contracts)
            writer.member("ers") { $0.array(emergencyResponse) { $1.write(to: &$0) } }
            writer.member("peaks") { $0.array(coincidentPeak) { $1.write(to: &$0) } }
            writer.member("holidays", holidays)
            writer.member("baselines") { $0.array(baselines) { $1.write(to: &$0) } }
            writer.member("baseline", defaultBaseline.rawValue)
            writer.member(ifPresent: "maximum_base_uw", maximumBaseLoad)
            writer.member("adjustment_ns", adjustmentWindow)
            writer.member("reading_uncertainty", readingUncertainty)
            writer.member("rebuild_after_ns", rebuildAfter)
            writer.member(ifPresent: "meter", meter)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            contracts: try value.record("contracts"), emergencyResponse: try value.records("ers"),
            coincidentPeak: try value.records("peaks"), holidays: try value.days("holidays"),
            baselines: try value.records("baselines"), defaultBaseline: try value.name("baseline"),
            maximumBaseLoad: try value.optionalQuantity("maximum_base_uw"),
            adjustmentWindow: try value.span("adjustment_ns"),
            readingUncertainty: try value.fraction("reading_uncertainty"),
            rebuildAfter: try value.span("rebuild_after_ns"), meter: try value.optionalText("meter"))
    }
}

extension SettlementPolicy.ProgramBaseline: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("program", program)
            writer.member("method", method.rawValue)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(program: try value.text("program"), method: try value.name("method"))
    }
}
