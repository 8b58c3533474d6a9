import ControlSocket

/// The documents `curtaild.log/1` and `curtaild.event/1` for people.
enum LogPage {
    static func text(_ document: ControlValue, _ style: TextStyle) -> String {
        guard document["schema"]?.string != "curtaild.event/1" else { return line(document) }
        let events = document["events"].list
        var page = TextPage(style: style)
        guard !events.isEmpty else {
            page.plain("No curtailment events in the span.")
            return page.text
        }
        var table = TextTable([
            .right("ID"), .flexible("STATE"), .left("STARTED"), .right("LASTED"), .flexible("PROGRAMS"),
            .right("TARGET MW"), .right("CONFIRMED"), .right("MWH"), .right("NET USD"),
        ])
        for event in events { table.rows.append(cells(event)) }
        page.table(table)
        return page.text
    }

    private static func cells(_ event: ControlValue) -> [String] {
        [
            event["id"].shown, state(event), event["started_at"].shownInstant,
            event["duration_s"].shownSeconds,
            programs(event), event["lowest_target_mw"].shown(places: 3),
            event["lowest_confirmed_mw"].shown(places: 3),
            event["curtailed_mwh"].shown(places: 3), event["net_usd"].shown(places: 2),
        ]
    }

    /// One change of an event, as it happens.
    private static func line(_ event: ControlValue) -> String {
        let at = event["ended_at"]?.string == nil ? event["started_at"] : event["ended_at"]
        return "\(at.shownInstant)  event \(event["id"].shown)  \(state(event))  \(programs(event))  "
            + "target \(event["lowest_target_mw"].shown(places: 3)) MW, "
            + "confirmed \(event["lowest_confirmed_mw"].shown(places: 3)) MW\n"
    }

    private static func state(_ event: ControlValue) -> String {
        let state = event["state"].shown.replacing("_", with: " ")
        return event["is_shadow"]?.boolean == true ? "\(state), shadow" : state
    }

    private static func programs(_ event: ControlValue) -> String {
        event["programs"].list.compactMap(\.string).joined(separator: ",")
    }
}
