/// A reply of the cgminer family, scanned for the few values that are needed.
///
/// Such replies are often not quite JSON (missing commas, raw newlines, `inf`), so nothing is parsed: keys
/// are looked for, without regard to case, and the value behind the colon is taken.
package struct MinerReply {
    /// How far a reply has come.
    enum Arrival {
        case partial
        /// Ended without a byte.
        case empty
        case whole(MinerReply)
    }

    private let bytes: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// Reads up to the first NUL, or to the end of the connection.
    static func arrival(of received: ReceivedBytes) -> Arrival {
        if let end = received.bytes[received.newFrom...].firstIndex(of: 0) {
            return .whole(MinerReply(received.bytes[..<end]))
        }
        guard received.hasEnded else { return .partial }
        return received.bytes.isEmpty ? .empty : .whole(MinerReply(received.bytes[...]))
    }

    /// How the unit judged the request.
    enum Status: Equatable {
        case accepted
        case denied(code: Int?, message: String)
        /// No status is in the reply: garbage, or cut short.
        case absent
    }

    /// The status: `S`, `I` and `W` accept, `E` and `F` deny; words such as `success` count by their first
    /// letter.
    var status: Status {
        guard let letter = text("STATUS")?.utf8.first else { return .absent }
        switch letter | 0x20 {
        case UInt8(ascii: "s"), UInt8(ascii: "i"), UInt8(ascii: "w"): return .accepted
        case UInt8(ascii: "e"), UInt8(ascii: "f"):
            return .denied(code: number("Code").flatMap { Int($0) }, message: text("Msg") ?? "no message")
        default: return .absent
        }
    }

    /// Whether a key is there, whatever its value.
    func has(_ key: String) -> Bool {
        var found = false
        eachValue(of: key) { _ in
            found = true
            return true
        }
        return found
    }

    /// The first string that stands behind a key; escapes are left as they are, 200 bytes at most.
    package func text(_ key: String) -> String? {
        var result: String?
        eachValue(of: key) { start in
            guard bytes[start] == UInt8(ascii: "\"") else { return false }
            var end = start + 1
            while end < bytes.endIndex, bytes[end] != UInt8(ascii: "\"") {
                end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard end < bytes.endIndex else { return false }
            result = String(decoding: bytes[(start + 1)..<end].prefix(200), as: UTF8.self)
            return true
        }
        return result
    }

    /// The first number behind a key, bare or as a string, as it is written.
    func number(_ key: String) -> String? {
        var result: String?
        eachValue(of: key) { start in
            let first = bytes[start] == UInt8(ascii: "\"") ? start + 1 : start
            let digits = bytes[first...].prefix { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
                    UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
                    true
                default: false
                }
            }
            // A number that runs into the end of the reply may have been cut short.
            guard !digits.isEmpty, digits.endIndex < bytes.endIndex, digits.count <= 40 else { return false }
            result = String(decoding: digits, as: UTF8.self)
            return true
        }
        return result
    }

    /// The beginning of the reply in printable form, for an operator.
    var excerpt: String {
        let shown = bytes.prefix(60).map { (32...126).contains($0) ? $0 : UInt8(ascii: ".") }
        return "\(bytes.count) bytes beginning \"\(String(decoding: shown, as: UTF8.self))\""
    }

    /// Finds `"key" :` and hands out where each value begins, until the visitor has had enough.
    private func eachValue(of key: String, _ visit: (Int) -> Bool) {
        let wanted = Array(key.utf8)
        var index = bytes.startIndex
        while let quote = bytes[index...].firstIndex(of: UInt8(ascii: "\"")) {
            index = quote + 1
            guard isKey(wanted, at: index) else { continue }
            var value = skippingBlanks(index + wanted.count + 1)
            guard value < bytes.endIndex, bytes[value] == UInt8(ascii: ":") else { continue }
            value = skippingBlanks(value + 1)
            guard value < bytes.endIndex else { return }
            if visit(value) { return }
        }
    }

    private func isKey(_ wanted: [UInt8], at start: Int) -> Bool {
        let end = start + wanted.count
        guard end < bytes.endIndex, bytes[end] == UInt8(ascii: "\"") else { return false }
        return bytes[start..<end].elementsEqual(wanted) { Self.lowered($0) == Self.lowered($1) }
    }

    private func skippingBlanks(_ start: Int) -> Int {
        var index = min(start, bytes.endIndex)
        while index < bytes.endIndex, bytes[index] <= 0x20 { index += 1 }
        return index
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
