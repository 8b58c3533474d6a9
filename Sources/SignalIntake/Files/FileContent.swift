import GridMarket
import CurtailmentEngine

/// The layout of a file by its first line.
enum FileContent: Hashable, Sendable {
    /// JSON or line protocol.
    case lines
    /// Prices or usage, one of ``ReportLayout``.
    case report
    /// `time_utc,hz`.
    case frequencyTable

    /// Tells by the first line that is not blank; nil when it is none of ours.
    init?(firstLine bytes: Span<UInt8>) {
        let range = LineText.trimmed(bytes, 0..<bytes.count)
        guard let first = range.first else { return nil }
        if bytes[first] == UInt8(ascii: "{") || bytes[first] == UInt8(ascii: "#") {
            self = .lines
            return
        }
        var row = CSVRow()
        row.split(bytes)
        let names = row.headerNames(bytes)
        if names.contains("timeutc"), names.contains("hz") {
            self = .frequencyTable
        } else if ReportLayout(header: names) != nil {
            self = .report
        } else if Self.beginsWithKind(bytes, range) {
            self = .lines
        } else {
            return nil
        }
    }

    /// Refuses a file whose first line is neither JSON nor line protocol.
    static func requireLines(_ bytes: Span<UInt8>, path: String) throws(SignalFileFailure) {
        guard FileContent(firstLine: bytes) != .lines else { return }
        throw .unknownHeader(path: path, header: LineText.shown(LineText.head(bytes)))
    }

    private static func beginsWithKind(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var end = range.lowerBound
        while end < range.upperBound, bytes[end] != UInt8(ascii: ","), bytes[end] != UInt8(ascii: " ") {
            end += 1
        }
        guard let word = LineText.string(bytes, range.lowerBound..<end) else { return false }
        return SignalKind(rawValue: word) != nil
    }
}
