package import SiteConfiguration

/// One key of a sweep and the values it takes, as written: `price.min_down_s=0,900,1800`.
package struct SweepKey: Hashable, Sendable {
    /// Why a text is not one.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// Dotted path of the configuration.
    package let path: String
    /// In their order, at least one, none twice.
    package let values: [String]

    /// Reads `KEY=V1,V2,…`; blanks around values mean nothing.
    ///
    /// - Throws: ``Failure``.
    package init(_ text: String) throws(Failure) {
        let example = "write KEY=V1,V2 such as price.hysteresis_usd_per_mwh=0,5,10"
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw Failure(description: "\"\(text.prefix(80))\" names no key and values; \(example)")
        }
        path = Self.trimmed(text[..<equals])
        values = text[text.index(after: equals)...].split(separator: ",", omittingEmptySubsequences: false)
            .map(Self.trimmed)
        guard values.allSatisfy({ !$0.isEmpty }) else {
            throw Failure(description: "\(path) has an empty value; \(example)")
        }
        var seen: Set<String> = []
        for value in values where !seen.insert(value).inserted {
            throw Failure(description: "\(path) takes \(value.prefix(40)) twice; each value is one run")
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

/// Why a sweep did not run; nothing of it was replayed.
package enum SweepFailure: Error, CustomStringConvertible {
    case noSuchKey(ConfigurationKeyFailure)
    /// Two paths of one key.
    case sameKey(String, String)
    case tooManyKeys(Int)
    /// The product of the values; nil where it is beyond counting.
    case tooManyRuns(Int?)
    /// A combination that the configuration does not allow.
    case invalid([ConfigurationSetting], ConfigurationErrors)

    package var description: String {
        switch self {
        case .noSuchKey(let failure): "--sweep: \(failure)"
        case .sameKey(let first, let second):
            "--sweep: \(first) and \(second) are the same key. Give its values in one list."
        case .tooManyKeys(let count):
            "--sweep: \(count) keys; at most \(ReplaySweep.keyLimit) are swept at once. Nothing was run."
        case .tooManyRuns(let count):
            "--sweep: \(count.map(String.init) ?? "far too many") runs; at most \(ReplaySweep.runLimit). "
                + "Give fewer values. Nothing was run."
        case .invalid(let settings, let errors):
            "With \(settings.map(\.description).joined(separator: " ")) the configuration is not valid. "
                + "Nothing was run.\n\(errors)"
        }
    }
}
