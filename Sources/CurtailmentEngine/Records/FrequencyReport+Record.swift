package import CanonicalRecord
import GridUnits

/// The case in `is`, the observation beside it.
extension FrequencyReport: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            switch self {
            case .crossed(let observation):
                writer.member("is", "crossed")
                writer.member("seen", observation)
            case .recovered(let observation):
                writer.member("is", "recovered")
                writer.member("seen", observation)
            case .second(let lowest, let highest):
                writer.member("is", "second")
                writer.member("seen", lowest)
                writer.member("highest_uhz", highest)
            case .implausible(let observation, let reason):
                writer.member("is", "implausible")
                writer.member("seen", observation)
                writer.member("reason", reason)
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let observation = try value.record("seen", as: Observation.self)
        let name = try value.text("is")
        switch name {
        case "crossed": self = .crossed(observation)
        case "recovered": self = .recovered(observation)
        case "second": self = .second(observation, highest: try value.quantity("highest_uhz"))
        case "implausible": self = .implausible(observation, try value.text("reason"))
        default: throw CanonicalFailure("no frequency report is called \(name)")
        }
    }
}

extension FrequencyReport.Observation: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("source", source)
            writer.member("at_ns", at)
            writer.member("uhz", frequency)
            writer.member(ifPresent: "uhz_s", rateOfChange)
            writer.member("samples", Int64(samples))
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            source: try value.text("source"), at: try value.instant("at_ns"),
            frequency: try value.quantity("uhz"), rateOfChange: try value.optionalQuantity("uhz_s"),
            samples: try value.count("samples"))
    }
}
