/// A numeric IPv4 or IPv6 address with a port; two spellings of one address are equal.
struct NumericEndpoint: Hashable {
    /// As the operator wrote it, without brackets.
    let host: String
    let port: Int
    /// The 128 bits of the address; IPv4 stands where IPv6 maps it.
    private let high: UInt64
    private let low: UInt64

    /// Why a text is not an endpoint; says what would be right.
    struct Problem: Error {
        let message: String
    }

    /// Reads `host`, `host:port`, `[host]` or `[host]:port`.
    ///
    /// - Parameters:
    ///   - text: as it stands in the file.
    ///   - defaultPort: the port when none is written; nil requires one.
    /// - Throws: ``Problem``.
    init(_ text: String, defaultPort: Int?) throws(Problem) {
        let example =
            defaultPort == nil ? "10.20.0.15:8094 or [fd00::15]:8094" : "10.20.0.15 or [fd00::15]:4028"
        guard let parts = Self.split(text) else {
            throw Problem(message: "\"\(text.prefix(60))\" is not an address; write one such as \(example)")
        }
        guard let bits = Self.bits(parts.host) else {
            throw Problem(
                message:
                    "\"\(parts.host.prefix(60))\" is not a numeric address, and names are never looked up; "
                    + "write one such as \(example)")
        }
        host = String(parts.host)
        (high, low) = bits
        guard let written = parts.port else {
            guard let defaultPort else {
                throw Problem(message: "\"\(text)\" has no port; write one such as \(example)")
            }
            port = defaultPort
            return
        }
        guard let number = Self.decimal(written, limit: 65_535), number > 0 else {
            throw Problem(message: "\"\(written.prefix(20))\" is not a port; write 1 to 65535")
        }
        port = number
    }

    static func == (left: NumericEndpoint, right: NumericEndpoint) -> Bool {
        left.high == right.high && left.low == right.low && left.port == right.port
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(high)
        hasher.combine(low)
        hasher.combine(port)
    }

    private static func split(_ text: String) -> (host: Substring, port: Substring?)? {
        if text.utf8.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard !rest.isEmpty else { return (host, nil) }
            return rest.first == ":" ? (host, rest.dropFirst()) : nil
        }
        guard let colon = text.firstIndex(of: ":") else { return (text[...], nil) }
        // More than one colon without brackets is an IPv6 address without a port.
        guard text[text.index(after: colon)...].contains(":") else {
            return (text[..<colon], text[text.index(after: colon)...])
        }
        return (text[...], nil)
    }

    private static func bits(_ host: Substring) -> (UInt64, UInt64)? {
        guard host.utf8.contains(UInt8(ascii: ":")) else {
            return version4(host).map { (0, 0xFFFF_0000_0000 | UInt64($0)) }
        }
        return version6(host)
    }

    private static func version4(_ host: Substring) -> UInt32? {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            // Other programs read a leading zero as octal, so it is refused.
            guard part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"),
                let number = decimal(part, limit: 255)
            else { return nil }
            address = address << 8 | UInt32(number)
        }
        return address
    }

    private static func version6(_ host: Substring) -> (UInt64, UInt64)? {
        let halves = host.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = words(halves[0]) else { return nil }
        guard halves.count == 2 else { return head.count == 8 ? packed(head) : nil }
        guard let tail = words(halves[1]), head.count + tail.count < 8 else { return nil }
        return packed(head + [UInt64](repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    private static func words(_ text: Substring) -> [UInt64]? {
        guard !text.isEmpty else { return [] }
        var words: [UInt64] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if part.utf8.contains(UInt8(ascii: ".")), index == parts.count - 1, let last = version4(part) {
                words += [UInt64(last >> 16), UInt64(last & 0xFFFF)]
            } else if (1...4).contains(part.utf8.count), part.first?.isHexDigit == true,
                let word = UInt64(part, radix: 16)
            {
                words.append(word)
            } else {
                return nil
            }
        }
        return words.count <= 8 ? words : nil
    }

    private static func packed(_ words: [UInt64]) -> (UInt64, UInt64) {
        let high = words[..<4].reduce(0) { $0 << 16 | $1 }
        let low = words[4...].reduce(0) { $0 << 16 | $1 }
        return (high, low)
    }

    private static func decimal(_ text: Substring, limit: Int) -> Int? {
        guard (1...5).contains(text.utf8.count) else { return nil }
        var value = 0
        for byte in text.utf8 {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value <= limit ? value : nil
    }
}
