import Settlement

/// The meaning of every column and word of the statement.
enum Definitions {
    private static let words: [(term: String, meaning: String)] = [
        ("Operating day", "ERCOT's day, from midnight to midnight of Central Prevailing Time (CST or CDT)."),
        (
            "Settlement interval",
            "A quarter of an hour; a day has 96 of them, 92 or 100 when the clock changes."
        ),
        (
            "Settlement USD/MWh",
            "The price of the settlement point in an interval, as the ledger has it now."
        ),
        (
            "Delivered USD/MWh",
            "What a MWh more would cost: settlement price × loss factor + adder of the contract."
        ),
        (
            "Break-even",
            "The delivered price above which running a group loses money: its miners' income for each MWh at the "
                + "site meter."
        ),
        ("Baseline MWh", "What the site would have consumed: consumed plus curtailed."),
        ("Consumed MWh", "What it did consume, by the evidence named beside it."),
        (
            "Curtailed MWh",
            "What it did not consume because of a curtailment: the energy that is paid for, by the meter or by readings."
        ),
        ("Incremental USD", "Money that is there because something was curtailed."),
        ("Net USD", "All money: incremental, and what is paid whether or not anything was curtailed."),
        (
            "Contingent USD",
            "What may still come to nothing: transmission charges of the coming year, until the peaks are published."
        ),
        (
            "± at most USD",
            "How far an amount may be off because its energy is read from units; a dash where the ledger does not say. "
                + "Energy avoided and lost hash hang on one energy, so that the net is off by their difference."
        ),
        (
            "Known as",
            "Metered: by the site meter. Confirmed: by readings of the units. Simulated: by a replay or a demonstration. "
                + "Published: by awards and prices alone, as capacity is. All but metered and published are estimates."
        ),
        ("Target MW", "What the site may draw; in the list of curtailments the lowest of each."),
        ("Commanded MW", "What the fleet is asked to draw."),
        ("Confirmed MW", "What the units were read to draw; a unit that does not answer counts in full."),
        ("Metered MW", "What the site's meter shows; a dash where there is none."),
        ("Failed units", "Units that were asked in a curtailment and did not follow."),
        (
            "Result",
            "How a curtailment stands: completed, completed with failures, or still going on."
        ),
        (
            "Programs",
            "What held the load down, in the order in which it joined; each is a way to earn, or a duty."
        ),
        ("Why", "The first decision of a curtailment, with the numbers that were compared."),
        (
            "Became unreachable, became refusing",
            "How often a unit stopped answering, or answered and did not do what it was told."
        ),
        ("Shadow", "Decided and recorded, not commanded: what would have been. It is in no total."),
        (
            "Hash not computed PH·days",
            "What the curtailed energy would have computed: a petahash per second for a day."
        ),
        ("Row, replaces", "Numbers of rows in the ledger's chain; a revision names the row it replaces."),
    ]

    static func write(to markup: inout Markup) {
        markup.section("definitions", "Definitions") { markup in
            markup.paragraph(
                "Amounts are rounded for show, half to even. The exact ones stand in the value of each number's "
                    + "element and in the ledger: curtailctl export.")
            markup.element("dl", ["class": "definitions"]) { markup in
                for (term, meaning) in words { markup.term(term) { $0.words(meaning) } }
                for kind in Claim.Kind.allCases {
                    markup.term("\(kind.title) (\(kind.rawValue))") { $0.words(kind.declaration.meaning) }
                }
            }
        }
    }
}
