import GridMarket
package import ControlSocket
package import CurtailmentEngine

extension Demand {
    /// What a program wants, with the numbers it compared.
    package var document: ControlValue {
        [
            "program": .text(program.rawValue), "reason": .text(reason.rawValue), "sentence": .text(sentence),
            "ceiling_mw": .decimal(bounds.ceiling), "floor_mw": .decimal(bounds.floor),
            "set_point_mw": .decimal(bounds.setPoint),
            "figures": .list(
                figures.map { ["name": .text($0.name), "value": .text($0.value), "unit": .text($0.unit)] }),
        ]
    }
}

extension Decision {
    /// One decision, with what held the load down and what would have decided without it.
    package var document: ControlValue {
        [
            "id": .integer(id), "at": .instant(at), "mode": .text(mode.rawValue), "event": .optional(event),
            "state": .text(state.rawValue), "available_mw": .decimal(available),
            "target_mw": .decimal(target),
            "commanded_mw": .decimal(commanded), "confirmed_mw": .decimal(confirmed),
            "winner": winner?.document ?? nil, "runner_up": runnerUp?.document ?? nil,
            "sleeps": .integer(sleeps.count), "wakes": .integer(wakes.count), "summary": .text(summary),
        ]
    }
}
