import SitePorts
import SiteRecord
import GridUnits
import SiteRecord

/// Reads the units of a group from a CSV file.
struct UnitsFile {
    let file: String
    let diagnostics: Diagnostics
    let defaults: UnitDefaults
    let credentials: CredentialShelf

    private enum Column: String, CaseIterable {
        case id, address
        case power = "unit_w"
        case efficiency = "efficiency_j_per_th"
        case rack, credential
    }

    /// Reads every row.
    ///
    /// - Parameter bytes: the file; a byte-order mark and CRLF line ends are fine.
    /// - Returns: nil when anything is wrong, which has been reported.
    func read(_ bytes: [UInt8]) -> [UnitRow]? {
        var scanner = CSVScanner(bytes)
        guard let header = next(&scanner) else {
            diagnostics.report("the file is empty; begin it with the header id,address", at: .file(file))
            return nil
        }
        guard let columns = columns(header) else { return nil }
        var rows: [UnitRow] = []
        rows.reserveCapacity(bytes.count / 24)
        var isRight = true
        while let cells = next(&scanner) {
            if let row = row(cells, columns) { rows.append(row) } else { isRight = false }
            guard rows.count <= UnitCensus.limit else { break }
        }
        guard scanner.problem == nil, isRight else { return nil }
        if rows.isEmpty { diagnostics.report("the file has a header and no units", at: .file(file)) }
        return rows.isEmpty ? nil : rows
    }

    private func next(_ scanner: inout CSVScanner) -> [CSVScanner.Cell]? {
        let row = scanner.next()
        if let problem = scanner.problem {
            diagnostics.report(problem.message, at: position(problem.line, problem.column))
        }
        return row
    }

    private func columns(_ header: [CSVScanner.Cell]) -> [Column]? {
        var columns: [Column] = []
        var isRight = true
        let known = Column.allCases.map(\.rawValue)
        for cell in header {
            guard let column = Column(rawValue: cell.text) else {
                let near = NearestName.of(cell.text, among: known).map { "did you mean \"\($0)\"?" }
                let message =
                    "unknown column \"\(cell.text.prefix(40))\"; "
                    + "\(near ?? "known here: \(known.joined(separator: ","))")"
                diagnostics.report(message, at: position(cell.line, cell.column))
                isRight = false
                continue
            }
            if columns.contains(column) {
                diagnostics.report(
                    "the column \(cell.text) stands twice; delete one", at: position(cell.line, cell.column))
                isRight = false
            }
            columns.append(column)
        }
        guard isRight else { return nil }
        let required: [Column] = defaults.driver.port == nil ? [.id] : [.id, .address]
        let example = required.map(\.rawValue).joined(separator: ",")
        for required in required where !columns.contains(required) {
            diagnostics.report(
                "the column \(required.rawValue) is missing; begin the file with a header such as \(example)",
                at: position(header.first?.line ?? 1, 1))
            isRight = false
        }
        return isRight ? columns : nil
    }

    private func row(_ cells: [CSVScanner.Cell], _ columns: [Column]) -> UnitRow? {
        let first = cells[0]
        guard cells.count == columns.count else {
            diagnostics.report(
                "this row has \(cells.count) cells and the header \(columns.count); write as many, empty "
                    + "where the "
                    + "group's value holds", at: position(first.line, first.column))
            return nil
        }
        var (id, endpoint): (String?, NumericEndpoint?)
        var (power, efficiency) = (defaults.power, defaults.efficiency as Int64?)
        var (rack, credential) = (defaults.rack, defaults.credential)
        var idCell = first
        var addressCell = first
        var isRight = true
        for (cell, column) in zip(cells, columns) {
            switch column {
            case .id:
                idCell = cell
                id = identifier(cell)
            case .address:
                addressCell = cell
                endpoint = address(cell)
                isRight = isRight && (endpoint != nil || cell.text.isEmpty)
            case .power where !cell.text.isEmpty:
                power = number(cell, column, scale: 6, in: UnitReader.powers.inMicrowatts).map(
                    Power.init(microwatts:))
                isRight = isRight && power != nil
            case .efficiency where !cell.text.isEmpty:
                efficiency = number(cell, column, scale: 9, in: UnitReader.efficiencies)
                isRight = isRight && efficiency != nil
            case .credential where !cell.text.isEmpty:
                credential = credentials.secret(
                    cell.text, for: defaults.driver, at: position(cell.line, cell.column))
                isRight = (cell.text.hasPrefix("/") || identifier(cell) != nil) && isRight
            case .rack where !cell.text.isEmpty:
                rack = cell.text
                if let problem = RackText.problem(rack) {
                    diagnostics.report("rack: \(problem)", at: position(cell.line, cell.column))
                    isRight = false
                }
            case .power, .efficiency, .credential, .rack:
                break
            }
        }
        if power == nil, isRight {
            diagnostics.report(UnitReader.missingPower, at: position(idCell.line, idCell.column))
        }
        guard let id, endpoint != nil || defaults.driver.port == nil, let power, let efficiency, isRight
        else { return nil }
        return UnitRow(
            id: id, endpoint: endpoint, power: power, efficiency: efficiency, rack: rack,
            credential: credential,
            idPosition: position(idCell.line, idCell.column),
            addressPosition: position(addressCell.line, addressCell.column))
    }

    private func identifier(_ cell: CSVScanner.Cell) -> String? {
        guard let problem = NameText.problem(cell.text) else { return cell.text }
        diagnostics.report(problem, at: position(cell.line, cell.column))
        return nil
    }

    private func address(_ cell: CSVScanner.Cell) -> NumericEndpoint? {
        guard let port = defaults.driver.port else {
            guard !cell.text.isEmpty else { return nil }
            diagnostics.report(
                "address: units of driver \(defaults.driver.name) have none; their id names them",
                at: position(cell.line, cell.column))
            return nil
        }
        do {
            return try NumericEndpoint(cell.text, defaultPort: port)
        } catch {
            diagnostics.report("address: \(error.message)", at: position(cell.line, cell.column))
            return nil
        }
    }

    private func number(
        _ cell: CSVScanner.Cell, _ column: Column, scale: Int, in range: ClosedRange<Int64>
    ) -> Int64? {
        do {
            return try NumberText.read(cell.text, scale: scale, in: range)
        } catch {
            diagnostics.report("\(column.rawValue): \(error.message)", at: position(cell.line, cell.column))
            return nil
        }
    }

    private func position(_ line: Int, _ column: Int) -> TextPosition {
        TextPosition(file: file, line: line, column: column)
    }
}

extension ClosedRange<Power> {
    fileprivate var inMicrowatts: ClosedRange<Int64> { lowerBound.microwatts...upperBound.microwatts }
}
