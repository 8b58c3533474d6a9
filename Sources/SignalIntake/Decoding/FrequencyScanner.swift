import GridMarket
import CurtailmentEngine
import GridUnits

/// Reads frequency lines in one pass without allocating: the hot path, up to 120 lines a second and source.
///
/// It knows the usual shapes only. Whatever it does not know it leaves to the full decoder, which accepts the
/// rest and explains what is wrong.
enum FrequencyScanner {
    /// The content of a frequency line; its times and values are still to be judged.
    struct Reading {
        var hertz: Frequency?
        var at: UTCInstant?
        var rate: FrequencyRate?
        var isGood: Bool?
        var sender = 0..<0

        /// The reading as a decoded line.
        func line(receivedAt: UTCInstant) throws(SignalRejection) -> DecodedLine {
            guard let hertz else { throw SignalRejection(.malformed, "frequency needs hz") }
            let sample = FrequencySample(
                at: at ?? receivedAt, frequency: hertz, rateOfChange: rate, isGood: isGood ?? true)
            return .frequency(sample, hasTime: at != nil, sender: sender)
        }

        /// Reads one field; false when it is known but not in a usual shape, or there twice.
        mutating func accept(_ name: ShortName?, _ bytes: Span<UInt8>, _ value: Range<Int>) -> Bool {
            switch name {
            case Names.hertz:
                guard hertz == nil, let stored = DecimalScan.plain(bytes, value, scale: 6) else {
                    return false
                }
                hertz = Frequency(microhertz: stored)
            case Names.at:
                guard at == nil, let instant = TimeScan.instant(bytes, value) else { return false }
                at = instant
            case Names.rate:
                guard rate == nil, let stored = DecimalScan.plain(bytes, value, scale: 6) else {
                    return false
                }
                rate = FrequencyRate(microhertzPerSecond: stored)
            case Names.quality:
                guard isGood == nil, let known = ShortName(bytes, value).flatMap(QualityWords.isGood) else {
                    return false
                }
                isGood = known
            case Names.source:
                guard sender.isEmpty else { return false }
                sender = value
            default:
                break  // Unknown fields are skipped.
            }
            return true
        }
    }

    enum Names {
        static let kind = ShortName("kind")
        static let at = ShortName("at")
        static let source = ShortName("source")
        static let hertz = ShortName("hz")
        static let rate = ShortName("rocof_hz_s")
        static let quality = ShortName("quality")
        static let frequency = ShortName("frequency")
    }

    /// Reads a line; nil when it is not a frequency line of a usual shape.
    static func scan(_ bytes: Span<UInt8>) -> Reading? {
        guard bytes.count > 10, bytes.count <= SignalLineDecoder.maximumLineBytes else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "{"): return scanJSON(bytes)
        case UInt8(ascii: "f"): return scanLineProtocol(bytes)
        default: return nil
        }
    }

    private static func scanJSON(_ bytes: Span<UInt8>) -> Reading? {
        var reading = Reading()
        var position = 1
        var isFrequency = false
        while true {
            guard let key = quoted(bytes, &position) else { return nil }
            skipBlanks(bytes, &position)
            guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { return nil }
            position += 1
            guard let value = scalar(bytes, &position) else { return nil }
            let name = ShortName(bytes, key)
            if name == Names.kind {
                guard ShortName(bytes, value) == Names.frequency, !isFrequency else { return nil }
                isFrequency = true
            } else {
                guard reading.accept(name, bytes, value) else { return nil }
            }
            skipBlanks(bytes, &position)
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "}") { break }
            guard byte == UInt8(ascii: ",") else { return nil }
        }
        skipBlanks(bytes, &position)
        return isFrequency && position == bytes.count ? reading : nil
    }

    /// A quoted text without escapes or control characters; its content.
    private static func quoted(_ bytes: Span<UInt8>, _ position: inout Int) -> Range<Int>? {
        skipBlanks(bytes, &position)
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        let start = position + 1
        position = start
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return start..<position - 1
            }
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\\") else { return nil }
            position += 1
        }
        return nil
    }

    /// A quoted text, or a number or literal up to what ends it; nested values are for the full decoder.
    private static func scalar(_ bytes: Span<UInt8>, _ position: inout Int) -> Range<Int>? {
        skipBlanks(bytes, &position)
        guard position < bytes.count else { return nil }
        if bytes[position] == UInt8(ascii: "\"") { return quoted(bytes, &position) }
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                position += 1
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: " "):
                return position > start ? start..<position : nil
            default:
                return nil
            }
        }
        return nil
    }

    private static func skipBlanks(_ bytes: Span<UInt8>, _ position: inout Int) {
        while position < bytes.count, LineText.isBlank(bytes[position]) { position += 1 }
    }
}
