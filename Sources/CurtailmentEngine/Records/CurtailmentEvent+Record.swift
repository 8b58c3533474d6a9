import GridMarket
package import SiteRecord
import GridUnits

extension CurtailmentEvent: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("state", state.rawValue)
            writer.member("started_ns", startedAt)
            writer.member(ifPresent: "ended_ns", endedAt)
            writer.member("shadow", isShadow)
            writer.member("programs") { $0.array(programs) { $0.string($1.rawValue) } }
            writer.member("reason", reason.rawValue)
            writer.member("target_uw", lowestTarget)
            writer.member("commanded_uw", lowestCommanded)
            writer.member("confirmed_uw", lowestConfirmed)
            writer.member(ifPresent: "metered_uw", lowestMetered)
            writer.member("failed_units", Int64(failedUnits))
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            id: try value.integer("id"), state: try value.name("state"),
            startedAt: try value.instant("started_ns"),
            endedAt: try value.optionalInstant("ended_ns"), isShadow: try value.boolean("shadow"),
            programs: try value.names("programs"), reason: try value.name("reason"),
            lowestTarget: try value.quantity("target_uw"),
            lowestCommanded: try value.quantity("commanded_uw"),
            lowestConfirmed: try value.quantity("confirmed_uw"),
            lowestMetered: try value.optionalQuantity("metered_uw"),
            failedUnits: try value.count("failed_units"))
    }
}
