package import SiteRecord
import GridUnits

/// One member, named for the case, with a list, because there is one for every second of the year.
///
/// The list holds the source, nanoseconds since 1970 UTC, microhertz, the number of samples, then for `second` the
/// highest microhertz and for `implausible` the reason, and last microhertz per second where a rate was measured.
extension FrequencyReport: FieldValue {
    package static var shape: ValueShape { .custom }

    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            switch self {
            case .crossed(let observation): writer.member("crossed") { Self.write(observation, nil, to: &$0) }
            case .recovered(let observation):
                writer.member("recovered") { Self.write(observation, nil, to: &$0) }
            case .second(let lowest, let highest):
                writer.member("second") { Self.write(lowest, .integer(highest.stored), to: &$0) }
            case .implausible(let observation, let reason):
                writer.member("implausible") { Self.write(observation, .text(reason), to: &$0) }
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let name = try value.onlyMember().name
        let list = try value.array(name)
        switch name {
        case "crossed": self = .crossed(try Self.observation(list, extra: 0))
        case "recovered": self = .recovered(try Self.observation(list, extra: 0))
        case "second":
            let lowest = try Self.observation(list, extra: 1)
            self = .second(lowest, highest: Frequency(stored: try Self.integer(list, 4)))
        case "implausible":
            self = .implausible(try Self.observation(list, extra: 1), try Self.text(list, 4))
        default: throw CanonicalFailure("no frequency report is called \(name)")
        }
    }

    private static func write(
        _ observation: Observation, _ extra: CanonicalValue?, to writer: inout CanonicalWriter
    ) {
        var list: [CanonicalValue] = [
            .text(observation.source), .integer(observation.at.nanosecondsSinceEpoch),
            .integer(observation.frequency.stored), .integer(Int64(observation.samples)),
        ]
        if let extra { list.append(extra) }
        if let rate = observation.rateOfChange { list.append(.integer(rate.stored)) }
        writer.array(list) { writer, element in element.write(to: &writer) }
    }

    private static func observation(
        _ list: [CanonicalValue], extra: Int
    ) throws(CanonicalFailure) -> Observation {
        guard (4 + extra...5 + extra).contains(list.count) else {
            throw CanonicalFailure("a frequency report has \(list.count) elements")
        }
        let rate = list.count == 5 + extra ? FrequencyRate(stored: try integer(list, 4 + extra)) : nil
        return Observation(
            source: try text(list, 0), at: UTCInstant(nanosecondsSinceEpoch: try integer(list, 1)),
            frequency: Frequency(stored: try integer(list, 2)), rateOfChange: rate,
            samples: Int(try integer(list, 3)))
    }

    private static func integer(_ list: [CanonicalValue], _ index: Int) throws(CanonicalFailure) -> Int64 {
        guard case .integer(let number) = list[index] else {
            throw CanonicalFailure("element \(index) of a frequency report is not a whole number")
        }
        return number
    }

    private static func text(_ list: [CanonicalValue], _ index: Int) throws(CanonicalFailure) -> String {
        guard case .text(let text) = list[index] else {
            throw CanonicalFailure("element \(index) of a frequency report is not a text")
        }
        return text
    }
}
