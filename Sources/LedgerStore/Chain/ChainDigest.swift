import Crypto
import Foundation

/// The digests of the chained log: SHA-256 of a row and of the digest before it.
enum ChainDigest {
    /// The digest that the first row builds on.
    static let genesis = Data(SHA256.hash(data: Array("io.curtaild.ledger/1".utf8)))

    /// The digest of one row.
    ///
    /// Hashed are the digest before it (32 bytes), the sequence number (8 bytes, big-endian), and kind,
    /// instant and body, each after its own length (8 bytes, big-endian), so that no two rows share one
    /// framing.
    static func digest(
        after previous: Data, sequence: Int64, kind: some Collection<UInt8>, at: some Collection<UInt8>,
        body: some Collection<UInt8>
    ) -> Data {
        var message: [UInt8] = []
        message.reserveCapacity(64 + kind.count + at.count + body.count)
        message.append(contentsOf: previous)
        append(UInt64(bitPattern: sequence), to: &message)
        append(UInt64(kind.count), to: &message)
        message.append(contentsOf: kind)
        append(UInt64(at.count), to: &message)
        message.append(contentsOf: at)
        append(UInt64(body.count), to: &message)
        message.append(contentsOf: body)
        return Data(SHA256.hash(data: message))
    }

    /// The digest of a record by itself, wherever it stands in a chain.
    static func fingerprint(_ bytes: [UInt8]) -> Data { Data(SHA256.hash(data: bytes)) }

    /// 64 lower-case hexadecimal digits.
    static func hexadecimal(_ digest: Data) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in digest {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ number: UInt64, to message: inout [UInt8]) {
        for shift in stride(from: 56, through: 0, by: -8) {
            message.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
