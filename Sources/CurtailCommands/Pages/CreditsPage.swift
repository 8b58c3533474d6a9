import ControlSocket

/// The document `curtaild.credits/1` for people.
enum CreditsPage {
    static func text(_ document: ControlValue, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        let rows = document["rows"].list
        guard !rows.isEmpty else {
            page.plain("No money is settled in the span.")
            return page.text
        }
        var table = TextTable([
            .flexible(document["by"].shown.uppercased()), .right("CURTAILED MWH"), .right("AVOIDED USD"),
            .right("LOST HASH"), .right("RESTARTS"), .right("NET USD"), .left(""),
        ])
        for row in rows { table.rows.append(cells(row["label"].shown, row)) }
        if let total = document["total"] { table.rows.append(cells("total", total)) }
        page.table(table)
        return page.text
    }

    private static func cells(_ label: String, _ row: ControlValue) -> [String] {
        let flags = [
            row["is_shadow"]?.boolean == true ? "shadow" : nil,
            row["is_estimate"]?.boolean == true ? "est" : nil,
        ]
        return [
            label, row["curtailed_mwh"].shown(places: 3), row["energy_avoided_usd"].shown(places: 2),
            row["lost_hash_usd"].shown(places: 2), row["restart_cost_usd"].shown(places: 2),
            row["net_usd"].shown(places: 2), flags.compactMap(\.self).joined(separator: " "),
        ]
    }
}
