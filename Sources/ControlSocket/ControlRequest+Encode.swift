import GridMarket
import CurtailmentEngine
import GridUnits

extension ControlRequest {
    /// The name after `io.curtaild.Control.`.
    package var method: String {
        switch self {
        case .status: "Status"
        case .log: "Log"
        case .explain: "Explain"
        case .credits: "Credits"
        case .curtail: "Curtail"
        case .release: "Release"
        case .arm: "Arm"
        case .disarm: "Disarm"
        case .signals: "Signals"
        case .fleet: "Fleet"
        case .reload: "Reload"
        case .ping: "Ping"
        }
    }

    /// The parameters as they travel; what is not given is left out.
    package var parameters: ControlValue {
        .object(pairs.filter { $0.1 != .null }.map { ControlValue.Member($0.0, $0.1) })
    }

    private var pairs: [(String, ControlValue)] {
        switch self {
        case .status, .signals, .ping: []
        case .log(let selection):
            [
                ("since", .optional(selection.since?.exact)), ("until", .optional(selection.until?.exact)),
                ("program", .optional(selection.program?.rawValue)),
                ("follow", selection.follows ? true : nil),
            ]
        case .explain(.event(let event)): [("event", .integer(event))]
        case .explain(.at(let instant)): [("at", .text(instant.exact))]
        case .credits(let selection):
            [
                ("from", .optional(selection.from?.description)),
                ("to", .optional(selection.to?.description)),
                ("by", .text(selection.grouping.rawValue)), ("as_of", .optional(selection.asOf?.exact)),
            ]
        case .curtail(let command): Self.pairs(of: command)
        case .release(let command):
            [
                ("event", .optional(command.event)),
                ("override", .optional(command.override?.program.rawValue)),
                ("for_s", .optional(command.override?.span.decimalSeconds)),
                ("reason", .text(command.reason)),
            ]
        case .arm(let reason), .disarm(let reason): [("reason", .text(reason))]
        case .fleet(let group, let state):
            [("group", .optional(group)), ("state", .optional(state?.rawValue))]
        case .reload(let waits): [("wait", waits ? true : nil)]
        }
    }

    private static func pairs(of command: CurtailCommand) -> [(String, ControlValue)] {
        let level: (String, ControlValue) =
            switch command.level {
            case .everything: ("all", true)
            case .percent(let percent): ("percent", .integer(percent))
            case .to(let power): ("to_mw", .text(power.decimal))
            case .by(let power): ("by_mw", .text(power.decimal))
            }
        return [
            level, ("for_s", .optional(command.span?.decimalSeconds)),
            ("dry_run", command.isDryRun ? true : nil), ("reason", .text(command.reason)),
        ]
    }
}
