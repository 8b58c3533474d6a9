import GridUnits
import Settlement
import SiteConfiguration

/// One line of a settlement statement: what the QSE says a day, or an interval of it, came to for one type of claim.
struct StatementLine: Hashable {
    /// The key that lines share in one sum.
    struct Subject: Hashable {
        /// `initial`, `final`, `true_up` or whatever the QSE calls its run.
        let run: String
        let day: CalendarDate
        /// Nil for a line about the whole day.
        let interval: SettlementInterval?
        let kind: Claim.Kind
        /// Nil for a line about all programs together.
        let program: String?
    }

    let subject: Subject
    let amount: Money
}

/// Reads the lines of a statement; a day or an interval that stands in many of them is worked out once.
struct StatementRowReader {
    struct Problem: Error {
        let what: String
    }

    private struct Start: Hashable {
        let text: String
        let day: CalendarDate
    }

    let columns: StatementColumns
    private var days: [String: CalendarDate] = [:]
    private var intervals: [Start: SettlementInterval] = [:]

    /// A statement that never repeats itself may not fill the memory with what it said.
    private static let remembered = 100_000

    init(columns: StatementColumns) { self.columns = columns }

    /// The line in a row, or what is wrong with it.
    mutating func line(_ cells: [CSVScanner.Cell]) -> Result<StatementLine, Problem> {
        do throws(Problem) {
            guard cells.count <= columns.count else {
                throw Problem(
                    what:
                        "the row has \(cells.count) cells and the header \(columns.count); quote what holds a comma"
                )
            }
            let day = try day(columns.text(.day, in: cells))
            let program = columns.text(.program, in: cells)
            return .success(
                StatementLine(
                    subject: StatementLine.Subject(
                        run: columns.text(.run, in: cells), day: day,
                        interval: try interval(columns.text(.interval, in: cells), of: day),
                        kind: try Self.kind(columns.text(.claim, in: cells)),
                        program: program.isEmpty ? nil : program),
                    amount: try Self.amount(columns.text(.amount, in: cells))))
        } catch {
            return .failure(error)
        }
    }

    private mutating func day(_ text: String) throws(Problem) -> CalendarDate {
        if let day = days[text] { return day }
        guard let day = CalendarDate(text: text) else {
            throw Problem(what: "operating_day “\(text.prefix(40))” is no day such as 2026-07-22")
        }
        if days.count < Self.remembered { days[text] = day }
        return day
    }

    private mutating func interval(
        _ text: String, of day: CalendarDate
    ) throws(Problem) -> SettlementInterval? {
        guard !text.isEmpty else { return nil }
        let key = Start(text: text, day: day)
        if let interval = intervals[key] { return interval }
        guard let start = UTCInstant(rfc3339: text) else {
            throw Problem(
                what: "interval_start_utc “\(text.prefix(40))” is no instant such as 2026-07-22T21:45:00Z")
        }
        let interval = SettlementInterval(containing: start)
        guard interval.start == start, interval.key().operatingDay == day else {
            throw Problem(what: "interval_start_utc begins no interval of its operating day")
        }
        if intervals.count < Self.remembered { intervals[key] = interval }
        return interval
    }

    private static func kind(_ text: String) throws(Problem) -> Claim.Kind {
        guard let kind = Claim.Kind(rawValue: text) else {
            let known = Claim.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(what: "claim is “\(text.prefix(40))”; known are \(known)")
        }
        return kind
    }

    private static func amount(_ text: String) throws(Problem) -> Money {
        guard let amount = try? Money(decimal: text) else {
            throw Problem(
                what:
                    "amount_usd “\(text.prefix(40))” is no amount of dollars such as -1234.56: at most six decimals, "
                    + "no thousands separators")
        }
        return amount
    }
}
