package import SiteRecord
package import GridUnits

/// The end of an operating day under signature: whoever holds the public key can tell that the day is as it was.
package struct DaySeal: Hashable, Sendable {
    /// The last operating day that is sealed.
    package let day: CalendarDate
    package let at: UTCInstant
    /// The last row of the day, and its digest, 64 hexadecimal digits.
    package let sequence: Int64
    package let digest: String
    /// Ed25519 (RFC 8032), in hexadecimal: the key, and the signature of ``message``.
    package let publicKey: String
    package let signature: String

    /// The signed message: the name of the format, the day, the row and its digest, a line each.
    var message: [UInt8] { Self.message(day: day, sequence: sequence, digest: digest) }

    static func message(day: CalendarDate, sequence: Int64, digest: String) -> [UInt8] {
        Array("io.curtaild.seal/1\n\(day)\n\(sequence)\n\(digest)\n".utf8)
    }
}

extension DaySeal: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("at_ns", at)
            writer.member("day", day.description)
            writer.member("seq", sequence)
            writer.member("digest", digest)
            writer.member("ed25519", publicKey)
            writer.member("signature", signature)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        guard let day = CalendarDate(text: try value.text("day")) else {
            throw CanonicalFailure("day is no operating day")
        }
        self.init(
            day: day, at: try value.instant("at_ns"), sequence: try value.integer("seq"),
            digest: try value.text("digest"), publicKey: try value.text("ed25519"),
            signature: try value.text("signature"))
    }
}
