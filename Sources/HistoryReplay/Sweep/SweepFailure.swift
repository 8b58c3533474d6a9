package import SiteConfiguration

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
