package import GridUnits
import HostSystem
package import SiteConfiguration

/// The history to replay, and the manner.
package struct ReplayRequest: Sendable {
    /// Whether a decision may see the price of its own interval.
    package enum Foresight: String, Hashable, Sendable, CaseIterable {
        case none, interval
    }

    /// The site that is replayed, as its file says.
    package var configuration: SiteConfiguration
    /// The files of prices; their form is told from their content.
    package var priceFiles: [String] = []
    /// The files of frequency samples.
    package var frequencyFiles: [String] = []
    /// The files of signals, a line each.
    package var signalFiles: [String] = []
    /// Inclusive; by default the start of the first priced interval.
    package var from: UTCInstant?
    /// Exclusive; by default the end of the last priced interval.
    package var to: UTCInstant?
    /// How much of the future the run knows.
    package var foresight = Foresight.none
    /// How long after its publication a value becomes known.
    package var publicationDelay = TimeSpan.zero
    /// Where to write the ledger of the replay; a new file.
    package var ledgerPath: String?
    /// The rule of two strikes to compare with; nil for none.
    package var twoStrike: TwoStrikeRule.Choice?

    package init(configuration: SiteConfiguration) { self.configuration = configuration }

    /// Refuses a ledger that is there already, before anything is read.
    ///
    /// - Throws: ``ReplayFailure``.
    func requireNewLedger() throws {
        if let ledgerPath, (try? FileFacts(of: ledgerPath)) != nil {
            throw ReplayFailure.ledgerExists(ledgerPath)
        }
    }
}

/// Why a replay did not run to its end.
package enum ReplayFailure: Error, CustomStringConvertible {
    case nothingToReplay
    case noPrices(point: String, files: [String])
    case nothingDecides(files: [String])
    case unknownSpan
    case emptySpan(from: UTCInstant, to: UTCInstant)
    case ledgerExists(String)

    package var description: String {
        switch self {
        case .nothingToReplay:
            "Nothing to replay. Name at least one of --prices FILE, --frequency FILE, --signals FILE."
        case .noPrices(let point, let files):
            "\(files.joined(separator: ", ")) hold no price of \(point). Check site.settlement_point and "
                + "settlement_point_type in the configuration."
        case .nothingDecides(let files):
            "\(files.joined(separator: ", ")) hold only what settles and never decides: day-ahead prices, prices "
                + "of capacity or metered usage. "
                + "Add real-time prices (NP6-905-CD or interval_start_utc,settlement_point,price_usd_per_mwh)."
        case .unknownSpan:
            "The files do not say from when to when to replay: no price and no frequency is in them. "
                + "Give --from and --to."
        case .emptySpan(let from, let to):
            "There is nothing between \(from.seconds) and \(to.seconds). Check --from and --to against the files."
        case .ledgerExists(let path):
            "\(path) exists already; a replay writes a new ledger. Nothing was changed. "
                + "Remove it or name another file."
        }
    }
}
