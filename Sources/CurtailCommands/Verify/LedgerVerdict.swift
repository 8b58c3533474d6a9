import ControlSocket
import LedgerStore
import SiteRecord

/// The findings of a verification.
struct LedgerVerdict {
    let path: String
    let rows: Int64
    let head: String
    let difference: ChainVerifier.Difference?
    private let rerun: LedgerRerun
    private let settlement: SettlementRerun
    private let seals: SealCheck

    /// Walks the chain and reruns the engine beside it.
    ///
    /// - Parameters:
    ///   - reader: of the file.
    ///   - key: what every seal has to be signed by; nil accepts any key that signed what it names.
    /// - Throws: what reading the file throws; a difference is no error here.
    init(_ reader: LedgerReader, sealedBy key: SealPublicKey? = nil) throws {
        var rerun = LedgerRerun()
        var settlement = SettlementRerun()
        var seals = SealCheck(by: key)
        let result = try ChainVerifier(reader).walk { _, entry in
            try seals.check(entry) ?? rerun.check(entry) ?? settlement.check(entry)
        }
        self.seals = seals
        path = reader.path
        rows = result.rows
        head = result.head
        self.rerun = rerun
        self.settlement = settlement
        if let difference = result.difference {
            self.difference = difference
        } else if let text = rerun.finish() ?? settlement.finish() {
            difference = .init(sequence: result.rows + 1, kind: "chain", what: text)
        } else if rerun.isMemoryExpected, result.asleep == nil {
            difference = .init(
                sequence: nil, kind: "memory", what: "what the daemon has to remember is not there")
        } else if let text = Self.difference(remembered: result.asleep, rerun: rerun.asleep) {
            difference = .init(sequence: nil, kind: "asleep_units", what: text)
        } else if let text = seals.finish() {
            difference = .init(sequence: nil, kind: "seal", what: text)
        } else {
            difference = try reader.fileProblems().first.map { .init(sequence: nil, kind: "file", what: $0) }
        }
    }

    /// Compares the units that the ledger remembers as asleep with those that its own rows put to sleep.
    private static func difference(remembered: Set<String>?, rerun: Set<String>?) -> String? {
        guard let remembered, let rerun, let unit = remembered.symmetricDifference(rerun).min() else {
            return nil
        }
        return remembered.contains(unit)
            ? "\(unit) is remembered as asleep by us, and no row put it to sleep"
            : "\(unit) sleeps because of us, and that is not remembered"
    }

    var text: String {
        if let difference { return "DIFFERS: \(path), \(difference)" }
        let skipped =
            (rerun.inputsNotRerun > 0
                ? "\n\(rerun.inputsNotRerun) inputs after a gap or of another engine could not be rerun; "
                    + "only their digests were checked." : "")
            + (settlement.rowsNotRerun > 0
                ? "\n\(settlement.rowsNotRerun) rows of money were made by the rules of another release; "
                    + "only their digests were checked." : "")
        return
            "OK: \(path)\n\(rows) rows, head \(head)\n\(rerun.inputs) inputs rerun, \(rerun.decisions) decisions "
            + "and \(rerun.events) event rows as recorded\n\(settlement.rows) rows of intervals and money settled anew, "
            + "as recorded\(seals.text(ofRows: rows))\(skipped)"
    }

    var document: JSONValue {
        let found: JSONValue? = difference.map { difference in
            [
                "row": .orNull(difference.sequence), "kind": .text(difference.kind),
                "what": .text(difference.what),
            ]
        }
        return [
            "schema": "curtaild.verify/1", "ledger": .text(path), "ok": .boolean(difference == nil),
            "rows": .count(rows),
            "head": .text(head), "inputs": .count(rerun.inputs),
            "inputs_not_rerun": .count(rerun.inputsNotRerun),
            "decisions": .count(rerun.decisions), "events": .count(rerun.events),
            "settled": .count(settlement.rows), "settled_not_rerun": .count(settlement.rowsNotRerun),
            "seals": seals.document, "public_key": .orNull(seals.key?.description),
            "difference": found ?? nil,
        ]
    }
}
