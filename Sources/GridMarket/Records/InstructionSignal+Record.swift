package import SiteRecord
import GridUnits

extension InstructionSignal: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("modification", Int64(modification))
            writer.member("program", program.rawValue)
            writer.member("action", action.rawValue)
            writer.member(ifPresent: "uw", power)
            writer.member(ifPresent: "effective_ns", effective)
            writer.member("issuer", issuer)
            writer.member(ifPresent: "end_ns", end)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            id: try value.text("id"), modification: try value.count("modification"),
            program: try value.name("program"), action: try value.name("action"),
            power: try value.optionalQuantity("uw"), effective: try value.optionalInstant("effective_ns"),
            issuer: try value.text("issuer"), end: try value.optionalInstant("end_ns"))
    }
}

extension AwardSignal: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("program", program.rawValue)
            // Left out where it is the usual one, so that records of before it was known stay as they are.
            writer.member(ifPresent: "market", market == .dam ? nil : market.rawValue)
            writer.member("uw", power)
            writer.member("start_ns", start)
            writer.member("end_ns", end)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            id: try value.text("id"), program: try value.name("program"),
            market: try value.optionalName("market") ?? .dam, power: try value.quantity("uw"),
            start: try value.instant("start_ns"), end: try value.instant("end_ns"))
    }
}
