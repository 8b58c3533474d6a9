import CurtailmentEngine
import GridUnits
package import SiteConfiguration

/// Replays one history under every combination of some configuration values.
package struct ReplaySweep: Sendable {
    /// The subject of one run.
    package struct Row: Sendable {
        /// One value for each key, in the order of the keys.
        package let values: [String]
        /// The outcome with these values.
        package let report: ReplayReport
    }

    /// Combinations of one sweep.
    package static let runLimit = 4_096
    /// Keys of one sweep; a table of more is not read by anybody.
    package static let keyLimit = 6

    /// The keys that vary, each with its values.
    package let keys: [SweepKey]
    private let request: ReplayRequest
    private let variants: ConfigurationVariants
    private let found: [ConfigurationKey]

    /// Prepares a sweep.
    ///
    /// - Parameters:
    ///   - keys: at least one.
    ///   - request: files, span and foresight of every run, without a ledger; its configuration is the sweep's ground.
    ///   - path: the main file of that configuration.
    ///   - context: the drivers that it may name.
    /// - Throws: ``SweepFailure``, `ConfigurationErrors`.
    package init(
        _ keys: [SweepKey], of request: ReplayRequest, configuration path: String,
        in context: ConfigurationContext = ConfigurationContext()
    ) throws {
        self.keys = keys
        self.request = request
        variants = try ConfigurationVariants(path: path, in: context)
        guard keys.count <= Self.keyLimit else { throw SweepFailure.tooManyKeys(keys.count) }
        var found: [ConfigurationKey] = []
        for key in keys {
            do throws(ConfigurationKeyFailure) {
                found.append(try variants.key(key.path))
            } catch {
                throw SweepFailure.noSuchKey(error)
            }
        }
        for (index, key) in found.enumerated() {
            guard let earlier = found[..<index].first(where: { $0 == key }) else { continue }
            throw SweepFailure.sameKey(earlier.path, key.path)
        }
        self.found = found
        var count = 1
        for key in keys {
            let (product, overflow) = count.multipliedReportingOverflow(by: key.values.count)
            guard !overflow else { throw SweepFailure.tooManyRuns(nil) }
            count = product
        }
        guard count <= Self.runLimit else { throw SweepFailure.tooManyRuns(count) }
    }

    /// How many runs the values make together.
    package var runCount: Int { keys.reduce(1) { $0 * $1.values.count } }

    /// Checks every combination, reads the files once, and replays all.
    ///
    /// - Parameters:
    ///   - threads: runs at once; the result does not depend on it.
    ///   - progress: hears of each finished run.
    /// - Returns: a row for each combination, the last key changing fastest.
    /// - Throws: ``SweepFailure``, ``ReplayFailure``, `SignalFileFailure`; always of the first combination that fails.
    package func run(threads: Int, progress: ReplayProgress? = nil) throws -> SweepReport {
        let total = runCount
        // Configurations of large sites are too large to keep thousands of: they are made again for their run.
        let needs = try ParallelRuns.map(count: total, threads: threads) { number in
            var policy = try configuration(number).policy
            policy.groups = []
            return policy
        }
        let inputs = try ReplayInputs(request, policies: needs)
        let finished = progress.map { FinishedRuns(total: total, progress: $0) }
        let reports = try ParallelRuns.map(count: total, threads: threads) { number in
            var request = request
            request.configuration = try configuration(number)
            let report = try HistoryReplay.run(request, inputs: inputs, progress: nil)
            finished?.add()
            return report
        }
        return SweepReport(
            paths: keys.map(\.path), rows: reports.enumerated().map { Row(values: values($0), report: $1) })
    }

    private func configuration(_ number: Int) throws -> SiteConfiguration {
        let settings = zip(found, values(number)).map { ConfigurationSetting($0, $1) }
        do throws(ConfigurationErrors) {
            return try variants.configuration(setting: settings)
        } catch {
            throw SweepFailure.invalid(settings, error)
        }
    }

    /// The values of a run: its number, written in digits of as many values as each key has.
    private func values(_ number: Int) -> [String] {
        var rest = number
        var values: [String] = []
        for key in keys.reversed() {
            values.append(key.values[rest % key.values.count])
            rest /= key.values.count
        }
        return values.reversed()
    }
}
