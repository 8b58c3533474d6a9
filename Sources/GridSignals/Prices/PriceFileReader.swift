package import CurtailmentEngine
package import GridUnits

/// Reads a file of prices: ERCOT's layouts by header, or our plain CSV; plain or gzip.
///
/// Only the wanted settlement point is decoded; rows of others are passed over.
package struct PriceFileReader: Sendable {
    /// What a file held.
    package struct Summary: Hashable, Sendable {
        /// Prices of the wanted point that were handed out.
        package var prices = 0
        /// Rows of other points or types.
        package var otherRows = 0
        /// Rows that were refused.
        package var rejected = 0
        /// Prices above the usual cap, handed out nevertheless.
        package var flagged = 0
    }

    package let path: String
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
    ///   - price: gets each price and its line number.
    ///   - rejection: gets each refused row of the wanted point.
    /// - Returns: the counts.
    /// - Throws: ``SignalFileFailure``; what was handed out before it stays handed out.
    @discardableResult
    package func read(
        price: (PriceSignal, _ line: Int) -> Void, rejection: (LineRejection) -> Void = { _ in }
    ) throws(SignalFileFailure) -> Summary {
        var lines = try LineReader(path: path, limitBytes: limitBytes)
        var summary = Summary()
        var decoder: PriceRowDecoder?
        try lines.forEachLine { bytes, number, isOversize throws(SignalFileFailure) in
            guard !isOversize else {
                summary.rejected += 1
                return rejection(LineRejection(line: number, rejection: .oversize))
            }
            guard decoder != nil else {
                decoder = try header(bytes)
                return
            }
            guard !LineText.trimmed(bytes, 0..<bytes.count).isEmpty else { return }
            do throws(SignalRejection) {
                guard let found = try decoder?.price(bytes) else {
                    summary.otherRows += 1
                    return
                }
                summary.prices += 1
                if PlausibleRanges.isFlagged(found.price) { summary.flagged += 1 }
                price(found, number)
            } catch {
                summary.rejected += 1
                rejection(LineRejection(line: number, rejection: error))
            }
            try refuseAmbiguity(decoder)
        }
        if decoder == nil { throw .unknownHeader(path: path, header: "") }
        return summary
    }

    /// The decoder of the layout that a header names; nil for a blank line before it.
    private func header(_ bytes: Span<UInt8>) throws(SignalFileFailure) -> PriceRowDecoder? {
        guard !LineText.trimmed(bytes, 0..<bytes.count).isEmpty else { return nil }
        var row = CSVRow()
        row.split(bytes)
        guard let layout = PriceLayout(header: row.headerNames(bytes)) else {
            throw .unknownHeader(path: path, header: LineText.shown(LineText.head(bytes)))
        }
        return PriceRowDecoder(layout: layout, filter: filter, zone: zone)
    }

    private func refuseAmbiguity(_ decoder: PriceRowDecoder?) throws(SignalFileFailure) {
        guard filter.pointType == nil, let types = decoder?.typesSeen, types.count > 1 else { return }
        throw .ambiguousPoint(path: path, point: filter.point, types: types)
    }
}

extension SignalRejection {
    static let oversize = SignalRejection(
        .oversize,
        "the line has more than \(SignalLineDecoder.maximumLineBytes) bytes and was skipped to its end")
}
