import GRDB

extension LedgerReader {
    /// Where a digest stands in the chain.
    package struct Place: Hashable, Sendable {
        /// The row whose digest it is; 0 for the digest that the first row builds on.
        package let sequence: Int64
        /// Rows after it.
        package let rowsAfter: Int64
    }

    /// Finds the row of a head digest, which the journal may have kept from long ago.
    ///
    /// - Parameter head: 64 hexadecimal digits.
    /// - Returns: nil where no row has it: the rows up to it are gone, or it is another ledger's.
    /// - Throws: GRDB's error when the file cannot be read.
    package func place(ofHead head: String) throws -> Place? {
        let wanted = head.lowercased()
        return try queue.read { database in
            let last = try ChainHead.read(database).sequence
            guard wanted != ChainDigest.hexadecimal(ChainDigest.genesis) else {
                return Place(sequence: 0, rowsAfter: last)
            }
            let found = try Int64.fetchOne(
                database, sql: "SELECT seq FROM chain WHERE lower(hex(digest)) = ?", arguments: [wanted])
            return found.map { Place(sequence: $0, rowsAfter: last - $0) }
        }
    }
}
