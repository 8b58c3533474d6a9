import ControlSocket

/// The document `curtaild.signals/1` for people.
enum SignalsPage {
    static func text(_ document: ControlValue, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        var table = TextTable([
            .flexible("SOURCE"), .flexible("TRANSPORT"), .left("CONDITION"), .flexible("LAST VALUE"),
            .right("AGE"),
            .right("LIMIT"), .right("ACCEPTED"), .right("REJECTED"),
        ])
        let sources = document["sources"].list
        guard !sources.isEmpty else {
            page.plain("No source is configured.")
            return page.text
        }
        for source in sources {
            let value = [source["last_kind"]?.string, source["last_value"]?.string].compactMap(\.self)
            table.rows.append([
                source["name"].shown, source["transport"].shown, source["condition"].shown,
                value.isEmpty ? unknownText : value.joined(separator: " "), source["age_s"].shownSeconds,
                source["stale_s"].shownSeconds, source["accepted"].shown, "\(rejections(source))",
            ])
        }
        page.table(table)
        for source in sources where rejections(source) > 0 {
            page.blank()
            let reasons = (source["rejected"]?.members ?? []).map {
                "\($0.name) \(ControlValue?.some($0.value).shown)"
            }
            page.plain("\(source["name"].shown) rejected: \(reasons.joined(separator: ", "))")
            if let reason = source["last_reason"]?.string { page.plain("  last: \(reason)") }
            if let line = source["last_line"]?.string { page.plain("  line: \(line)") }
        }
        return page.text
    }

    private static func rejections(_ source: ControlValue) -> Int64 {
        guard let members = source["rejected"]?.members else { return source["rejected"]?.integer ?? 0 }
        return members.reduce(0) { $0 + ($1.value.integer ?? 0) }
    }
}
