import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// The gaps, the failures, the intervals settled anew, and the way to check all of them.
struct RecordSections {
    let facts: StatementFacts

    func writeGaps(to markup: inout Markup) {
        markup.section("gaps", "Gaps") { markup in
            let missing = facts.gaps.reduce(0) { $0 + $1.count }
            let expected = Shown.count(facts.expected)
            markup.paragraph(
                missing == 0
                    ? "None: all \(expected) settlement intervals of the month are settled."
                    : "\(Shown.count(missing)) of \(expected) settlement intervals are not settled. They are in no sum."
            )
            let unmetered = facts.intervals.count { !$0.isMetered }
            markup.paragraph(
                unmetered == 0
                    ? "Every settled interval has a meter's reading."
                    : "\(Shown.count(unmetered)) of \(Shown.count(facts.intervals.count)) settled intervals "
                        + "\(unmetered == 1 ? "is" : "are") not wholly by the site meter: that energy is an estimate."
            )
            if !facts.gaps.isEmpty { gapTable.write(to: &markup) }
            for hole in facts.holes {
                markup.paragraph(
                    "\(Shown.count(hole.gap.records, "record")) from \(MarketClock.full(hole.gap.first)) to "
                        + "\(MarketClock.full(hole.gap.last)) had to be refused because the ledger could not be "
                        + "written (row \(hole.sequence)).")
            }
        }
    }

    private var gapTable: DataTable {
        var table = DataTable(
            "gaps-table", "Intervals that are not settled",
            [.text("From"), .text("To"), .number("Intervals"), .number("Whole days"), .text("Why")])
        table.rows = facts.gaps.map { gap in
            let (start, end) = (gap.first.start, gap.last.end)
            return [
                .instant(start, MarketClock.dayAndMinute(start)),
                .instant(end, MarketClock.dayAndMinute(end)),
                .count(Int64(gap.count)), .count(Int64(gap.days)), .text(gap.sentence),
            ]
        }
        return table
    }

    func writeFailures(to markup: inout Markup) {
        let failures = facts.failures
        markup.section("failures", "Unit failures") { markup in
            guard !failures.units.isEmpty else {
                return markup.paragraph("No unit stopped answering or refused a command in this month.")
            }
            var table = DataTable(
                "failures-table",
                failures.count > failures.units.count
                    ? "The \(failures.units.count) units with most failures of \(Shown.count(failures.count))"
                    : "\(Shown.count(failures.count, "unit")) with failures",
                [
                    .text("Unit"), .number("Became unreachable"), .number("Became refusing"), .text("First"),
                    .text("Last"),
                ])
            table.rows = failures.units.map { unit in
                [
                    .text(unit.name), .count(Int64(unit.unreachable)), .count(Int64(unit.refusing)),
                    .instant(unit.firstAt, MarketClock.dayAndMinute(unit.firstAt)),
                    .instant(unit.lastAt, MarketClock.dayAndMinute(unit.lastAt)),
                ]
            }
            table.write(to: &markup)
        }
    }

    func writeRevisions(to markup: inout Markup) {
        let revisions = facts.revisions
        markup.section("revisions", "Revisions") { markup in
            guard !revisions.revisions.isEmpty else {
                return markup.paragraph("Nothing was settled anew.")
            }
            markup.paragraph(
                "What was settled anew in this month, or later for an interval of it. The figures of this statement "
                    + "are the newest; both rows stay in the ledger.")
            var table = DataTable(
                "revisions-table",
                revisions.count > revisions.revisions.count
                    ? "The first \(revisions.revisions.count) of \(Shown.count(revisions.count)) revisions"
                    : Shown.count(revisions.count, "revision"),
                [
                    .text("Recorded"), .text("Interval"), .text("Group"), .text("What"), .text("Before"),
                    .text("After"), .number("Row"), .number("Replaces"),
                ])
            table.rows = revisions.revisions.map(row)
            table.write(to: &markup)
        }
    }

    private func row(_ revision: LedgerRevision) -> [DataTable.Cell] {
        let start = revision.after.interval?.start
        let recorded = revision.recordedAt
        let words = RevisionWords(revision)
        return [
            .instant(recorded, MarketClock.dayAndMinute(recorded)),
            .instant(start, start.map(MarketClock.dayAndMinute) ?? ""), .text(words.group), .text(words.what),
            .text(words.before), .text(words.after), .count(revision.sequence), .count(revision.replaces),
        ]
    }

    func writeEvidence(to markup: inout Markup) {
        markup.section("evidence", "Evidence") { markup in
            markup.paragraph(
                "Every figure here comes from a ledger whose rows are chained: each holds the SHA-256 of its content "
                    + "and of the row before it. What went in, and what was decided of it, can be rerun on another "
                    + "computer.")
            markup.element("dl", ["class": "facts"]) { markup in
                markup.term("Rows at issue") { $0.words(Shown.count(facts.head.rows)) }
                markup.term("Digest of the last row") { $0.element("code", facts.head.digest) }
                markup.term("Rows written in the month") {
                    $0.words(
                        facts.rows.map { "\(Shown.count($0.lowerBound)) to \(Shown.count($0.upperBound))" }
                            ?? "none")
                }
                markup.term("Engine of this program") { $0.words("version \(CurtailmentEngine.version)") }
                markup.term("To rerun and check everything, also in a longer ledger") {
                    $0.element("code", "curtailctl verify LEDGER --head \(facts.head.digest)")
                }
            }
            if !facts.policies.isEmpty { policyTable.write(to: &markup) }
        }
    }

    private var policyTable: DataTable {
        var table = DataTable(
            "policies-table", "Configurations in force",
            [
                .text("From"), .text("Mode"), .text("Settlement point"), .text("Engine"), .text("Rules"),
                .number("Row"), .text("SHA-256 of the configuration, of the recorded policy"),
            ])
        table.rows = facts.policies.map { found in
            [
                .instant(found.at, MarketClock.full(found.at)), .text(found.record.policy.mode.rawValue),
                .text(found.record.policy.settlementPoint.shown), .text(found.record.engineVersion),
                .text(found.record.settlementVersion), .count(found.sequence),
                .codes([found.record.configurationDigest, found.digest].filter { !$0.isEmpty }),
            ]
        }
        return table
    }
}

extension SettlementPoint {
    /// The point with its type, where one is configured.
    var shown: String { type.map { "\(name) (\($0))" } ?? name }
}

/// The changes of a revision, in words.
private struct RevisionWords {
    let group: String
    let what: String
    let before: String
    let after: String

    init(_ revision: LedgerRevision) {
        before = Self.figure(revision.before)
        after = Self.figure(revision.after)
        group = revision.after.group ?? ""
        if case .claim(let claim, _) = revision.after { what = claim.kind.title } else { what = "interval" }
    }

    private static func figure(_ record: LedgerRecord) -> String {
        if case .interval(let settled, _) = record { return figure(settled) }
        guard case .claim(let claim, _) = record else { return "" }
        return "\(Shown.dollars(claim.amount)) USD"
    }

    private static func figure(_ settled: SettledInterval) -> String {
        let energy = settled.energy
        let price = settled.price.map { "\(Shown.price($0)) USD/MWh \(settled.priceSource.rawValue)" }
        return "\(price ?? "no price"), \(Shown.megawattHours(energy.consumed)) MWh consumed, "
            + "\(Shown.megawattHours(energy.curtailed)) MWh curtailed, \(energy.evidence.rawValue)"
    }
}
