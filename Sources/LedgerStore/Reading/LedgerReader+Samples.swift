package import GridMarket
import CurtailmentEngine
import GRDB
package import GridUnits

extension LedgerReader {
    /// Hands out the raw samples of disturbances, a block at a time, by their time.
    ///
    /// - Parameters:
    ///   - start: the first time that counts.
    ///   - end: exclusive.
    ///   - each: takes the source and its samples within the span, oldest first.
    /// - Throws: GRDB's error when the file cannot be read, `SampleCoding.Failure` when a block is not what was packed,
    ///   and whatever `each` throws.
    package func samples(
        from start: UTCInstant, until end: UTCInstant,
        _ each: (_ source: String, _ samples: [FrequencySample]) throws -> Void
    ) throws {
        try queue.read { database in
            // A thousandth early, because the table's times are cut to thousandths.
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT * FROM samples WHERE last_utc >= ?1 AND last_utc < ?3 AND first_utc < ?2
                    ORDER BY source, chain_seq
                    """,
                arguments: [
                    start.advanced(byNanoseconds: -1_000_000).milliseconds,
                    end.advanced(byNanoseconds: 1_000_000).milliseconds,
                    end.advanced(bySeconds: SampleTable.longestBlockSeconds).milliseconds,
                ])
            while let row = try rows.next() {
                let block = try SampleTable.block(row, path: path)
                try each(block.source, try block.samples().filter { $0.at >= start && $0.at < end })
            }
        }
    }

    /// How many raw samples of disturbances are kept, of all sources together.
    ///
    /// Only blocks that stand across an end of the span are unpacked.
    ///
    /// - Parameters:
    ///   - start: the first time that counts.
    ///   - end: exclusive.
    /// - Returns: as many as ``samples(from:until:_:)`` hands out.
    /// - Throws: GRDB's error when the file cannot be read, `SampleCoding.Failure` when a block is not what was packed.
    package func sampleCount(from start: UTCInstant, until end: UTCInstant) throws -> Int64 {
        try queue.read { database in
            // A thousandth inwards, because the table's times are cut to thousandths.
            let arguments: StatementArguments = [
                start.advanced(byNanoseconds: 999_999).milliseconds,
                end.advanced(byNanoseconds: -1_000_000).milliseconds,
            ]
            let isInside = "first_utc >= ?1 AND last_utc < ?2"
            var count =
                try Int64.fetchOne(
                    database, sql: "SELECT sum(count) FROM samples WHERE \(isInside)", arguments: arguments)
                ?? 0
            let across = try Row.fetchCursor(
                database,
                sql: """
                    SELECT * FROM samples WHERE NOT (\(isInside)) AND last_utc >= ?3 AND last_utc < ?5 AND first_utc < ?4
                    """,
                arguments: arguments + [
                    start.advanced(byNanoseconds: -1_000_000).milliseconds,
                    end.advanced(byNanoseconds: 1_000_000).milliseconds,
                    end.advanced(bySeconds: SampleTable.longestBlockSeconds).milliseconds,
                ])
            while let row = try across.next() {
                let block = try SampleTable.block(row, path: path)
                count += Int64(try block.samples().count { $0.at >= start && $0.at < end })
            }
            return count
        }
    }
}
