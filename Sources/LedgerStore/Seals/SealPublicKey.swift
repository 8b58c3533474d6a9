import Foundation

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
