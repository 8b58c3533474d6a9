import ControlSocket
import GridUnits
import Settlement
import SiteRecord
import SiteReports

extension Reconciliation {
    /// `curtaild.reconcile/1`; the sum of the differences is null over several runs, which settle the same money.
    var document: JSONValue {
        [
            "schema": "curtaild.reconcile/1", "tolerance_usd": .text(tolerance.decimalSixPlaces),
            "lines": .array(lines.map(document(of:))), "runs": .array(runs.map(Self.document(of:))),
            "differing": .count(differing),
            "difference_usd": runs.count > 1
                ? .null : .text((runs.first?.difference ?? .zero).decimalSixPlaces),
        ]
    }

    private func document(of line: Line) -> JSONValue {
        let subject = line.subject
        return [
            "settlement_run": .text(subject.run), "operating_day": .text(subject.day.description),
            "interval_start": .orNull(subject.interval?.start.milliseconds),
            "claim": .text(subject.kind.rawValue), "program": .orNull(subject.program),
            "ours_usd": .orNull(line.ours?.decimalSixPlaces),
            "statement_usd": .orNull(line.theirs?.decimalSixPlaces),
            "difference_usd": .text(line.difference.decimalSixPlaces), "differs": .boolean(isDiffering(line)),
        ]
    }

    private static func document(of run: Run) -> JSONValue {
        [
            "settlement_run": .text(run.name), "lines": .count(run.lines),
            "differing": .count(run.differing), "difference_usd": .text(run.difference.decimalSixPlaces),
        ]
    }
}
