import HostSystem

/// The lines of a file, plain or gzip (told apart by the first two bytes), in bounded memory.
struct LineReader: ~Copyable {
    static let chunkBytes = 262_144

    let path: String
    private let file: OpenFile
    private let inflater: GzipInflater?
    private let limitBytes: Int
    private var offset: Int64 = 0
    private var compressed: [UInt8] = []
    private var compressedPosition = 0
    private var isDrained = false
    private var total = 0

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - limitBytes: more uncompressed bytes than this are refused.
    /// - Throws: ``SignalFileFailure/unreadable(_:)``.
    init(path: String, limitBytes: Int = .max) throws(SignalFileFailure) {
        self.path = path
        self.limitBytes = limitBytes
        let opened: OpenFile
        let magic: [UInt8]
        do {
            opened = try OpenFile(reading: path)
            magic = try opened.read(at: 0, limit: 2)
        } catch {
            throw .unreadable(error)
        }
        file = opened
        inflater = magic == [0x1F, 0x8B] ? GzipInflater() : nil
    }

    /// Hands out every line without its line end; the last one also where nothing ends it.
    ///
    /// - Parameter body: gets the line, its number from 1, and whether it was too long to be kept (then empty).
    /// - Throws: ``SignalFileFailure`` of the file or of `body`.
    mutating func forEachLine(
        _ body: (Span<UInt8>, _ number: Int, _ isOversize: Bool) throws(SignalFileFailure) -> Void
    ) throws(SignalFileFailure) {
        var buffer: [UInt8] = []
        var number = 0
        var isSkipping = false
        while try readMore(into: &buffer) {
            let start = number == 0 && !isSkipping ? Self.lengthOfByteOrderMark(buffer) : 0
            let rest = try Self.cut(buffer.span, from: start, &number, &isSkipping, body)
            buffer.removeSubrange(0..<rest)
            if buffer.count > SignalLineDecoder.maximumLineBytes {
                isSkipping = true
                buffer.removeAll(keepingCapacity: true)
            }
        }
        if isSkipping || !buffer.isEmpty { try body(buffer.span, number + 1, isSkipping) }
    }

    /// Hands out the whole lines of a buffer; where the rest begins.
    private static func cut(
        _ bytes: Span<UInt8>, from first: Int, _ number: inout Int, _ isSkipping: inout Bool,
        _ body: (Span<UInt8>, _ number: Int, _ isOversize: Bool) throws(SignalFileFailure) -> Void
    ) throws(SignalFileFailure) -> Int {
        var start = first
        while let end = NewlineSearch.position(in: bytes, from: start) {
            number += 1
            let isOversize = isSkipping || end - start > SignalLineDecoder.maximumLineBytes
            try body(bytes.extracting(isOversize ? end..<end : start..<end), number, isOversize)
            isSkipping = false
            start = end + 1
        }
        return start
    }

    /// The whole content.
    mutating func contents() throws(SignalFileFailure) -> [UInt8] {
        var buffer: [UInt8] = []
        while try readMore(into: &buffer) {}
        return buffer
    }

    private static func lengthOfByteOrderMark(_ bytes: [UInt8]) -> Int {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Appends the next bytes; false at the end.
    private mutating func readMore(into buffer: inout [UInt8]) throws(SignalFileFailure) -> Bool {
        let before = buffer.count
        repeat {
            guard !isDrained else { return false }
            if inflater == nil { try readPlain(into: &buffer) } else { try readCompressed(into: &buffer) }
        } while buffer.count == before
        total += buffer.count - before
        guard total <= limitBytes else { throw .tooLarge(path: path, limitBytes: limitBytes) }
        return true
    }

    private mutating func readPlain(into buffer: inout [UInt8]) throws(SignalFileFailure) {
        let piece = try readFile()
        isDrained = piece.isEmpty
        if buffer.isEmpty { buffer = piece } else { buffer.append(contentsOf: piece) }
    }

    private mutating func readCompressed(into buffer: inout [UInt8]) throws(SignalFileFailure) {
        guard let inflater else { return }
        if compressedPosition == compressed.count {
            compressed = try readFile()
            compressedPosition = 0
            if compressed.isEmpty {
                isDrained = true
                guard inflater.isAtEnd else {
                    throw .damagedGzip(
                        path: path, reason: "the gzip data ends too early, after \(total) bytes")
                }
                return
            }
        }
        do {
            compressedPosition += try inflater.inflate(
                compressed, from: compressedPosition, into: &buffer, room: Self.chunkBytes)
        } catch {
            throw .damagedGzip(path: path, reason: "\(error)")
        }
    }

    private mutating func readFile() throws(SignalFileFailure) -> [UInt8] {
        do {
            let piece = try file.read(at: offset, limit: Self.chunkBytes)
            offset += Int64(piece.count)
            return piece
        } catch {
            throw .unreadable(error)
        }
    }
}
