package import SiteRecord
import CurtailmentEngine
import GridUnits

extension PolicyRecord: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) { writer.object { writeMembers(to: &$0) } }

    /// Writes the members into an object that has others too.
    package func writeMembers(to writer: inout CanonicalWriter) {
        writer.member("policy", policy)
        writer.member("settlement", settlement)
        writer.member("load", load.rawValue)
        writer.member("engine", engineVersion)
        writer.member("settlement_rules", settlementVersion)
        writer.member("configuration_sha256", configurationDigest)
    }

    /// Reads a policy; rows of the first schema hold the engine's part alone.
    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            policy: try value.record("policy"),
            settlement: try value.optionalRecord("settlement") ?? .standard,
            load: try value.optionalName("load") ?? .readings,
            engineVersion: try value.optionalText("engine") ?? "1",
            settlementVersion: try value.optionalText("settlement_rules") ?? Self.firstSettlementVersion,
            configurationDigest: try value.optionalText("configuration_sha256") ?? "")
    }
}
