import GridUnits
import Settlement

extension Credits {
    package static func page(_ reply: Reply, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        guard !reply.rows.isEmpty else {
            page.plain("No money is settled in the span.")
            return page.text
        }
        let columns = columns(of: reply)
        var table = TextTable(columns.map(\.head))
        let total = Line(label: "total", sums: reply.total, isShadow: false)
        for row in reply.rows + [total] { table.rows.append(columns.map { $0.cell(row) }) }
        for (index, part) in table.parts.enumerated() {
            if index > 0 { page.blank() }
            page.table(part)
        }
        return page.text
    }

    private struct Column {
        let head: TextTable.Column
        let cell: (Line) -> String
    }

    /// The columns of every table, and each further kind of claim that occurs.
    private static func columns(of reply: Reply) -> [Column] {
        var columns = [
            Column(head: .flexible(reply.by.uppercased())) { label($0.label) },
            Column(head: .right("CURTAILED MWH")) { $0.sums.curtailed.megawattHours(places: 3) },
            amount("AVOIDED USD") { $0.energyAvoided }, amount("LOST HASH") { $0.lostHash },
            amount("RESTARTS") { $0.restartCost },
        ]
        let ownColumn: Set<String> = ["energyAvoided", "lostHash", "restartCost"]
        let occurring = Set(reply.rows.flatMap(\.sums.claims.members).map(\.name)).subtracting(ownColumn)
        let order = Claim.Kind.allCases.map(\.rawValue)
        columns += order.filter(occurring.contains).map(claim)
        columns += occurring.subtracting(order).sorted().map(claim)
        if reply.rows.contains(where: { $0.sums.incremental != $0.sums.net }) {
            columns.append(amount("INCREMENTAL") { $0.incremental })
        }
        columns.append(amount("NET USD") { $0.net })
        columns.append(Column(head: .left(""), cell: flags))
        return columns
    }

    private static func amount(_ title: String, _ sum: @escaping (Sums) -> Money) -> Column {
        Column(head: .right(title)) { sum($0.sums).decimal(places: 2) }
    }

    /// Dollars of one kind; a penalty is a cost, as lost hash and restarts are.
    private static func claim(_ kind: String) -> Column {
        Column(head: .right(title(kind))) { row in
            let amount = row.sums.claims[kind] ?? .zero
            return (Claim.Kind(rawValue: kind)?.isCost == true ? -amount : amount).decimal(places: 2)
        }
    }

    private static func title(_ kind: String) -> String {
        Claim.Kind(rawValue: kind)?.declaration.column ?? kind.uppercased()
    }

    /// Instants without what they all share; names and days as they are.
    private static func label(_ text: String) -> String {
        guard text.hasSuffix(":00.000Z"), let instant = UTCInstant(rfc3339: text) else { return text }
        return "\(instant.shown.dropLast(4))Z"
    }

    private static func flags(_ row: Line) -> String {
        [row.isShadow ? "shadow" : nil, row.sums.isEstimate ? "est" : nil].compactMap(\.self)
            .joined(separator: " ")
    }
}
