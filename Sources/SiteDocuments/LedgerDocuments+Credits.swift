package import ControlSocket
package import GridUnits
package import LedgerStore
import Settlement

extension LedgerDocuments {
    /// `curtaild.credits/1`: lines of money and their total.
    ///
    /// By program, a line's program is the first program of the event that stood in the claim's interval, since claims
    /// name none; `none` is money of an interval without an event. Shadow lines say what would have been: they are
    /// flagged and stay out of the total.
    ///
    /// - Parameters:
    ///   - reader: the ledger.
    ///   - from: first operating day; nil for the first there is.
    ///   - through: last operating day, included; nil for the last there is.
    ///   - grouping: what shares a line.
    /// - Returns: the document.
    /// - Throws: what reading the ledger throws.
    package static func credits(
        _ reader: LedgerReader, from: CalendarDate?, to through: CalendarDate?, by grouping: CreditGrouping
    ) throws -> ControlValue {
        let lines = try reader.credits(from: from, through: through, by: period(grouping))
        var total = CreditSum()
        for line in lines where !line.isShadow { total.add(line) }
        return [
            "schema": "curtaild.credits/1", "by": .text(grouping.rawValue),
            "from": .optional(from?.description), "to": .optional(through?.description),
            "rows": .list(
                lines.map { line in
                    var sum = CreditSum()
                    sum.add(line)
                    return .object(
                        [.init("label", .text(line.label))] + sum.members
                            + [
                                .init("is_estimate", .bool(line.isEstimate)),
                                .init("is_shadow", .bool(line.isShadow)),
                            ])
                }),
            "total": .object(total.members + [.init("is_estimate", .bool(total.isEstimate))]),
        ]
    }

    private static func period(_ grouping: CreditGrouping) -> CreditPeriod {
        switch grouping {
        case .interval: .interval
        case .day: .day
        case .month: .month
        case .program: .program
        }
    }
}

/// Money by kind; costs are positive.
private struct CreditSum {
    var curtailed = Energy.zero
    var avoided = Money.zero
    var lostHash = Money.zero
    var restartCost = Money.zero
    var net = Money.zero
    var isEstimate = false

    mutating func add(_ line: LedgerCredit) {
        curtailed += line.curtailed
        avoided += line.amounts[.energyAvoided] ?? .zero
        lostHash -= line.amounts[.lostHash] ?? .zero
        restartCost -= line.amounts[.restartCost] ?? .zero
        net += line.net
        isEstimate = isEstimate || line.isEstimate
    }

    var members: [ControlValue.Member] {
        [
            .init("curtailed_mwh", .megawattHours(curtailed)), .init("energy_avoided_usd", .dollars(avoided)),
            .init("lost_hash_usd", .dollars(lostHash)), .init("restart_cost_usd", .dollars(restartCost)),
            .init("net_usd", .dollars(net)),
        ]
    }
}
