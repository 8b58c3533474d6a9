package import GridMarket
import CurtailmentEngine
package import GridUnits

/// Reads a file of prices or usage: ERCOT's reports by header, or our plain tables; plain or gzip.
///
/// Of prices of energy only the wanted settlement point is decoded; rows of others are passed over. Prices of capacity
/// and metered usage are handed out whole.
package struct ReportFileReader: Sendable {
    /// The content of a file.
    package struct Summary: Hashable, Sendable {
        /// The readings handed out.
        package var signals = 0
        /// Rows of other points or types.
        package var otherRows = 0
        /// Rows that were refused.
        package var rejected = 0
        /// Prices above the usual cap, handed out nevertheless.
        package var flagged = 0
    }

    /// Absolute, or from the working folder; shown in messages as it is given.
    package let path: String
    /// The settlement point whose prices are wanted.
    package let filter: SettlementPointFilter
    private let zone: MarketTimeZone
    private let limitBytes: Int

    /// Says what to read; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - filter: the settlement point, and its type where the file has one.
    ///   - zone: the market's clock.
    ///   - limitBytes: a file of more uncompressed bytes is refused.
    package init(
        path: String, filter: SettlementPointFilter, zone: MarketTimeZone = .centralPrevailing,
        limitBytes: Int = .max
    ) {
        self.path = path
        self.filter = filter
        self.zone = zone
        self.limitBytes = limitBytes
    }

    /// Reads the file from its first row to its last.
    ///
    /// - Parameters:
    ///   - signal: gets each price (of energy or capacity) or usage, and its line number.
    ///   - rejection: gets each refused row.
    /// - Returns: the counts.
    /// - Throws: ``SignalFileFailure``; what was handed out before it stays handed out.
    @discardableResult
    package func read(
        signal: (GridSignal, _ line: Int) -> Void, rejection: (LineRejection) -> Void = { _ in }
    ) throws(SignalFileFailure) -> Summary {
        var lines = try LineReader(path: path, limitBytes: limitBytes)
        var summary = Summary()
        var report: ReportLines?
        try lines.forEachLine { bytes, number, isOversize throws(SignalFileFailure) in
            guard !isOversize else {
                summary.rejected += 1
                return rejection(LineRejection(line: number, rejection: .oversize))
            }
            guard report != nil else {
                report = try begin(bytes)
                return
            }
            do throws(SignalRejection) {
                switch try report?.accept(bytes) {
                case .signal(let found):
                    summary.signals += 1
                    if found.content.quality == .flagged { summary.flagged += 1 }
                    signal(found, number)
                case .otherPoint: summary.otherRows += 1
                case .nothing, nil: break
                }
            } catch {
                summary.rejected += 1
                rejection(LineRejection(line: number, rejection: error))
            }
            if let types = report?.ambiguousTypes {
                throw .ambiguousPoint(path: path, point: filter.point, types: types)
            }
        }
        if report == nil { throw .unknownHeader(path: path, header: "") }
        return summary
    }

    /// The report that a header begins; nil for a blank line before it.
    private func begin(_ bytes: Span<UInt8>) throws(SignalFileFailure) -> ReportLines? {
        guard !LineText.trimmed(bytes, 0..<bytes.count).isEmpty else { return nil }
        guard let report = ReportLines(header: bytes, filter: filter, zone: zone) else {
            throw .unknownHeader(path: path, header: LineText.shown(LineText.head(bytes)))
        }
        return report
    }
}

extension SignalRejection {
    static let oversize = SignalRejection(
        .oversize,
        "the line has more than \(SignalLineDecoder.maximumLineBytes) bytes and was skipped to its end")
}
