import GridMarket
import SitePorts
import HostSystem

/// Cuts a stream of bytes into lines; keeps half a line until the rest arrives, within the bound.
struct LineFramer {
    private let limit: Int
    private var pending: [UInt8] = []
    private var isSkipping = false
    /// How an oversize line begins, for the operator.
    private var head: [UInt8] = []

    /// Bytes kept of a line that is skipped.
    static let headBytes = 200

    init(limit: Int = SignalLineDecoder.maximumLineBytes) { self.limit = limit }

    /// Bytes held back until their line ends.
    var pendingCount: Int { pending.count }

    /// Cuts the next bytes into lines.
    ///
    /// - Parameters:
    ///   - bytes: follow those of the call before.
    ///   - line: gets each whole line; of an oversize one its first bytes, once, when its end is found.
    mutating func feed(_ bytes: Span<UInt8>, line: (Span<UInt8>, _ isOversize: Bool) -> Void) {
        var start = 0
        while let end = NewlineSearch.position(in: bytes, from: start) {
            let piece = bytes.extracting(start..<end)
            if isSkipping || pending.count + piece.count > limit {
                if !isSkipping { keepHead(before: piece) }
                line(head.span, true)
                head = []
            } else if pending.isEmpty {
                line(piece, false)
            } else {
                append(piece)
                line(pending.span, false)
            }
            isSkipping = false
            pending.removeAll(keepingCapacity: pending.capacity <= 4_096)
            start = end + 1
        }
        let rest = bytes.extracting(start..<bytes.count)
        guard !isSkipping, !rest.isEmpty else { return }
        if pending.count + rest.count > limit {
            isSkipping = true
            keepHead(before: rest)
            pending = []
        } else {
            append(rest)
        }
    }

    /// The bytes without a line end, when no more will come.
    mutating func takeRest() -> [UInt8] {
        defer {
            pending = []
            isSkipping = false
            head = []
        }
        return pending
    }

    private mutating func keepHead(before piece: Span<UInt8>) {
        head = Array(pending.prefix(Self.headBytes))
        for index in 0..<min(piece.count, Self.headBytes - head.count) { head.append(piece[index]) }
    }

    private mutating func append(_ piece: Span<UInt8>) {
        pending.reserveCapacity(pending.count + piece.count)
        for index in 0..<piece.count { pending.append(piece[index]) }
    }
}

extension SourceIntake {
    /// Cuts a stream's next bytes into lines.
    ///
    /// - Returns: how many of its lines asked for the counts.
    func accept(
        stream bytes: Span<UInt8>, framer: inout LineFramer, clock: SiteClock
    ) -> Int {
        let (receivedAt, now) = (clock.utc(), clock.monotonic())
        var requests = 0
        framer.feed(bytes) { line, isOversize in
            if isOversize {
                var head: [UInt8] = []
                for index in 0..<line.count { head.append(line[index]) }
                reject(.oversize, line: head)
            } else if accept(line, receivedAt: receivedAt, now: now) {
                requests += 1
            }
        }
        return requests
    }

    /// Judges what a stream ended with: whole JSON tells that it is whole, a cut number does not.
    func accept(rest: [UInt8], clock: SiteClock) {
        guard !rest.isEmpty else { return }
        guard rest.first == UInt8(ascii: "{") else {
            return reject(
                SignalRejection(.malformed, "the stream ended within a line, which may be cut"), line: rest)
        }
        accept(rest.span, receivedAt: clock.utc(), now: clock.monotonic())
    }

    /// Cuts a datagram into its lines, the last one with or without a line end.
    func accept(datagram bytes: Span<UInt8>, clock: SiteClock) {
        let (receivedAt, now) = (clock.utc(), clock.monotonic())
        var start = 0
        while start < bytes.count {
            let end = NewlineSearch.position(in: bytes, from: start) ?? bytes.count
            accept(bytes.extracting(start..<end), receivedAt: receivedAt, now: now)
            start = end + 1
        }
    }
}
