import ArgumentParser
import ControlSocket
import CurtailmentEngine
import GridMarket
import GridUnits
import LedgerStore
import SiteRecord

/// `samples`: the raw frequency around disturbances.
struct Samples: Verb {
    static let configuration = CommandConfiguration(
        abstract: "The raw frequency samples around a curtailment or a trip: CSV or JSON Lines.",
        discussion: """
            From a minute before to 15 minutes after the beginning, every accepted sample of up to eight sources. Samples \
            older than ledger.samples_days have been dropped; the ledger keeps their digests. What is printed can be \
            replayed: curtailctl replay --frequency FILE.
            Example: curtailctl samples 12 -o event-12.csv
            """)

    @Argument(help: "Number of the curtailment, as log prints it.")
    var event: Int64?

    @Option(help: ArgumentHelp("First instant.", valueName: "instant"), transform: TimeText.instant)
    var from: UTCInstant?

    @Option(help: ArgumentHelp("Last instant, excluded.", valueName: "instant"), transform: TimeText.instant)
    var to: UTCInstant?

    @Option(help: ArgumentHelp("Only this source.", valueName: "name"))
    var source: String?

    @OptionGroup var file: FileOptions
    @OptionGroup var ledger: LedgerFileOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (event == nil) != (from == nil && to == nil) else {
            throw ValidationError("Give either a curtailment's number or --from and --to.")
        }
        guard (from == nil) == (to == nil) else { throw ValidationError("--from and --to go together.") }
        try TimeText.requireOrder(from?.seconds, to?.seconds)
    }

    func execute(on terminal: Terminal) throws {
        let reader = try ledger.open()
        let span = try span(in: reader)
        let text = output.json ? SampleText.lines : .table
        let count = try file.write(on: terminal) { write in
            try write(text.header)
            var count = 0
            try reader.samples(from: span.from, until: span.until) { name, samples in
                guard source == nil || source == name else { return }
                try write(samples.map { text.row($0, of: name) }.joined())
                count += samples.count
            }
            return count
        }
        guard count > 0 else {
            throw CommandFailure(
                CommandFailure.badData,
                "No raw samples are kept from \(span.from.seconds) to \(span.until.seconds)"
                    + "\(source.map { " of \($0)" } ?? ""). Which there are: curtailctl export --table samples"
            )
        }
        if let path = file.path { terminal.line("\(count) samples are in \(path).") }
    }

    private func span(in reader: LedgerReader) throws -> (from: UTCInstant, until: UTCInstant) {
        if let from, let to { return (from, to) }
        guard let event, let found = try reader.event(event)?.event else {
            throw CommandFailure(
                CommandFailure.badData,
                "There is no curtailment \(event ?? 0) in \(reader.path). Which there are: curtailctl log")
        }
        let start = found.startedAt
        return (
            start.advanced(byNanoseconds: -DisturbanceRecorder.before.nanoseconds),
            start.advanced(byNanoseconds: DisturbanceRecorder.after.nanoseconds)
        )
    }
}

/// Samples as text that a replay reads again.
private enum SampleText {
    /// Comma-separated values.
    case table
    /// Signals in JSON, one a line.
    case lines

    var header: String {
        switch self {
        case .table: "time_utc,hz,rocof_hz_s,quality,source\r\n"
        case .lines: ""
        }
    }

    func row(_ sample: FrequencySample, of source: String) -> String {
        let quality = sample.isGood ? "good" : "doubtful"
        switch self {
        case .table:
            return RowText.csv.row(
                [
                    .text(sample.at.exact), .text(sample.frequency.decimal),
                    sample.rateOfChange.map { .text($0.decimal) } ?? .null, .text(quality), .text(source),
                ], columns: [])
        case .lines:
            var signal: [JSONValue.Member] = [
                .init("kind", "frequency"), .init("at", .text(sample.at.exact)),
                .init("source", .text(source)), .init("hz", .text(sample.frequency.decimal)),
            ]
            if let rate = sample.rateOfChange { signal.append(.init("rocof_hz_s", .text(rate.decimal))) }
            signal.append(.init("quality", .text(quality)))
            return JSONValue.object(signal).json + "\n"
        }
    }
}
