package import SiteRecord
import GridUnits

extension EngineMemory.ManualHold: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("level", level)
            writer.member("ceiling_uw", ceiling)
            writer.member("since_ns", since)
            writer.member(ifPresent: "until_ns", until)
            writer.member("issuer", issuer)
            writer.member("reason", reason)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            level: try value.record("level"), ceiling: try value.quantity("ceiling_uw"),
            since: try value.instant("since_ns"),
            until: try value.optionalInstant("until_ns"), issuer: try value.text("issuer"),
            reason: try value.text("reason"))
    }
}

extension EngineMemory.TripHold: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("since_ns", since)
            writer.member("uhz", frequency)
            writer.member("ceiling_uw", ceiling)
            writer.member(ifPresent: "awaits_recall_of", awaitsRecallOf)
            writer.member(ifPresent: "recovered_ns", recoveredSince)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            since: try value.instant("since_ns"), frequency: try value.quantity("uhz"),
            ceiling: try value.quantity("ceiling_uw"),
            awaitsRecallOf: try value.optionalText("awaits_recall_of"),
            recoveredSince: try value.optionalInstant("recovered_ns"))
    }
}

extension EngineMemory.GroupHold: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("group", group)
            writer.member("curtailing", isCurtailing)
            writer.member(ifPresent: "since_ns", since)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            group: try value.text("group"), isCurtailing: try value.boolean("curtailing"),
            since: try value.optionalInstant("since_ns"))
    }
}

extension EngineMemory.KnownPrice: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("price", signal)
            writer.member("received_ns", receivedAt)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(signal: try value.record("price"), receivedAt: try value.instant("received_ns"))
    }
}
