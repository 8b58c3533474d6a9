import ControlSocket
import LedgerStore
import SiteRecord

/// Counts the seals of operating days, and looks whether they are of the key that an auditor has.
struct SealCheck {
    /// Nil where any key that signed what it names will do.
    let key: SealPublicKey?
    /// Seals by the public key that signed them.
    private(set) var counts: [String: Int] = [:]
    private var lastRow: Int64 = 0

    init(by key: SealPublicKey?) { self.key = key }

    /// Checks the next row.
    ///
    /// - Returns: why a seal is not of the key; nil for what is as it should be.
    mutating func check(_ entry: ChainEntry) -> String? {
        guard case .seal(let seal) = entry.content else { return nil }
        if let key, !key.isNamed(by: seal) {
            return "the operating day \(seal.day) is sealed by the key \(seal.publicKey), not by \(key)"
        }
        counts[seal.publicKey, default: 0] += 1
        lastRow = seal.sequence
        return nil
    }

    /// The check that only the end allows: a ledger without seals says nothing about a key.
    func finish() -> String? {
        guard let key, counts.isEmpty else { return nil }
        return "no operating day is sealed, so that nothing shows that the holder of \(key) wrote it"
    }

    /// A line for each key, in front of it a line end.
    func text(ofRows rows: Int64) -> String {
        counts.sorted { $0.key < $1.key }.map { signer, count in
            let line = "\n\(count) operating days sealed and signed by \(signer)"
            guard key != nil else { return line }
            // The seal is a row itself.
            return line + ", the key given; \(rows - lastRow - 1) rows after the last seal are under none"
        }.joined()
    }

    var document: JSONValue {
        .object(counts.sorted { $0.key < $1.key }.map { .init($0.key, .count($0.value)) })
    }
}
