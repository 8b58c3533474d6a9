package import SiteRecord
import GridUnits

extension EffectiveDated: CanonicallyWritten where Value: CanonicallyWritten {
    package func write(to writer: inout CanonicalWriter) {
        writer.array(entries) { $1.write(to: &$0) }
    }
}

extension EffectiveDated: CanonicallyRecorded where Value: CanonicallyRecorded {
    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        guard case .array(let elements) = value else { throw CanonicalFailure("dated values are not a list") }
        var entries: [Entry] = []
        for element in elements { entries.append(try Entry(recorded: element)) }
        do {
            try self.init(entries)
        } catch {
            throw CanonicalFailure("two values begin on \(error.day)")
        }
    }
}

extension EffectiveDated.Entry: CanonicallyWritten where Value: CanonicallyWritten {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("from", firstDay)
            writer.member("value", value)
        }
    }
}

extension EffectiveDated.Entry: CanonicallyRecorded where Value: CanonicallyRecorded {
    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(from: try value.day("from"), try value.record("value"))
    }
}
