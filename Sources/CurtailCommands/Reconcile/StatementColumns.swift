import SiteRecord
import SiteConfiguration

/// Where the columns of a statement stand.
struct StatementColumns {
    /// The columns that mean something, as the header names them.
    enum Name: String, CaseIterable {
        case run = "settlement_run"
        case day = "operating_day"
        case interval = "interval_start_utc"
        case program
        case claim
        case amount = "amount_usd"

        var isRequired: Bool { [.day, .claim, .amount].contains(self) }
    }

    private let places: [Name: Int]
    /// Cells of the header, and the most that a row may have.
    let count: Int
    /// Names that mean nothing here.
    let unknown: [String]

    /// Finds the columns of a header.
    ///
    /// - Throws: ``CommandFailure`` when one is missing, stands twice or is misspelt.
    init(_ header: [CSVScanner.Cell], path: String) throws {
        var places: [Name: Int] = [:]
        var unknown: [String] = []
        for (place, cell) in header.enumerated() {
            guard let name = Name(rawValue: cell.text.lowercased()) else {
                unknown.append(cell.text)
                continue
            }
            guard places.updateValue(place, forKey: name) == nil else {
                throw Self.failure("\(path) has the column \(name.rawValue) twice")
            }
        }
        // An optional column that is misspelt would silently turn lines about intervals into lines about days.
        let absent = Name.allCases.filter { places[$0] == nil }
        for column in unknown {
            guard let meant = Self.meant(by: column, among: absent) else { continue }
            throw Self.failure(
                "\(path) has a column \"\(column.prefix(40))\"; did you mean \(meant.rawValue)?")
        }
        let missing = absent.filter(\.isRequired).map(\.rawValue)
        guard missing.isEmpty else {
            throw Self.failure("\(path) has no column \(missing.joined(separator: ", "))")
        }
        self.places = places
        self.unknown = unknown
        count = header.count
    }

    /// The text of a column in a row; empty where either is missing.
    func text(_ name: Name, in cells: [CSVScanner.Cell]) -> String {
        guard let place = places[name], place < cells.count else { return "" }
        return cells[place].text
    }

    /// The absent column that an unknown one is a slip or an abbreviation of.
    private static func meant(by column: String, among absent: [Name]) -> Name? {
        let written = letters(column)
        guard !written.isEmpty else { return nil }
        let near = NearestName.of(written, among: absent.map { letters($0.rawValue) })
        return absent.first { name in
            let known = letters(name.rawValue)
            return known == near
                || (written.count >= 6 && (known.hasPrefix(written) || written.hasPrefix(known)))
        }
    }

    private static func letters(_ name: String) -> String {
        String(name.lowercased().unicodeScalars.filter { ("a"..."z").contains($0) }.map(Character.init))
    }

    private static func failure(_ what: String) -> CommandFailure {
        let names = Name.allCases.map(\.rawValue).joined(separator: ",")
        return CommandFailure(
            CommandFailure.badData,
            "\(what)\(what.hasSuffix("?") ? "" : ".") Its first line names the columns: \(names). Nothing was compared."
        )
    }
}
