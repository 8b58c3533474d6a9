package import GridUnits
package import SiteRecord

/// The end of an operating day under signature: whoever holds the public key can tell that the day is as it was.
package struct DaySeal: Hashable, Sendable {
    /// The last operating day that is sealed.
    package let day: CalendarDate
    /// When the seal was made.
    package let at: UTCInstant
    /// The last row of the day.
    package let sequence: Int64
    /// The digest of that row, 64 hexadecimal digits.
    package let digest: String
    /// The Ed25519 key (RFC 8032) that signed, 64 hexadecimal digits.
    package let publicKey: String
    /// The signature of ``message``, 128 hexadecimal digits.
    package let signature: String

    /// The signed message: the name of the format, the day, the row and its digest, a line each.
    var message: [UInt8] { Self.message(day: day, sequence: sequence, digest: digest) }

    static func message(day: CalendarDate, sequence: Int64, digest: String) -> [UInt8] {
        Array("io.curtaild.seal/1\n\(day)\n\(sequence)\n\(digest)\n".utf8)
    }
}

extension DaySeal: FieldRecord {
    static let kind = "seal"

    package static let fields: Fields<DaySeal> = Fields(
        { at, day, sequence, digest, publicKey, signature in
            DaySeal(
                day: day, at: at, sequence: sequence, digest: digest, publicKey: publicKey,
                signature: signature)
        },
        Field("at_ns") { $0.at }, Field("day") { $0.day }, Field("seq") { $0.sequence },
        Field("digest") { $0.digest }, Field("ed25519") { $0.publicKey },
        Field("signature") { $0.signature })
}
