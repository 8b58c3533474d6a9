import Foundation
import SiteConfiguration

/// A settlement statement as CSV: `settlement_run,operating_day,interval_start_utc,program,claim,amount_usd`.
///
/// Columns are found by name. `settlement_run`, `interval_start_utc` and `program` may be missing or empty; further
/// columns are passed over and named in ``unknownColumns``, unless one is a misspelt column of ours.
struct StatementFile {
    private(set) var lines: [StatementLine] = []
    /// How many lines could not be read.
    private(set) var rejected = 0
    /// The first of them, in words.
    private(set) var rejections: [String] = []
    /// Names of the columns that were passed over.
    let unknownColumns: [String]

    /// Lines that say why they were rejected; of more only the number is told.
    static let rejectionsShown = 20

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: the statement.
    ///   - progress: hears how many of how many lines have been read.
    /// - Throws: ``CommandFailure`` when the file cannot be read, is no RFC 4180, or lacks a column.
    init(path: String, progress: ((_ done: Int, _ total: Int) -> Void)? = nil) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(
                CommandFailure.badData, "\(path) cannot be read. Check its name and its mode.")
        }
        try self.init(bytes: [UInt8](data), path: path, progress: progress)
    }

    init(bytes: [UInt8], path: String, progress: ((_ done: Int, _ total: Int) -> Void)? = nil) throws {
        let total = progress == nil ? 0 : bytes.count { $0 == UInt8(ascii: "\n") }
        var scanner = CSVScanner(bytes)
        let header = scanner.next() ?? []
        try Self.refuse(scanner.problem, path)
        let columns = try StatementColumns(header, path: path)
        unknownColumns = columns.unknown
        var rows = StatementRowReader(columns: columns)
        while let cells = scanner.next() {
            switch rows.line(cells) {
            case .success(let line): lines.append(line)
            case .failure(let problem):
                rejected += 1
                if rejected <= Self.rejectionsShown {
                    rejections.append("\(path):\(cells[0].line): \(problem.what)")
                }
            }
            progress?(cells[0].line, total)
        }
        try Self.refuse(scanner.problem, path)
    }

    private static func refuse(_ problem: CSVScanner.Problem?, _ path: String) throws {
        guard let problem else { return }
        throw CommandFailure(
            CommandFailure.badData,
            "\(path):\(problem.line):\(problem.column): \(problem.message). Nothing was compared.")
    }
}
