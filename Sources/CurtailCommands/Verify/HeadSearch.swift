import ControlSocket
import LedgerStore
import SiteRecord

/// Looks for a head digest of the journal in a ledger: a tail that was cut off shows.
struct HeadSearch {
    let head: String
    let path: String
    /// Nil where no row has it.
    let place: LedgerReader.Place?

    init(for head: String, in reader: LedgerReader) throws {
        self.head = head
        path = reader.path
        place = try reader.place(ofHead: head)
    }

    var text: String {
        guard let place else { return "MISSING: no row of \(path) has the head \(head)" }
        return "The head \(head) is row \(place.sequence); \(place.rowsAfter) rows follow it"
    }

    var failure: CommandFailure? {
        guard place == nil else { return nil }
        return CommandFailure(
            CommandFailure.badData,
            "The head \(head) is nowhere in \(path): rows that had been recorded when it was written down are gone, "
                + "or it is another ledger's. Nothing was changed. Compare with a backup: "
                + "curtailctl verify BACKUP --head \(head)")
    }

    var document: JSONValue {
        [
            "head": .text(head), "row": .orNull(place?.sequence), "rows_after": .orNull(place?.rowsAfter),
        ]
    }
}
