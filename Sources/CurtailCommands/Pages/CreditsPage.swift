import ControlSocket
import GridUnits
import Settlement

/// The document `curtaild.credits/1` for people.
enum CreditsPage {
    static func text(_ document: ControlValue, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        let rows = document["rows"].list
        guard !rows.isEmpty else {
            page.plain("No money is settled in the span.")
            return page.text
        }
        let columns = columns(of: rows, by: document["by"].shown)
        var table = TextTable(columns.map(\.head))
        for row in rows { table.rows.append(columns.map { $0.cell(row) }) }
        if var total = document["total"]?.members {
            total.insert(.init("label", "total"), at: 0)
            table.rows.append(columns.map { $0.cell(.object(total)) })
        }
        for (index, part) in table.parts.enumerated() {
            if index > 0 { page.blank() }
            page.table(part)
        }
        return page.text
    }

    private struct Column {
        let head: TextTable.Column
        let cell: (ControlValue) -> String
    }

    /// What every table has, and each further kind of claim that occurs.
    private static func columns(of rows: [ControlValue], by grouping: String) -> [Column] {
        var columns = [
            Column(head: .flexible(grouping.uppercased())) { label($0["label"]) },
            amount("CURTAILED MWH", "curtailed_mwh", places: 3), amount("AVOIDED USD", "energy_avoided_usd"),
            amount("LOST HASH", "lost_hash_usd"), amount("RESTARTS", "restart_cost_usd"),
        ]
        let ownColumn: Set<String> = ["energyAvoided", "lostHash", "restartCost"]
        let occurring = Set(rows.flatMap { $0["claims"]?.members ?? [] }.map(\.name)).subtracting(ownColumn)
        let order = Claim.Kind.allCases.map(\.rawValue)
        columns += order.filter(occurring.contains).map(claim)
        columns += occurring.subtracting(order).sorted().map(claim)
        if rows.contains(where: { $0["incremental_usd"] != nil && $0["incremental_usd"] != $0["net_usd"] }) {
            columns.append(amount("INCREMENTAL", "incremental_usd"))
        }
        columns.append(amount("NET USD", "net_usd"))
        columns.append(Column(head: .left(""), cell: flags))
        return columns
    }

    private static func amount(_ title: String, _ member: String, places: Int = 2) -> Column {
        Column(head: .right(title)) { $0[member].shown(places: places) }
    }

    /// Dollars of one kind; a penalty is a cost, as lost hash and restarts are.
    private static func claim(_ kind: String) -> Column {
        Column(head: .right(title(kind))) { row in
            guard let text = row["claims"].member(kind)?.string else { return "0.00" }
            guard kind == Claim.Kind.penalty.rawValue, let cost = try? Money(decimal: text) else {
                return row["claims"].member(kind).shown(places: 2)
            }
            return (-cost).decimal(places: 2)
        }
    }

    private static func title(_ kind: String) -> String {
        switch Claim.Kind(rawValue: kind) {
        case .energyAvoided: "AVOIDED USD"
        case .energyResold: "RESOLD USD"
        case .lostHash: "LOST HASH"
        case .restartCost: "RESTARTS"
        case .asCapacityDAM: "AS DAY-AHEAD"
        case .asImbalanceRT: "AS REAL-TIME"
        case .ersCapacity: "ERS USD"
        case .transmission4CPContingent: "4CP (CONT.)"
        case .dayAheadPosition: "DAM POSITION"
        case .penalty: "PENALTIES"
        case nil: kind.uppercased()
        }
    }

    /// Instants without what they all share; names and days as they are.
    private static func label(_ value: ControlValue?) -> String {
        let text = value.shown
        return text.hasSuffix(":00.000Z") ? "\(value.shownInstant.dropLast(4))Z" : text
    }

    private static func flags(_ row: ControlValue) -> String {
        let flags = [
            row["is_shadow"]?.boolean == true ? "shadow" : nil,
            row["is_estimate"]?.boolean == true ? "est" : nil,
        ]
        return flags.compactMap(\.self).joined(separator: " ")
    }
}
