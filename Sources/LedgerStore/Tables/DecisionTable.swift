import CurtailmentEngine
import GridMarket

extension Decision: TableRow {
    static let table = Table<Decision>(
        "decisions", key: "chain_seq",
        columns: [
            .sequence, Column("id") { $0.id }, Column("at_utc") { $0.at }, Column("event_id") { $0.event },
            Column("mode") { $0.mode.rawValue }, Column("state") { $0.state.rawValue },
            Column("program") { $0.winner?.program.rawValue },
            Column("reason") { $0.winner?.reason.rawValue }, Column("target_microwatts") { $0.target },
            Column("commanded_microwatts") { $0.commanded }, Column("confirmed_microwatts") { $0.confirmed },
            Column("summary") { $0.summary },
        ],
        indexes: [
            "decisions_by_id ON decisions(id)", "decisions_by_time ON decisions(at_utc)",
            "decisions_by_event ON decisions(event_id) WHERE event_id IS NOT NULL",
        ],
        view: ViewDeclaration(
            name: "v_decisions",
            columns: """
                id AS decision_id, at_utc, event_id, mode, state, program, reason,
                \(ShownSQL.megawatts("target_microwatts")) AS target_mw,
                \(ShownSQL.megawatts("commanded_microwatts")) AS commanded_mw,
                \(ShownSQL.megawatts("confirmed_microwatts")) AS confirmed_mw, summary, chain_seq
                """,
            order: "chain_seq", from: "at_utc >=", until: "at_utc"))
}
