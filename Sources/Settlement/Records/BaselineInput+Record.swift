package import SiteRecord
import GridUnits

extension BaselineInput: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            switch self {
            case .sample(let sample):
                writer.member("sample") { writer in
                    writer.object { writer in
                        writer.member("at_ns", sample.at)
                        writer.member("uw", sample.power)
                    }
                }
            case .interval(let load):
                writer.member("interval", load)
            case .day(let day, let energy, let use):
                writer.member("day") { writer in
                    writer.object { writer in
                        writer.member("day", day)
                        writer.member("uws", energy)
                        writer.member("use", use.rawValue)
                    }
                }
            case .declared(let power):
                writer.member("declared") { $0.object { $0.member("uw", power) } }
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let (name, content) = try value.onlyMember()
        switch name {
        case "sample":
            self = .sample(
                TelemetrySample(at: try content.instant("at_ns"), power: try content.quantity("uw")))
        case "interval": self = .interval(try IntervalLoad(recorded: content))
        case "day":
            self = .day(try content.day("day"), try content.energy("uws"), try content.name("use"))
        case "declared": self = .declared(try content.quantity("uw"))
        default: throw CanonicalFailure("a baseline input knows no \(name)")
        }
    }
}

extension BaselineGap: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            switch self {
            case .silent(let from, let to):
                writer.member("silent") { writer in
                    writer.object { writer in
                        writer.member("from_ns", from)
                        writer.member("to_ns", to)
                    }
                }
            case .intervalMissing(let interval):
                writer.member("interval_missing") { $0.object { $0.member("start_ns", interval.start) } }
            case .tooFewDays(let found, let needed):
                Self.write("too_few_days", found, needed, to: &writer)
            case .tooFewOfWeekday(let found, let needed):
                Self.write("too_few_of_weekday", found, needed, to: &writer)
            case .nothingDrawn:
                writer.member("nothing_drawn") { $0.object { _ in } }
            case .curtailedTheDayBefore(let day):
                writer.member("curtailed_the_day_before") { $0.object { $0.member("day", day) } }
            case .nothingToAdjustBy:
                writer.member("nothing_to_adjust_by") { $0.object { _ in } }
            case .nothingDeclared:
                writer.member("nothing_declared") { $0.object { _ in } }
            }
        }
    }

    private static func write(
        _ name: String, _ found: Int, _ needed: Int, to writer: inout CanonicalWriter
    ) {
        writer.member(name) { writer in
            writer.object { writer in
                writer.member("found", Int64(found))
                writer.member("needed", Int64(needed))
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let (name, content) = try value.onlyMember()
        switch name {
        case "silent":
            self = .silent(from: try content.instant("from_ns"), to: try content.instant("to_ns"))
        case "interval_missing":
            self = .intervalMissing(SettlementInterval(containing: try content.instant("start_ns")))
        case "too_few_days":
            self = .tooFewDays(found: try content.count("found"), needed: try content.count("needed"))
        case "too_few_of_weekday":
            self = .tooFewOfWeekday(found: try content.count("found"), needed: try content.count("needed"))
        case "nothing_drawn": self = .nothingDrawn
        case "curtailed_the_day_before": self = .curtailedTheDayBefore(try content.day("day"))
        case "nothing_to_adjust_by": self = .nothingToAdjustBy
        case "nothing_declared": self = .nothingDeclared
        default: throw CanonicalFailure("a baseline gap knows no \(name)")
        }
    }
}
