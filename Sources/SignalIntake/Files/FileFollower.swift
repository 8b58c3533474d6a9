import HostSystem

/// Follows a file as it grows, is truncated, or is replaced by a new one of its name; reads, and knows no lines.
struct FileFollower: Sendable {
    /// The result of one look.
    struct Step: Sendable {
        var bytes: [UInt8] = []
        /// The bytes do not continue those of the step before.
        var beginsAnew = false
        /// The bytes begin within a line, whose first part was not read.
        var beginsWithinLine = false
        /// The first line of a file whose bytes begin within a later one: a table's header says what they are.
        var header: [UInt8] = []
        /// There is more to read at once.
        var hasMore = false
        /// Why there is nothing to read; nil while there is a file.
        var failure: String?
    }

    /// At most so many bytes are read at once.
    static let stepBytes = 262_144
    /// So much of what was there at the start is read, because the newest value is at the end.
    static let tailBytes: Int64 = 1_048_576
    /// No header is longer.
    static let headerBytes = 4_096

    let path: String
    private var file: OpenFile?
    private var facts: FileFacts?
    /// Up to where the file was read; of a gzip file the size it had when it was.
    private var offset: Int64 = 0
    private var isFirstFile = true
    /// There while the file is gzip.
    private var packed: Packed?

    /// The rest of a gzip file.
    private struct Packed: Sendable {
        /// Unpacked, and not handed out yet.
        var bytes: ArraySlice<UInt8> = []
        /// Why it could not be unpacked.
        var failure: String?
    }

    init(path: String) { self.path = path }

    /// Reads what has been added since the last call.
    mutating func scan() -> Step {
        var step = Step()
        do throws(HostFailure) {
            try openIfNeeded(&step)
            guard let file, let facts else { return step }
            try read(file, &step)
            if !step.hasMore { try lookForSuccessor(of: facts, &step) }
        } catch {
            file = nil
            step.failure = "\(error); tried again each second"
        }
        return step
    }

    private mutating func openIfNeeded(_ step: inout Step) throws(HostFailure) {
        guard file == nil else { return }
        let opened = try OpenFile(reading: path)
        let found = try opened.facts()
        guard found.isRegularFile else {
            throw HostFailure("read \(path), which is no regular file", 22)
        }
        let skipped = isFirstFile ? max(0, found.size - Self.tailBytes) : 0
        file = opened
        facts = found
        packed = try Self.isPacked(opened) ? Packed() : nil
        offset = packed == nil ? skipped : 0
        step.beginsAnew = true
        step.beginsWithinLine = offset > 0
        if offset > 0 { step.header = try Self.firstLine(of: opened) }
        isFirstFile = false
    }

    private static func firstLine(of file: OpenFile) throws(HostFailure) -> [UInt8] {
        let start = try file.read(at: 0, limit: headerBytes)
        return Array(start.prefix { $0 != UInt8(ascii: "\n") })
    }

    private mutating func read(_ file: OpenFile, _ step: inout Step) throws(HostFailure) {
        let size = try file.facts().size
        if size < offset {
            offset = 0
            step.beginsAnew = true
        }
        if offset == 0 {
            guard size != 1 else { return }  // One byte does not tell yet what the file is.
            packed = try Self.isPacked(file) ? packed ?? Packed() : nil
        }
        guard packed == nil else { return readPacked(size: size, &step) }
        step.bytes = try file.read(at: offset, limit: Self.stepBytes)
        offset += Int64(step.bytes.count)
        step.hasMore = offset < size
    }

    private static func isPacked(_ file: OpenFile) throws(HostFailure) -> Bool {
        try file.read(at: 0, limit: 2) == [0x1F, 0x8B]
    }

    /// Reads a gzip file whole, each time it has another size: packed data cannot be read on from where it ended.
    private mutating func readPacked(size: Int64, _ step: inout Step) {
        if size != offset {
            offset = size
            packed = unpack()
            step.beginsAnew = true
        }
        guard let rest = packed else { return }
        step.failure = rest.failure
        step.bytes = Array(rest.bytes.prefix(Self.stepBytes))
        step.hasMore = rest.bytes.count > Self.stepBytes
        packed?.bytes = step.hasMore ? rest.bytes.dropFirst(Self.stepBytes) : []
    }

    private func unpack() -> Packed {
        do throws(SignalFileFailure) {
            var reader = try LineReader(path: path, limitBytes: InboxFolder.maximumBytes)
            return Packed(bytes: try reader.contents()[...])
        } catch {
            // Most likely it is still being written; the same words each time, so that it is said once.
            if case .damagedGzip = error {
                return Packed(failure: "\(path) is not a whole gzip file; read again when its size changes")
            }
            return Packed(failure: "\(error)")
        }
    }

    /// Lets the file go once it is read to its end and its name means another one, or none.
    private mutating func lookForSuccessor(of facts: FileFacts, _ step: inout Step) throws(HostFailure) {
        let named = try FileFacts(following: path)
        guard !named.isSameFile(as: facts) else { return }
        file = nil
        step.hasMore = true
    }
}
