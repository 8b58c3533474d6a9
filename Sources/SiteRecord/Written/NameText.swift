/// The form of names that end up in `group/unit`, in file names, in the ledger and on the wire.
package enum NameText {
    /// Bytes of the longest name.
    package static let longest = 64

    /// Why a text cannot be such a name.
    ///
    /// - Parameter text: as it stands in the file.
    /// - Returns: nil when it can; otherwise what is wrong and what would be right.
    package static func problem(_ text: String) -> String? {
        let rule = "write letters, digits and . _ : - only, at most \(longest), a letter or digit first"
        guard let first = text.utf8.first else { return "the name is empty; \(rule)" }
        guard text.utf8.count <= longest else { return "the name has \(text.utf8.count) bytes; \(rule)" }
        guard isAlphanumeric(first), text.utf8.allSatisfy(isAllowed) else {
            return "\"\(text)\" cannot be a name; \(rule)"
        }
        return nil
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "-"): true
        default: isAlphanumeric(byte)
        }
    }
}
