package import SiteRecord
import GridUnits

extension BaselineResult: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("method", method.rawValue)
            writer.member("finding", finding)
            writer.member("inputs") { $0.array(inputs) { $1.write(to: &$0) } }
            writer.member("excluded") { $0.array(excludedDays) { $1.write(to: &$0) } }
            writer.member(ifPresent: "adjustment", adjustment?.description)
            // For the reader: they follow from the method.
            if !method.limitations.isEmpty {
                writer.member("limitations") { $0.array(method.limitations) { $0.string($1.rawValue) } }
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            method: try value.name("method"), finding: try value.record("finding"),
            inputs: try value.records("inputs"), excludedDays: try value.records("excluded"),
            adjustment: value.optional("adjustment") == nil ? nil : try value.fraction("adjustment"))
    }
}

extension BaselineResult.Finding: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            switch self {
            case .flat(let energy):
                writer.member("flat") { $0.object { $0.member("uws", energy) } }
            case .byInterval(let loads):
                writer.member("by_interval") { $0.object { $0.member("loads", loads) } }
            case .ceiling(let power, let exceeded):
                writer.member("ceiling") { writer in
                    writer.object { writer in
                        writer.member("uw", power)
                        writer.member("exceeded_ns") {
                            $0.array(exceeded) { $0.integer($1.start.nanosecondsSinceEpoch) }
                        }
                    }
                }
            case .gap(let gap):
                writer.member("gap", gap)
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let (name, content) = try value.onlyMember()
        switch name {
        case "flat": self = .flat(try content.energy("uws"))
        case "by_interval": self = .byInterval(try content.records("loads"))
        case "ceiling":
            var exceeded: [SettlementInterval] = []
            for element in try content.array("exceeded_ns") {
                guard case .integer(let start) = element else {
                    throw CanonicalFailure("exceeded_ns holds something else than instants")
                }
                exceeded.append(
                    SettlementInterval(containing: UTCInstant(nanosecondsSinceEpoch: start)))
            }
            self = .ceiling(try content.quantity("uw"), exceededIn: exceeded)
        case "gap": self = .gap(try BaselineGap(recorded: content))
        default: throw CanonicalFailure("finding knows no \(name)")
        }
    }
}

extension IntervalLoad: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("start_ns", interval.start)
            writer.member("uws", energy)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            interval: SettlementInterval(containing: try value.instant("start_ns")),
            energy: try value.energy("uws"))
    }
}

extension ExcludedDay: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("day", day)
            writer.member("reason", reason.rawValue)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(day: try value.day("day"), reason: try value.name("reason"))
    }
}

extension CanonicalWriter {
    fileprivate mutating func member(_ key: String, _ loads: [IntervalLoad]) {
        member(key) { $0.array(loads) { $1.write(to: &$0) } }
    }
}
