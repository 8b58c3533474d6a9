import ControlSocket
import GridUnits
import Settlement
import SiteReports

extension Reconciliation {
    /// `curtaild.reconcile/1`; the sum of the differences is null over several runs, which settle the same money.
    var document: ControlValue {
        [
            "schema": "curtaild.reconcile/1", "tolerance_usd": .dollars(tolerance),
            "lines": .list(
                lines.map { line in
                    [
                        "settlement_run": .text(line.subject.run),
                        "operating_day": .text(line.subject.day.description),
                        "interval_start": .instant(line.subject.interval?.start),
                        "claim": .text(line.subject.kind.rawValue),
                        "program": line.subject.program.map(ControlValue.text) ?? .null,
                        "ours_usd": .dollars(line.ours), "statement_usd": .dollars(line.theirs),
                        "difference_usd": .dollars(line.difference), "differs": .bool(isDiffering(line)),
                    ]
                }),
            "runs": .list(
                runs.map { run in
                    [
                        "settlement_run": .text(run.name), "lines": .integer(run.lines),
                        "differing": .integer(run.differing), "difference_usd": .dollars(run.difference),
                    ]
                }),
            "differing": .integer(differing),
            "difference_usd": runs.count > 1 ? .null : .dollars(runs.first?.difference ?? .zero),
        ]
    }
}
