import ArgumentParser
import Foundation
import GridUnits
import HistoryReplay
import SiteConfiguration

/// `replay`: the live engine over history.
struct Replay: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Run the live engine over history with a simulated fleet, and settle it.",
        discussion: """
            --prices takes ERCOT's NP6-905-CD and NP6-788-CD or interval_start_utc,settlement_point,price_usd_per_mwh, \
            and what settles: NP4-190-CD, NP4-188-CD, NP6-331-CD, interval_start_utc,market,product,price_usd_per_mw_h, \
            interval_start_utc,meter,usage_mwh; \
            --frequency signal lines or time_utc,hz; --signals JSON or line protocol; plain or gzip, each any number of \
            times. Exit code 65 when intervals have no price, unless --allow-gaps.
            --sweep runs every combination of some configuration values, on all cores; nothing of it is a forecast.
            --two-strike settles the rule "all down at HIGH and above, all up at LOW and below" over the same \
            knowledge, fleet and money; best takes the pair that nobody could have known beforehand.
            Example: curtailctl replay --config demo-100mw.yaml --prices 2024.csv.gz --ledger 2024.sqlite
            """)

    @Option(help: ArgumentHelp("The site's configuration.", valueName: "file"))
    var config: String

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Files of prices.", valueName: "file"))
    var prices: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Files of frequency.", valueName: "file"))
    var frequency: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Files of any signals.", valueName: "file"))
    var signals: [String] = []

    @Option(
        help: ArgumentHelp("Start, inclusive; default the first price.", valueName: "instant"),
        transform: TimeText.instant)
    var from: UTCInstant?

    @Option(
        help: ArgumentHelp("End, exclusive; default the end of the last price.", valueName: "instant"),
        transform: TimeText.instant)
    var to: UTCInstant?

    @Option(
        help: ArgumentHelp(
            "none: a price is known at the end of its interval; interval: at its start.",
            valueName: "none|interval"))
    var foresight: ReplayRequest.Foresight = .none

    @Option(
        help: ArgumentHelp(
            "How long after its publication a value is known: 90 (s), 5m.", valueName: "duration"),
        transform: TimeText.spanOrZero)
    var publicationDelay: TimeSpan = .zero

    @Option(help: ArgumentHelp("Write the ledger of the replay here; a new file.", valueName: "file"))
    var ledger: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Values of one configuration key; more than once makes the product, at most 4096 runs. A group goes by "
                + "number or name: groups.0.unit_w.", valueName: "key=v1,v2"),
        transform: BacktestText.sweep)
    var sweep: [SweepKey] = []

    @Option(
        help: ArgumentHelp("Compare with a rule of two strikes, USD/MWh.", valueName: "high,low|best"),
        transform: BacktestText.twoStrike)
    var twoStrike: TwoStrikeRule.Choice?

    @Flag(help: "Exit 0 although intervals have no price.")
    var allowGaps = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !prices.isEmpty || !frequency.isEmpty || !signals.isEmpty else {
            throw ValidationError(
                "Nothing to replay: give --prices FILE, --frequency FILE or --signals FILE.")
        }
        guard foresight == .none || publicationDelay == .zero else {
            throw ValidationError(
                "--publication-delay says when a price is known, --foresight interval that it is known before."
            )
        }
        guard sweep.isEmpty || ledger == nil else {
            throw ValidationError(
                "--ledger records one run and --sweep makes many. Replay the best row again with its values.")
        }
    }

    func request() throws -> ReplayRequest {
        var request = ReplayRequest(configuration: try SiteConfiguration.load(path: config, in: .tool))
        request.priceFiles = prices
        request.frequencyFiles = frequency
        request.signalFiles = signals
        request.from = from
        request.to = to
        request.foresight = foresight
        request.publicationDelay = publicationDelay
        request.ledgerPath = ledger
        request.twoStrike = twoStrike
        return request
    }

    func execute(on terminal: Terminal) throws {
        let request = try request()
        guard sweep.isEmpty else { return try execute(sweep, of: request, on: terminal) }
        let progress = terminal.progressLine("intervals", isDocument: output.json)
        defer { progress?.finish() }
        let report = try HistoryReplay.run(request, progress: progress?.update)
        progress?.finish()
        if output.json {
            terminal.line(report.json)
        } else {
            terminal.write(ReplayPage.text(report, policy: request.configuration.policy, terminal.style))
        }
        complain(of: report, on: terminal)
        try refuseGaps(report.missing)
    }

    /// Says which lines of the files were rejected.
    func complain(of report: ReplayReport, on terminal: Terminal) {
        guard report.rejected > 0 else { return }
        for rejection in report.rejections { terminal.complain("curtailctl: rejected: \(rejection)") }
        terminal.complain("curtailctl: \(report.rejected) lines were rejected and take no part.")
    }

    /// Ends with the status of bad data when intervals have no price, unless that was allowed.
    func refuseGaps(_ missing: Int) throws {
        guard missing == 0 || allowGaps else {
            throw CommandFailure(
                CommandFailure.badData,
                "\(missing) intervals have no price; they take part in no sum. If that is expected: --allow-gaps"
            )
        }
    }
}

extension ReplayRequest.Foresight: ExpressibleByArgument {}

extension Replay {
    /// Replays every combination and prints one row for each.
    func execute(_ keys: [SweepKey], of request: ReplayRequest, on terminal: Terminal) throws {
        let sweep = try ReplaySweep(keys, of: request, configuration: config, in: .tool)
        let progress = terminal.progressLine("runs", isDocument: output.json)
        defer { progress?.finish() }
        let report = try sweep.run(
            threads: ProcessInfo.processInfo.activeProcessorCount, progress: progress?.update)
        progress?.finish()
        if output.json {
            terminal.line(report.json)
        } else {
            terminal.write(SweepPage.text(report, policy: request.configuration.policy, terminal.style))
        }
        // Every run reads the same files.
        if let row = report.rows.first { complain(of: row.report, on: terminal) }
        try refuseGaps(report.missing)
    }
}
