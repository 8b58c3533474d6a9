import ControlSocket

/// The documents `curtaild.command/1`, `curtaild.dry_run/1` and `curtaild.reload/1` for people.
enum ReplyPage {
    static func text(_ reply: ControlValue, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        if let message = reply["message"]?.string { page.plain(message) }
        switch reply["schema"]?.string {
        case "curtaild.dry_run/1": addDryRun(reply, to: &page)
        case "curtaild.reload/1":
            for change in reply["changes"].list { page.plain("  \(change.string ?? change.json)") }
        case nil, .some: addCommand(reply, to: &page)
        }
        return page.text
    }

    private static func addCommand(_ reply: ControlValue, to page: inout TextPage) {
        if let event = reply["event"], event != .null {
            let number = event["id"] ?? event
            page.field(
                "Event",
                "\(ControlValue?.some(number).shown) — curtailctl explain \(ControlValue?.some(number).shown)"
            )
        }
        if reply["mode"]?.string != nil {
            page.field(
                "Load MW",
                "target \(reply["target_mw"].shown(places: 3))   commanded \(reply["commanded_mw"].shown(places: 3))"
                    + "   (\(reply["mode"].shown))")
        }
        for holder in reply["still_holding"].list {
            page.field("Still holds", holder.string ?? holder["sentence"]?.string ?? holder.json)
        }
    }

    private static func addDryRun(_ reply: ControlValue, to page: inout TextPage) {
        page.field(
            "Dry run",
            "target \(reply["target_mw"].shown(places: 3)) MW: \(reply["units"].shown) units would sleep "
                + "(\(reply["sheds_mw"].shown(places: 3)) MW), \(reply["wakes"].shown) would wake; nothing was done"
        )
        page.field(
            "An hour",
            "loses \(reply["lost_hash_usd_per_h"].shown(places: 2)) USD of hashrate, "
                + "saves \(reply["energy_avoided_usd_per_h"].shown(places: 2)) USD of energy at the price now"
        )
        guard !reply["groups"].list.isEmpty else { return }
        var table = TextTable([.flexible("GROUP"), .right("UNITS"), .right("MW")])
        for group in reply["groups"].list {
            table.rows.append([group["name"].shown, group["units"].shown, group["mw"].shown(places: 3)])
        }
        page.table(table)
    }
}
