import GridMarket
import GridUnits

/// The readers of the fields that reports have in common.
extension ReportRow {
    func equals(_ bytes: Span<UInt8>, _ range: Range<Int>, _ expected: some Collection<UInt8>) -> Bool {
        guard range.count == expected.count else { return false }
        var position = range.lowerBound
        for byte in expected {
            guard bytes[position] == byte else { return false }
            position += 1
        }
        return true
    }

    func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        LineText.shown(LineText.copy(bytes, range.lowerBound..<min(range.upperBound, range.lowerBound + 40)))
    }

    func number(_ bytes: Span<UInt8>, _ range: Range<Int>, _ name: String) throws(SignalRejection) -> Int {
        guard let number = DecimalScan.smallInteger(bytes, range) else {
            throw SignalRejection(.malformed, "the \(name) “\(text(bytes, range))” is no whole number")
        }
        return number
    }

    /// A decimal number of the given scale; digits beyond it are rounded half to even.
    func decimal(
        _ bytes: Span<UInt8>, _ column: Int, scale: Int, _ name: String
    ) throws(SignalRejection) -> Int64 {
        do {
            return try DecimalScan.parse(bytes, self[column], scale: scale)
        } catch {
            throw SignalRejection(
                .malformed, "the \(name) “\(text(bytes, self[column]))” is no decimal number")
        }
    }

    /// `MM/DD/YYYY`, or `YYYY-MM-DD` as the API writes it.
    func day(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(SignalRejection) -> CalendarDate {
        let start = range.lowerBound
        if range.count == 10 {
            if bytes[start + 2] == UInt8(ascii: "/"), bytes[start + 5] == UInt8(ascii: "/"),
                let month = TimeScan.digits(bytes, start, 2), let day = TimeScan.digits(bytes, start + 3, 2),
                let year = TimeScan.digits(bytes, start + 6, 4),
                let date = CalendarDate(year: year, month: month, day: day)
            {
                return date
            }
            if bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
                let year = TimeScan.digits(bytes, start, 4), let month = TimeScan.digits(bytes, start + 5, 2),
                let day = TimeScan.digits(bytes, start + 8, 2),
                let date = CalendarDate(year: year, month: month, day: day)
            {
                return date
            }
        }
        throw SignalRejection(.malformed, "“\(text(bytes, range))” is no day such as 07/30/2026")
    }

    /// `17`, `17:00` or `7:00`.
    func hourEnding(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(SignalRejection) -> Int {
        var end = range.upperBound
        if range.count >= 4, bytes[end - 3] == UInt8(ascii: ":"), bytes[end - 2] == UInt8(ascii: "0"),
            bytes[end - 1] == UInt8(ascii: "0")
        {
            end -= 3
        }
        guard let hour = DecimalScan.smallInteger(bytes, range.lowerBound..<end), (1...24).contains(hour)
        else {
            throw SignalRejection(.malformed, "the hour “\(text(bytes, range))” is not within 1 to 24")
        }
        return hour
    }

    /// `Y`, `N`, `true` or `false`, in any case.
    func flag(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(SignalRejection) -> Bool {
        if range.count == 1 {
            switch bytes[range.lowerBound] | 0x20 {
            case UInt8(ascii: "n"), UInt8(ascii: "f"): return false
            case UInt8(ascii: "y"), UInt8(ascii: "t"): return true
            default: break
            }
        }
        switch text(bytes, range).lowercased() {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            throw SignalRejection(
                .malformed, "the repeated-hour flag “\(text(bytes, range))” is neither Y nor N")
        }
    }
}
