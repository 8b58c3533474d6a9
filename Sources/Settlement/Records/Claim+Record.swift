package import CanonicalRecord
import GridUnits

extension Claim: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("start_ns", interval.start)
            writer.member("group", group)
            writer.member("kind", kind.rawValue)
            writer.member("uws", energy)
            writer.member("rate_uusd", rate)
            writer.member("uusd", amount)
            writer.member("estimate", isEstimate)
            writer.member("shadow", isShadow)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            interval: SettlementInterval(containing: try value.instant("start_ns")),
            group: try value.text("group"),
            kind: try value.name("kind"), energy: try value.energy("uws"),
            rate: try value.fraction("rate_uusd"),
            amount: try value.quantity("uusd"), isEstimate: try value.boolean("estimate"),
            isShadow: try value.boolean("shadow"))
    }
}
