import Foundation
import GridUnits
import Settlement

/// One line of a settlement statement: what the QSE says a day, or an interval of it, came to for one type of claim.
struct StatementLine: Hashable {
    /// Counted from 1, the header's line first.
    let line: Int
    /// `initial`, `final`, `true_up` or whatever the QSE calls its run.
    let run: String
    let day: CalendarDate
    /// Nil for a line about the whole day.
    let interval: SettlementInterval?
    let kind: Claim.Kind
    let amount: Money
}

/// A settlement statement as CSV: `settlement_run,operating_day,interval_start_utc,claim,amount_usd`.
///
/// Columns are found by name, further ones are passed over, and `interval_start_utc` may be missing or empty.
struct StatementFile {
    let lines: [StatementLine]
    /// What could not be read, in words.
    let rejections: [String]

    static let required = ["operating_day", "claim", "amount_usd"]

    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(
                CommandFailure.badData, "\(path) cannot be read. Check its name and its mode.")
        }
        try self.init(text: String(decoding: data, as: UTF8.self), path: path)
    }

    init(text: String, path: String) throws {
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        let header = (rows.first ?? "").split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"\u{FEFF}")).lowercased() }
        let missing = Self.required.filter { !header.contains($0) }
        guard missing.isEmpty else {
            throw CommandFailure(
                CommandFailure.badData,
                "\(path) has no column \(missing.joined(separator: ", ")). Its first line names the columns: "
                    + "settlement_run,operating_day,interval_start_utc,claim,amount_usd")
        }
        var lines: [StatementLine] = []
        var rejections: [String] = []
        for (index, row) in rows.enumerated().dropFirst() where !row.isEmpty {
            let cells = row.split(separator: ",", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " \"")) }
            let named = Dictionary(zip(header, cells)) { first, _ in first }
            switch Self.line(index + 1, named) {
            case .success(let line): lines.append(line)
            case .failure(let problem): rejections.append("\(path):\(index + 1): \(problem.what)")
            }
        }
        self.lines = lines
        self.rejections = rejections
    }

    private struct Problem: Error {
        let what: String
    }

    private static func line(_ number: Int, _ cells: [String: String]) -> Result<StatementLine, Problem> {
        guard let day = cells["operating_day"].flatMap(CalendarDate.init(text:)) else {
            return .failure(Problem(what: "operating_day is no day such as 2026-07-22"))
        }
        guard let kind = cells["claim"].flatMap(Claim.Kind.init(rawValue:)) else {
            let known = Claim.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            return .failure(Problem(what: "claim is “\(cells["claim"] ?? "")”; known are \(known)"))
        }
        guard let text = cells["amount_usd"], let amount = try? Money(decimal: text) else {
            return .failure(Problem(what: "amount_usd is no amount of dollars with at most six decimals"))
        }
        var interval: SettlementInterval?
        if let text = cells["interval_start_utc"], !text.isEmpty {
            guard let start = UTCInstant(rfc3339: text) else {
                return .failure(
                    Problem(what: "interval_start_utc is no instant such as 2026-07-22T21:45:00Z"))
            }
            interval = SettlementInterval(containing: start)
            guard interval?.start == start, interval?.key().operatingDay == day else {
                return .failure(Problem(what: "interval_start_utc begins no interval of its operating day"))
            }
        }
        return .success(
            StatementLine(
                line: number, run: cells["settlement_run"] ?? "", day: day, interval: interval, kind: kind,
                amount: amount))
    }
}
