import GridMarket
package import SiteRecord
import GridUnits

extension OperatorCommand: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("action", action)
            writer.member("issuer", issuer)
            writer.member("reason", reason)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            action: try value.record("action"), issuer: try value.text("issuer"),
            reason: try value.text("reason"))
    }
}

extension OperatorCommand.Action: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            switch self {
            case .curtail(let level, let span):
                writer.member("do", "curtail")
                writer.member("level", level)
                writer.member(ifPresent: "for_ns", span)
            case .release: writer.member("do", "release")
            case .arm: writer.member("do", "arm")
            case .disarm: writer.member("do", "disarm")
            case .override(let program, let span):
                writer.member("do", "override")
                writer.member("program", program.rawValue)
                writer.member("for_ns", span)
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let name = try value.text("do")
        switch name {
        case "curtail": self = .curtail(try value.record("level"), for: try value.optionalSpan("for_ns"))
        case "release": self = .release
        case "arm": self = .arm
        case "disarm": self = .disarm
        case "override": self = .override(try value.name("program"), for: try value.span("for_ns"))
        default: throw CanonicalFailure("no command is called \(name)")
        }
    }
}

/// One member, named for the case.
extension OperatorCommand.Level: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            switch self {
            case .everything: writer.member("everything", true)
            case .percent(let percent): writer.member("percent", Int64(percent))
            case .to(let power): writer.member("to_uw", power)
            case .by(let power): writer.member("by_uw", power)
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let name = try value.onlyMember().name
        switch name {
        case "everything": self = .everything
        case "percent": self = .percent(try value.count(name))
        case "to_uw": self = .to(try value.quantity(name))
        case "by_uw": self = .by(try value.quantity(name))
        default: throw CanonicalFailure("no level is called \(name)")
        }
    }
}
