import Foundation

/// The first hundred bytes of a database file, read without SQLite so that a foreign file is not touched at
/// all.
///
/// (SQLite file format, section 1.3: magic at 0, `user_version` at 60, `application_id` at 68, big-endian.)
enum LedgerHeader {
    /// The kind of file at a path.
    enum Finding: Hashable {
        case nothing
        case ledger
    }

    /// - Throws: ``LedgerError`` when the file is not ours, newer than we are, or cannot be read.
    static func inspect(_ path: String) throws(LedgerError) -> Finding {
        guard FileManager.default.fileExists(atPath: path) else { return .nothing }
        let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        guard type != .typeDirectory else { throw .foreign(path: path, found: "a folder") }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw .unreadable(path: path, why: "it may not be read by this user")
        }
        defer { try? handle.close() }
        let bytes: [UInt8]
        do {
            bytes = Array(try handle.read(upToCount: 100) ?? Data())
        } catch {
            throw .unreadable(path: path, why: "\(error.localizedDescription)")
        }
        // A ledger is put in its place whole: nothing of ours leaves an empty file there.
        guard !bytes.isEmpty else { throw .foreign(path: path, found: "an empty file") }
        guard bytes.count == 100, bytes.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw .foreign(path: path, found: "no SQLite database")
        }
        let application = number(in: bytes, at: 68)
        guard application == UInt32(LedgerSchema.applicationID) else {
            throw .foreign(
                path: path, found: "a SQLite database of another program (application id \(application))")
        }
        let version = Int(number(in: bytes, at: 60))
        guard version <= Int(LedgerSchema.version) else {
            throw .tooNew(path: path, version: version, known: Int(LedgerSchema.version))
        }
        return .ledger
    }

    private static func number(in bytes: [UInt8], at offset: Int) -> UInt32 {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
