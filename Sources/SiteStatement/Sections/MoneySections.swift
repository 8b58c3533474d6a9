import GridMarket
import GridUnits
import LedgerStore
import Settlement

/// The earnings of the month: by type of claim, by program, by day.
struct MoneySections {
    let facts: StatementFacts

    private var money: MoneyFacts { facts.money }

    func writeTotals(to markup: inout Markup) {
        markup.section("totals", "Totals") { markup in
            guard !money.isEmpty else { return markup.paragraph("No money is settled in this month.") }
            markup.paragraph(
                "Net is everything that was earned and lost. Incremental is the part that is there because load was "
                    + "curtailed; capacity is paid whether or not anything was. Energy avoided or resold and lost hash "
                    + "are claims on one curtailed energy, which the total counts once."
                    + (money.total.hasContingent
                        ? " What is contingent may still come to nothing: it stands apart and is in neither."
                        : ""))
            claimTable(isShadow: false).write(to: &markup)
            programTable(isShadow: false).write(to: &markup)
        }
        guard money.hasShadow else { return }
        markup.section("shadow", "What would have been") { markup in
            markup.paragraph(
                "In shadow mode nothing was commanded. These figures say what would have been; they are in no other "
                    + "total of this statement.")
            claimTable(isShadow: true).write(to: &markup)
            programTable(isShadow: true).write(to: &markup)
        }
    }

    /// Contingent money has a column of its own where there is any.
    private func columns(_ name: String, _ lines: [LedgerCredit]) -> [DataTable.Column] {
        [.text(name), .number("Curtailed MWh"), .number("Net USD"), .number("Incremental USD")]
            + (lines.contains(where: \.hasContingent) ? [.number("Contingent USD")] : [])
            + [.number("± at most USD"), .text("Known as")]
    }

    private func claimTable(isShadow: Bool) -> DataTable {
        let lines = money.byClaim.filter { $0.isShadow == isShadow }
        var table = DataTable(
            isShadow ? "shadow-claims" : "claims", "By type of claim", columns("Claim", lines))
        let hasContingent = lines.contains(where: \.hasContingent)
        table.rows = lines.map { line in
            // Several kinds are claims on one energy, which the total counts once; the others are not of energy.
            let kind = Claim.Kind(rawValue: line.label)
            let hasEnergy = kind?.claimsEnergy == true || kind == .ofCurtailedEnergy
            return row(
                Claim.Kind.title(line.label), line, hasContingent: hasContingent,
                energy: hasEnergy ? .energy(line.curtailed) : .text(""))
        }
        table.totals = [
            row("Total", isShadow ? money.shadowTotal : money.total, hasContingent: hasContingent)
        ]
        return table
    }

    private func programTable(isShadow: Bool) -> DataTable {
        let lines = money.byProgram.filter { $0.isShadow == isShadow }
        var table = DataTable(
            isShadow ? "shadow-programs" : "programs", "By program", columns("Program", lines))
        let hasContingent = lines.contains(where: \.hasContingent)
        table.rows = lines.map { line in
            let name = line.label == LedgerReader.noCurtailment ? "outside of curtailments" : line.label
            return row(Shown.words(name), line, hasContingent: hasContingent)
        }
        table.totals = [
            row("Total", isShadow ? money.shadowTotal : money.total, hasContingent: hasContingent)
        ]
        return table
    }

    private func row(
        _ name: String, _ line: LedgerCredit, hasContingent: Bool, energy: DataTable.Cell? = nil
    ) -> [DataTable.Cell] {
        [
            .text(name), energy ?? .energy(line.curtailed), .dollars(line.net), .dollars(line.incremental),
        ] + (hasContingent ? [.dollars(line.contingent)] : []) + [
            .dollars(line.knownUncertainty), .text(line.knownAs),
        ]
    }

    func writeDays(to markup: inout Markup) {
        guard money.byDay.contains(where: { !$0.isShadow }) else { return }
        let kinds = money.total.kinds
        var table = DataTable(
            "days-table", "Money for each operating day, USD",
            [.text("Day"), .number("Curtailed MWh")] + kinds.map { .number(Claim.Kind.title($0)) }
                + [.number("Incremental"), .number("Net")])
        func row(_ name: DataTable.Cell, _ line: LedgerCredit) -> [DataTable.Cell] {
            [name, .energy(line.curtailed)] + kinds.map { .dollars(line.claims[$0] ?? .zero) }
                + [.dollars(line.incremental), .dollars(line.net)]
        }
        table.rows = money.byDay.filter { !$0.isShadow }.map { row(.text($0.label), $0) }
        table.totals = [row(.text("Total"), money.total)]
        markup.section("days", "Money day by day") { markup in
            MoneyChart(month: facts.month, credits: money.byDay).write(to: &markup)
            markup.details("The numbers of this chart") { table.write(to: &$0) }
        }
    }

    func writeLostHash(to markup: inout Markup) {
        let lines = money.byGroup.filter { !$0.isShadow && $0.amounts[.lostHash] != nil }
        guard !lines.isEmpty else { return }
        var table = DataTable(
            "hash-table", "Lost hash by group",
            [
                .text("Group"), .number("Curtailed MWh"), .number("Lost hash USD"),
                .number("Mean break-even USD/MWh"), .number("Hash not computed PH·days"),
            ])
        table.rows = lines.map { line in
            let lost = -(line.amounts[.lostHash] ?? .zero)
            return [
                .text(line.label), .energy(line.curtailed), .dollars(lost),
                .price(HashMath.meanRate(lost, over: line.curtailed)),
                .text(HashMath.petahashDays(line, policy: facts.policy).map(Shown.grouped) ?? "\u{2013}"),
            ]
        }
        markup.section("hash", "Lost hash") { markup in
            markup.paragraph(
                "What the curtailed miners did not earn, at the break-even in force in each interval. PH·days are "
                    + "reckoned with the efficiency and PUE in force at the end of the month.")
            table.write(to: &markup)
        }
    }
}
