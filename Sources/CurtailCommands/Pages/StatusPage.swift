import ControlSocket

/// The document `curtaild.status/1` for people.
enum StatusPage {
    static func text(_ status: ControlValue, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        let name = status["site"].shown
        page.heading(
            "\(name)  \(status["mode"].shown)  \(status["state"].shown)  \(status["at"].shownInstant)")
        let megawatts = ["target", "commanded", "confirmed", "metered"].map { name in
            "\(name) \(status["\(name)_mw"].shown(places: 3))"
        }
        page.field(
            "Load MW", megawatts.joined(separator: "   ") + "   of \(status["available_mw"].shown(places: 3))"
        )
        page.field("Why", status["reason"].shown)
        if let behind = status["runner_up"].member("sentence")?.string { page.field("Behind it", behind) }
        addEvent(status["event"], to: &page)
        addManual(status["manual"], to: &page)
        for obligation in status["obligations"].list {
            let identity = [obligation["program"]?.string, obligation["id"]?.string].compactMap(\.self)
            page.field(
                "Obligation",
                "\(identity.joined(separator: " ")) since \(obligation["since"].shownInstant): "
                    + "at most \(obligation["ceiling_mw"].shown(places: 3)) MW, \(obligation["text"].shown)")
        }
        if let hertz = status["frequency"].member("hz")?.string {
            let frequency = status["frequency"]
            page.field(
                "Frequency",
                "\(hertz) Hz from \(frequency.member("source").shown), \(frequency.member("at").shownInstant)"
            )
        }
        addToday(status["today"], to: &page)
        if let ledger = status["ledger"], ledger != .null {
            let isBlocked = ledger["condition"]?.string == "blocked"
            page.field(
                "Ledger", "\(ledger["condition"].shown), head \(ledger["head"].shown.prefix(16))",
                isAlarm: isBlocked)
        }
        for alarm in status["alarms"].list {
            page.field(
                "ALARM", "\(alarm["text"].shown) (since \(alarm["since"].shownInstant))", isAlarm: true)
        }
        addSources(status["sources"].list, to: &page)
        return page.text
    }

    private static func addEvent(_ event: ControlValue?, to page: inout TextPage) {
        switch event {
        case .object:
            let number = event.member("id").shown
            page.field(
                "Event",
                "\(number), \(event.member("state").shown), since \(event.member("started_at").shownInstant)"
                    + " — curtailctl explain \(number)")
        case .text, .number: page.field("Event", "\(event.shown) — curtailctl explain \(event.shown)")
        case .null, .bool, .list, nil: break
        }
    }

    private static func addManual(_ manual: ControlValue?, to page: inout TextPage) {
        guard let manual, manual != .null else { return }
        let until =
            manual["until"]?.string == nil ? "until released" : "until \(manual["until"].shownInstant)"
        let reason = manual["reason"]?.string.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
        page.field(
            "Manual",
            "at most \(manual["ceiling_mw"].shown(places: 3)) MW since \(manual["since"].shownInstant) \(until), "
                + "by \(manual["issuer"].shown)\(reason)")
    }

    private static func addToday(_ today: ControlValue?, to page: inout TextPage) {
        guard let today, today != .null else { return }
        page.field(
            "Today",
            "\(today["curtailed_mwh"].shown(places: 3)) MWh curtailed, "
                + "avoided \(today["energy_avoided_usd"].shown(places: 2)), "
                + "lost hash \(today["lost_hash_usd"].shown(places: 2)), net \(today["net_usd"].shown(places: 2)) USD"
        )
    }

    private static func addSources(_ sources: [ControlValue], to page: inout TextPage) {
        guard !sources.isEmpty else { return }
        page.blank()
        var table = TextTable([
            .flexible("SOURCE"), .left("CONDITION"), .right("AGE"), .flexible("LAST VALUE"),
        ])
        for source in sources {
            table.rows.append([
                source["name"].shown, source["condition"].shown, source["age_s"].shownSeconds,
                source["last_value"].shown,
            ])
        }
        page.table(table)
    }
}
