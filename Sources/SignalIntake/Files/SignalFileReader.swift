package import GridMarket
import CurtailmentEngine
import GridUnits

/// Reads recorded signals of every kind: lines of JSON or line protocol; plain or gzip.
package struct SignalFileReader: Sendable {
    /// The content of a file.
    package struct Summary: Hashable, Sendable {
        /// How many signals were read.
        package var signals = 0
        /// How many lines were rejected.
        package var rejected = 0
    }

    /// Absolute, or from the working folder; shown in messages as it is given.
    package let path: String
    /// The name of the signals' source; the sender's own name is appended after a `/`.
    package let source: String

    package init(path: String, source: String = "file") {
        self.path = path
        self.source = source
    }

    /// Reads the file from its first line to its last, in bounded memory.
    ///
    /// - Parameters:
    ///   - signal: gets each signal and its line number, in the order of the file.
    ///   - rejection: gets each refused line; one without a time is refused, because history has no receipt.
    /// - Returns: the counts.
    /// - Throws: ``SignalFileFailure``; what was handed out before it stays handed out.
    @discardableResult
    package func read(
        signal: (StampedSignal, _ line: Int) -> Void, rejection: (LineRejection) -> Void = { _ in }
    ) throws(SignalFileFailure) -> Summary {
        var lines = try LineReader(path: path)
        var summary = Summary()
        var isFirst = true
        try lines.forEachLine { bytes, number, isOversize throws(SignalFileFailure) in
            guard isOversize || !LineText.trimmed(bytes, 0..<bytes.count).isEmpty else { return }
            if isFirst { try FileContent.requireLines(bytes, path: path) }
            isFirst = false
            do throws(SignalRejection) {
                guard !isOversize else { throw .oversize }
                guard let stamped = try stamped(bytes) else { return }
                try stamped.signal.content.checkValues()
                try SignalRange.check(stamped.at, "at")
                summary.signals += 1
                signal(stamped, number)
            } catch {
                summary.rejected += 1
                rejection(LineRejection(line: number, rejection: error))
            }
        }
        return summary
    }

    private func stamped(_ bytes: Span<UInt8>) throws(SignalRejection) -> StampedSignal? {
        switch try SignalLineDecoder.decode(bytes, receivedAt: UTCInstant(secondsSinceEpoch: 0)) {
        case .frequency(let sample, let hasTime, let sender):
            guard hasTime else { throw Self.timeless }
            return StampedSignal(
                signal: .frequency(sample), source: named(LineText.string(bytes, sender) ?? ""), at: sample.at
            )
        case .signal(let signal, let at, let sender):
            guard let at else { throw Self.timeless }
            return StampedSignal(signal: signal, source: named(sender), at: at)
        case .acknowledgementRequest, .nothing: return nil
        }
    }

    private func named(_ sender: String) -> String { sender.isEmpty ? source : "\(source)/\(sender)" }

    private static let timeless = SignalRejection(
        .malformed, "a recorded signal needs at, the time it was published")
}
