import CurtailmentEngine
import GridMarket

/// Events as they stand: each state takes the place of the one before, and the chain keeps them all.
extension CurtailmentEvent: TableRow {
    static let table = Table<CurtailmentEvent>(
        "events", key: "id", isReplaced: true,
        columns: [
            Column("id") { $0.id }, .sequence, Column("state") { $0.state.rawValue },
            Column("started_at_utc") { $0.startedAt }, Column("ended_at_utc") { $0.endedAt },
            Column("shadow") { $0.isShadow },
            Column("programs") { $0.programs.map(\.rawValue).joined(separator: ",") },
            Column("reason") { $0.reason.rawValue }, Column("lowest_target_microwatts") { $0.lowestTarget },
            Column("lowest_commanded_microwatts") { $0.lowestCommanded },
            Column("lowest_confirmed_microwatts") { $0.lowestConfirmed },
            Column("lowest_metered_microwatts") { $0.lowestMetered },
            Column("failed_units") { $0.failedUnits },
        ],
        indexes: ["events_by_start ON events(started_at_utc)"],
        view: ViewDeclaration(
            name: "v_events",
            columns: """
                id AS event_id, state, started_at_utc, ended_at_utc, shadow AS is_shadow, programs, reason,
                \(ShownSQL.megawatts("lowest_target_microwatts")) AS lowest_target_mw,
                \(ShownSQL.megawatts("lowest_commanded_microwatts")) AS lowest_commanded_mw,
                \(ShownSQL.megawatts("lowest_confirmed_microwatts")) AS lowest_confirmed_mw,
                \(ShownSQL.megawatts("lowest_metered_microwatts")) AS lowest_metered_mw, failed_units, chain_seq
                """,
            // An event counts with any part of it.
            order: "chain_seq", from: "coalesce(ended_at_utc, '9999') >",
            until: "started_at_utc"))
}
