package import GridMarket
import CurtailmentEngine
package import GridUnits

/// The content of one line, before anything is judged by when it came or what came before.
package enum DecodedLine: Hashable, Sendable {
    /// A frequency sample; `hasTime` is false where its time is the receipt, and `sender` is where its name stands.
    case frequency(FrequencySample, hasTime: Bool, sender: Range<Int>)
    case signal(GridSignal, at: UTCInstant?, sender: String)
    /// The sender asks for the counts so far.
    case acknowledgementRequest
    /// A blank line, or a comment of the line protocol.
    case nothing
}

/// Decodes lines of the wire formats.
package enum SignalLineDecoder {
    /// Lines of more bytes than this are not looked at.
    package static let maximumLineBytes = 65_536

    /// Decodes one line, without its line end.
    ///
    /// - Parameters:
    ///   - bytes: JSON when it begins with `{`, otherwise InfluxDB line protocol.
    ///   - receivedAt: the time of a sample that carries none.
    /// - Returns: what the line says; a sender's range refers to `bytes`.
    /// - Throws: ``SignalRejection``.
    package static func decode(
        _ bytes: Span<UInt8>, receivedAt: UTCInstant
    ) throws(SignalRejection) -> DecodedLine {
        if let reading = FrequencyScanner.scan(bytes) { return try reading.line(receivedAt: receivedAt) }
        let range = LineText.trimmed(bytes, 0..<bytes.count)
        guard let first = range.first else { return .nothing }
        guard bytes.count <= maximumLineBytes else {
            throw SignalRejection(
                .oversize, "the line has \(bytes.count) bytes, at most \(maximumLineBytes) are read")
        }
        try refuseBinary(bytes, range)
        if bytes[first] == UInt8(ascii: "#") { return .nothing }
        let fields =
            bytes[first] == UInt8(ascii: "{")
            ? try JSONFieldScanner.fields(of: bytes, range) : try LineProtocolScanner.fields(of: bytes, range)
        return try line(of: fields, receivedAt: receivedAt)
    }

    private static func line(
        of fields: SignalFields, receivedAt: UTCInstant
    ) throws(SignalRejection) -> DecodedLine {
        if fields.kind == "ack" { return .acknowledgementRequest }
        let at = try fields.instant("at")
        return .signal(
            try GridSignal(wire: fields, at: at ?? receivedAt), at: at, sender: fields.text("source") ?? "")
    }

    private static func refuseBinary(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(SignalRejection) {
        if bytes[range.lowerBound] == 0xAA {
            throw SignalRejection(
                .binary, "begins with 0xAA like a C37.118 frame, which has its own endpoints")
        }
        var isPlain = true
        for index in range {
            let byte = bytes[index]
            guard byte >= 0x20 || byte == UInt8(ascii: "\t") else {
                throw SignalRejection(
                    .binary, "byte \(byte) at \(index + 1) is a control character, not text")
            }
            if byte >= 0x80 { isPlain = false }
        }
        guard isPlain || LineText.string(bytes, range) != nil else {
            throw SignalRejection(.binary, "the line is not UTF-8")
        }
    }
}
