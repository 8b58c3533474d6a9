import ControlSocket

/// The document `curtaild.explain/1` for people: its sentences, and each group beside the price.
enum ExplainPage {
    static func text(_ document: ControlValue, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        for sentence in document["text"].list { page.plain(sentence.string ?? "") }
        let groups = document["groups"].list
        guard !groups.isEmpty else { return page.text }
        page.blank()
        var table = TextTable([
            .flexible("GROUP"), .right("PRICE USD/MWH"), .right("BREAK-EVEN"), .right("MARGIN"),
            .left("COMMANDED"),
        ])
        for group in groups {
            table.rows.append([
                group["name"].shown, group["price_usd_per_mwh"].shown(places: 2),
                group["break_even_usd_per_mwh"].shown(places: 2),
                group["margin_usd_per_mwh"].shown(places: 2),
                group["is_commanded"].shown,
            ])
        }
        page.table(table)
        return page.text
    }
}
