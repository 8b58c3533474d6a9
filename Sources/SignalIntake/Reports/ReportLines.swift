import GridMarket
import CurtailmentEngine
import GridUnits

/// The lines of one report or of several in a row, each of which begins with its header.
struct ReportLines {
    /// The fate of a line.
    enum Outcome {
        case signal(GridSignal)
        /// A row of another settlement point or type.
        case otherPoint
        /// A blank line, or the header of the next report.
        case nothing
    }

    private var decoder: ReportRowDecoder
    private let zone: MarketTimeZone

    /// Begins with a header; nil when the line is none of ours.
    init?(header bytes: Span<UInt8>, filter: SettlementPointFilter, zone: MarketTimeZone) {
        guard let layout = ReportLayout(line: bytes) else { return nil }
        self.zone = zone
        decoder = ReportRowDecoder(layout: layout, filter: filter, zone: zone)
    }

    /// Reads the next line, without its line end.
    mutating func accept(_ bytes: Span<UInt8>) throws(SignalRejection) -> Outcome {
        guard !LineText.trimmed(bytes, 0..<bytes.count).isEmpty else { return .nothing }
        do throws(SignalRejection) {
            guard let signal = try decoder.signal(bytes) else {
                // A header names no point of ours, so that it looks like another point's row.
                return begins(bytes) ? .nothing : .otherPoint
            }
            return .signal(signal)
        } catch {
            guard begins(bytes) else { throw error }
            return .nothing
        }
    }

    /// The types of the wanted point, where there are several and nobody said which one is meant.
    var ambiguousTypes: [String]? {
        guard decoder.filter.pointType == nil, decoder.typesSeen.count > 1 else { return nil }
        return decoder.typesSeen
    }

    /// Goes on with another settlement point.
    mutating func use(_ filter: SettlementPointFilter) {
        guard filter != decoder.filter else { return }
        decoder = ReportRowDecoder(layout: decoder.layout, filter: filter, zone: zone)
    }

    /// Goes over to the layout that a line names; false when it is a row.
    private mutating func begins(_ bytes: Span<UInt8>) -> Bool {
        // No header has a digit and no row is without one, so that a row costs a look at its first bytes.
        for index in 0..<bytes.count where (0x30...0x39).contains(bytes[index]) { return false }
        guard let layout = ReportLayout(line: bytes) else { return false }
        decoder = ReportRowDecoder(layout: layout, filter: decoder.filter, zone: zone)
        return true
    }
}
