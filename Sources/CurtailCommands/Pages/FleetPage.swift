import ControlSocket

/// The document `curtaild.fleet/1` for people.
enum FleetPage {
    static func text(_ document: ControlValue, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        var groups = TextTable([
            .flexible("GROUP"), .left("DRIVER"), .right("UNITS"), .right("RATED MW"), .right("COMMANDED"),
            .right("CONFIRMED"), .right("CURTAILED"), .right("BREAK-EVEN"),
        ])
        for group in document["groups"].list {
            groups.rows.append([
                group["name"].shown, group["driver"].shown, group["units"].shown,
                group["rated_mw"].shown(places: 3),
                group["commanded_mw"].shown(places: 3), group["confirmed_mw"].shown(places: 3),
                group["curtailed_mw"].shown(places: 3), group["break_even_usd_per_mwh"].shown(places: 2),
            ])
        }
        page.table(groups)
        for group in document["groups"].list {
            let states = (group["states"]?.members ?? []).map {
                "\(ControlValue?.some($0.value).shown) \($0.name)"
            }
            if !states.isEmpty { page.plain("\(group["name"].shown): \(states.joined(separator: ", "))") }
        }
        addUnits(document, to: &page)
        return page.text
    }

    private static func addUnits(_ document: ControlValue, to page: inout TextPage) {
        let units = document["units"].list
        if !units.isEmpty {
            page.blank()
            var table = TextTable([
                .flexible("UNIT"), .flexible("GROUP"), .left("STATE"), .right("RATED W"), .right("DRAWING W"),
                .left("ORDER"), .flexible("LAST ANSWER"), .right("AGE"),
            ])
            for unit in units {
                table.rows.append([
                    unit["id"].shown, unit["group"].shown, unit["state"].shown, unit["rated_w"].shown,
                    unit["drawing_w"].shown, unit["order"].shown, unit["last_answer"].shown,
                    unit["age_s"].shownSeconds,
                ])
            }
            page.table(table)
        }
        let omitted = document["units_omitted"]?.integer ?? 0
        if omitted > 0 {
            page.plain("\(omitted) more units; narrow it: curtailctl fleet --group NAME --state STATE")
        }
    }
}
