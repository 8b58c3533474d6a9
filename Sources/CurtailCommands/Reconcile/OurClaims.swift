import GridUnits
import LedgerStore
import Settlement

/// The ledger's claims of a span, by day and by interval, of each program and of all together.
struct OurClaims {
    /// The subject of one line of a statement, whatever its run.
    struct Key: Hashable {
        let day: CalendarDate
        let interval: SettlementInterval?
        let kind: Claim.Kind
        let program: String?
    }

    /// In order of the intervals.
    let amounts: [ClaimAmount]
    private var sums: [Key: Money] = [:]

    /// - Throws: GRDB's error when the file cannot be read; `AmountOutOfRange` when a sum does not fit.
    init(
        _ reader: LedgerReader, from first: CalendarDate, through last: CalendarDate, asOf: UTCInstant?
    ) throws {
        amounts = try reader.claimAmounts(from: first, through: last, asOf: asOf)
        for claim in amounts {
            for interval in [claim.interval, nil] {
                for program in [claim.program, nil] {
                    let key = Key(
                        day: claim.operatingDay, interval: interval, kind: claim.kind, program: program)
                    sums[key] = try (sums[key] ?? .zero).adding(claim.amount)
                }
            }
        }
    }

    /// The ledger's sum of a line's subject; nil where it has none.
    func amount(of subject: StatementLine.Subject) -> Money? {
        sums[
            Key(
                day: subject.day, interval: subject.interval, kind: subject.kind, program: subject.program)]
    }
}
