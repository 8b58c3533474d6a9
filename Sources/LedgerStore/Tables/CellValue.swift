import GRDB
import GridUnits

/// A value that has one form in a column.
protocol CellValue: Sendable {
    /// As SQL: the type, and whether it may be null.
    static var columnType: String { get }

    /// - Throws: ``LedgerError/unrecordable(_:)`` when the column has no room for it.
    func cell() throws(LedgerError) -> DatabaseValue
}

extension CellValue where Self: DatabaseValueConvertible {
    func cell() -> DatabaseValue { databaseValue }
}

extension Int64: CellValue { static var columnType: String { "INTEGER NOT NULL" } }
extension Int: CellValue { static var columnType: String { "INTEGER NOT NULL" } }
extension Bool: CellValue { static var columnType: String { "INTEGER NOT NULL" } }
extension String: CellValue { static var columnType: String { "TEXT NOT NULL" } }

/// Null where there is no value.
extension Optional: CellValue where Wrapped: CellValue {
    static var columnType: String { String(Wrapped.columnType.prefix { $0 != " " }) }

    func cell() throws(LedgerError) -> DatabaseValue {
        if let self { try self.cell() } else { .null }
    }
}

/// The whole number of the stored unit, which the column's name tells.
extension CellValue where Self: Quantity {
    static var columnType: String { "INTEGER NOT NULL" }

    func cell() -> DatabaseValue { stored.databaseValue }
}

extension Power: CellValue {}
extension Money: CellValue {}
extension EnergyPrice: CellValue {}

/// UTC text with milliseconds.
extension UTCInstant: CellValue {
    static var columnType: String { "TEXT NOT NULL" }

    func cell() -> DatabaseValue { milliseconds.databaseValue }
}

/// Microwatt-seconds.
extension Energy: CellValue {
    static var columnType: String { "INTEGER NOT NULL" }

    func cell() throws(LedgerError) -> DatabaseValue {
        guard let stored = Int64(exactly: microwattSeconds) else {
            throw .unrecordable("An energy of \(megawattHours(places: 3)) MWh in one interval")
        }
        return stored.databaseValue
    }
}

/// SQL that puts a stored number into the words of the promise.
enum ShownSQL {
    /// All six digits of money, as `Money.decimalSixPlaces`; null stays null.
    static func dollars(_ column: String) -> String {
        let digits =
            "printf('%s%d.%06d', \(sign(column)), abs(\(column)) / 1000000, abs(\(column)) % 1000000)"
        return "CASE WHEN \(column) IS NOT NULL THEN \(digits) END"
    }

    /// Exact, trailing zeros cut, as `Power.decimal`; null stays null.
    static func megawatts(_ column: String) -> String {
        let parts = "abs(\(column)) / 1000000000000, abs(\(column)) % 1000000000000"
        let digits = "printf('%s%d.%012d', \(sign(column)), \(parts))"
        return "CASE WHEN \(column) IS NOT NULL THEN rtrim(rtrim(\(digits), '0'), '.') END"
    }

    /// Nine digits, half to even, as `Energy.megawattHours(places: 9)`; the exact integer stands beside it.
    static func megawattHours(_ column: String) -> String {
        let quotient = "(abs(\(column)) / 3600000)"
        let remainder = "(abs(\(column)) % 3600000)"
        let roundsUp =
            "(\(remainder) > 1800000 OR (\(remainder) = 1800000 AND \(quotient) % 2 = 1))"
        let rounded = "(\(quotient) + \(roundsUp))"
        let sign = "CASE WHEN \(column) < 0 AND \(rounded) > 0 THEN '-' ELSE '' END"
        return "printf('%s%d.%09d', \(sign), \(rounded) / 1000000000, \(rounded) % 1000000000)"
    }

    /// The end of the interval that begins at `start_utc`.
    static let intervalEnd = "strftime('%Y-%m-%dT%H:%M:%fZ', start_utc, '+15 minutes')"

    private static func sign(_ value: String) -> String { "CASE WHEN \(value) < 0 THEN '-' ELSE '' END" }
}
