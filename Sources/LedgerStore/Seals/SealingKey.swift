import Crypto
import Foundation
import GridUnits

/// The site's key for sealing operating days, from a systemd credential.
package struct SealingKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// Reads a key.
    ///
    /// - Parameter text: 64 hexadecimal digits, the 32 bytes of an Ed25519 private key (RFC 8032); blanks around them
    ///   do not matter.
    /// - Throws: ``SealingKeyFailure``, which never holds any of the key.
    package init(hexadecimal text: String) throws(SealingKeyFailure) {
        guard let bytes = Hexadecimal.bytes(text.trimmingCharacters(in: .whitespacesAndNewlines)),
            bytes.count == 32, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { throw SealingKeyFailure() }
        self.key = key
    }

    /// The public key that checks seals, 64 hexadecimal digits.
    package var publicKey: String { ChainDigest.hexadecimal(key.publicKey.rawRepresentation) }

    /// Seals a day.
    ///
    /// - Throws: what the signing itself throws.
    func seal(_ day: CalendarDate, at: UTCInstant, sequence: Int64, digest: Data) throws -> DaySeal {
        let text = ChainDigest.hexadecimal(digest)
        let message = DaySeal.message(day: day, sequence: sequence, digest: text)
        return DaySeal(
            day: day, at: at, sequence: sequence, digest: text, publicKey: publicKey,
            signature: ChainDigest.hexadecimal(try key.signature(for: message)))
    }
}

/// A credential that is no key.
package struct SealingKeyFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String {
        "The credential ledger-key is no key: write the 64 hexadecimal digits of an Ed25519 private key, such as "
            + "those of openssl rand -hex 32."
    }
}

extension DaySeal {
    /// Whether the signature is that of the key it names.
    var isGenuine: Bool {
        guard let keyBytes = Hexadecimal.bytes(publicKey), let signatureBytes = Hexadecimal.bytes(signature),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: keyBytes)
        else { return false }
        return key.isValidSignature(Data(signatureBytes), for: Data(message))
    }
}

/// Hexadecimal text.
enum Hexadecimal {
    /// The bytes of an even number of digits; nil for anything else.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16),
                digits[index] != UInt8(ascii: "+")
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}

/// The key that an auditor was given, which the seals of a ledger are checked against.
package struct SealPublicKey: Hashable, Sendable, CustomStringConvertible {
    private let bytes: [UInt8]

    /// Reads a key.
    ///
    /// - Parameter text: the 32 bytes of an Ed25519 public key (RFC 8032) as 64 hexadecimal digits or in base64;
    ///   blanks around them do not matter. Nil for anything else.
    package init?(_ text: String) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let found = Hexadecimal.bytes(trimmed) ?? Data(base64Encoded: trimmed).map { [UInt8]($0) }
        guard let found, found.count == 32 else { return nil }
        bytes = found
    }

    /// 64 hexadecimal digits, as seals name it.
    package var description: String { ChainDigest.hexadecimal(Data(bytes)) }

    /// Whether a seal names this key; whether that key signed it, the walk along the chain has checked.
    package func isNamed(by seal: DaySeal) -> Bool { Hexadecimal.bytes(seal.publicKey) == bytes }
}
