import HostSystem

/// Follows a file as it grows, is truncated, or is replaced by a new one of its name; reads, and knows no lines.
struct FileFollower: Sendable {
    /// What one look brought.
    struct Step: Sendable {
        var bytes: [UInt8] = []
        /// The bytes do not continue those of the step before.
        var beginsAnew = false
        /// The bytes begin within a line, whose first part was not read.
        var beginsWithinLine = false
        /// There is more to read at once.
        var hasMore = false
        /// Why there is nothing to read; nil while there is a file.
        var failure: String?
    }

    /// At most so many bytes are read at once.
    static let stepBytes = 262_144
    /// So much of what was there at the start is read, because the newest value is at the end.
    static let tailBytes: Int64 = 1_048_576

    let path: String
    private var file: OpenFile?
    private var facts: FileFacts?
    private var offset: Int64 = 0
    private var isFirstFile = true

    init(path: String) { self.path = path }

    /// Reads what has been added since the last call.
    mutating func scan() -> Step {
        var step = Step()
        do throws(HostFileError) {
            try openIfNeeded(&step)
            guard let file, let facts else { return step }
            let size = try file.facts().size
            if size < offset {
                offset = 0
                step.beginsAnew = true
            }
            step.bytes = try file.read(at: offset, limit: Self.stepBytes)
            offset += Int64(step.bytes.count)
            step.hasMore = offset < size
            if !step.hasMore { try lookForSuccessor(of: facts, &step) }
        } catch {
            file = nil
            step.failure = "\(error); tried again each second"
        }
        return step
    }

    private mutating func openIfNeeded(_ step: inout Step) throws(HostFileError) {
        guard file == nil else { return }
        let opened = try OpenFile(reading: path)
        let found = try opened.facts()
        guard found.isRegularFile else {
            throw HostFileError("is not a regular file:", path: path, errorNumber: 22)
        }
        file = opened
        facts = found
        offset = isFirstFile ? max(0, found.size - Self.tailBytes) : 0
        step.beginsAnew = true
        step.beginsWithinLine = offset > 0
        isFirstFile = false
    }

    /// Lets the file go once it is read to its end and its name means another one, or none.
    private mutating func lookForSuccessor(of facts: FileFacts, _ step: inout Step) throws(HostFileError) {
        let named = try FileFacts(following: path)
        guard !named.isSameFile(as: facts) else { return }
        file = nil
        step.hasMore = true
    }
}
