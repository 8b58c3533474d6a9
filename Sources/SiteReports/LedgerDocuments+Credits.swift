package import ControlSocket
import GridUnits
package import LedgerStore
import Settlement

extension LedgerDocuments {
    /// `curtaild.credits/1`: lines of money and their total.
    ///
    /// `claims` holds every kind with its sign, positive to the site; lost hash and restart cost beside it are costs.
    /// What is contingent stands apart and is in neither the net nor the incremental sum.
    /// By program or event, money of an interval belongs to the first event that stood in it where a claim names no
    /// program; `none` is money of an interval without an event. Shadow lines say what would have been: they are
    /// flagged and stay out of the total.
    ///
    /// - Parameters:
    ///   - reader: the ledger.
    ///   - selection: which days, without end where it names none; what shares a line; as known when.
    /// - Returns: the document.
    /// - Throws: what reading the ledger throws.
    package static func credits(
        _ reader: LedgerReader, _ selection: CreditSelection
    ) throws -> ControlValue {
        let lines = try reader.credits(
            from: selection.from, through: selection.to, by: period(selection.grouping), asOf: selection.asOf)
        // What the kinds of claims of one energy are off by offsets, so their lines do not add up to the total's.
        let total = LedgerCredit.total(
            selection.grouping == .claim
                ? try reader.credits(
                    from: selection.from, through: selection.to, by: .group, asOf: selection.asOf) : lines)
        return [
            "schema": "curtaild.credits/1", "by": .text(selection.grouping.rawValue),
            "from": .optional(selection.from?.description), "to": .optional(selection.to?.description),
            "as_of": .instant(selection.asOf),
            "rows": .list(
                lines.map { line in
                    .object(
                        [.init("label", .text(line.label))] + line.members
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
        case .hour: .hour
        case .day: .day
        case .month: .month
        case .year: .year
        case .program: .program
        case .group: .group
        case .claim: .claim
        case .event: .event
        }
    }
}

extension LedgerCredit {
    /// The members of a line; costs are positive, `claims` has every kind with its own sign.
    fileprivate var members: [ControlValue.Member] {
        [
            .init("curtailed_mwh", .megawattHours(curtailed)),
            .init("energy_avoided_usd", .dollars(amounts[.energyAvoided] ?? .zero)),
            .init("lost_hash_usd", .dollars(-(amounts[.lostHash] ?? .zero))),
            .init("restart_cost_usd", .dollars(-(amounts[.restartCost] ?? .zero))),
            .init("claims", .object(kinds.map { .init($0, .dollars(claims[$0])) })),
            .init("uncertainty_usd", .dollars(uncertainty)), .init("contingent_usd", .dollars(contingent)),
            .init("incremental_usd", .dollars(incremental)),
            .init("net_usd", .dollars(net)),
        ]
    }
}
