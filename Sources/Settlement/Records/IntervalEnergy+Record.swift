package import SiteRecord
import GridUnits

extension IntervalEnergy: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("start_ns", interval.start)
            writer.member("group", group)
            writer.member("consumed_uws", consumed)
            writer.member("curtailed_uws", curtailed)
            writer.member("restarted_uw", restarted)
            writer.member("evidence", evidence.rawValue)
            writer.member("shadow", isShadow)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            interval: SettlementInterval(containing: try value.instant("start_ns")),
            group: try value.text("group"),
            consumed: try value.energy("consumed_uws"), curtailed: try value.energy("curtailed_uws"),
            restarted: try value.quantity("restarted_uw"), evidence: try value.name("evidence"),
            isShadow: try value.boolean("shadow"))
    }
}
