import ArgumentParser
import GridUnits
import HostSystem

/// Instants, days and spans as people type them.
enum TimeText {
    /// Why a text is none of them, in the words that help.
    struct Failure: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    /// The longest span of a command.
    static let longest = TimeSpan.seconds(366 * 86_400)

    /// Reads `2026-07-22T21:45:00Z` (any offset), `2026-07-22` (midnight UTC) or `21:45` (today, UTC).
    static func instant(_ text: String, now: UTCInstant) throws(Failure) -> UTCInstant {
        let midnight = text.utf8.count == 10 ? UTCInstant(rfc3339: "\(text)T00:00:00Z") : nil
        let today = text.utf8.count == 5 ? UTCInstant(rfc3339: "\(now.seconds.prefix(10))T\(text):00Z") : nil
        guard let instant = UTCInstant(rfc3339: text) ?? midnight ?? today else {
            throw Failure(
                description:
                    "an instant is 2026-07-22T21:45:00Z, 2026-07-22 (midnight UTC) or 21:45 (today, UTC)")
        }
        return instant
    }

    static func instant(_ text: String) throws -> UTCInstant { try instant(text, now: now) }

    /// Reads an operating day, `2026-07-22`.
    static func day(_ text: String) throws -> CalendarDate {
        guard let day = CalendarDate(text: text) else {
            throw Failure(description: "an operating day is 2026-07-22")
        }
        return day
    }

    /// Refuses a span that ends before it begins.
    ///
    /// - Parameters:
    ///   - from: where it begins; nil where that was not given.
    ///   - to: where it ends; nil likewise.
    ///   - names: of the two options.
    /// - Throws: what ends the program with the usage's status.
    static func requireOrder<Time: Comparable & CustomStringConvertible>(
        _ from: Time?, _ to: Time?, _ names: (String, String) = ("--from", "--to")
    ) throws {
        guard let from, let to, from > to else { return }
        throw ValidationError(
            "\(names.0) \(from) is after \(names.1) \(to). Exchange them, or leave one out.")
    }

    /// Reads `90` or `90s`, `15m`, `2h`, `1d`; more than nothing and at most 366 days.
    static func span(_ text: String) throws -> TimeSpan {
        let span = try spanOrZero(text)
        guard span > .zero else { throw Failure(description: "it has to be more than 0 s") }
        return span
    }

    /// As ``span(_:)``, and zero too.
    static func spanOrZero(_ text: String) throws -> TimeSpan {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        let unit = text.last.flatMap { units[$0] }
        let digits = unit == nil ? text[...] : text.dropLast()
        guard !digits.isEmpty,
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let count = Int64(digits), count <= longest.nanoseconds / 1_000_000_000 / (unit ?? 1)
        else { throw Failure(description: "a span is 90 or 90s (seconds), 15m, 2h or 1d, at most 366d") }
        return .seconds(count * (unit ?? 1))
    }

    static var now: UTCInstant { UTCInstant(nanosecondsSinceEpoch: WallClock.nanoseconds) }
}
