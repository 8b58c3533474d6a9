import GridMarket
import CurtailmentEngine
import GridUnits

extension ControlRequest {
    /// Reads a call of the interface.
    ///
    /// - Parameters:
    ///   - method: the name after `io.curtaild.Control.`.
    ///   - parameters: as they came; nil and null are no parameters.
    /// - Returns: nil when the interface has no such method.
    /// - Throws: ``ControlFailure`` that names the parameter.
    package static func decode(
        method: String, parameters: ControlValue?
    ) throws(ControlFailure) -> ControlRequest? {
        var values = try ControlParameters(parameters)
        guard let request = try decode(method: method, from: &values) else { return nil }
        try values.finish()
        return request
    }

    private static func decode(
        method: String, from values: inout ControlParameters
    ) throws(ControlFailure) -> ControlRequest? {
        switch method {
        case "Status": .status
        case "Log":
            .log(
                LogSelection(
                    since: try values.instant("since"), until: try values.instant("until"),
                    program: try values.choice("program", of: Program.self),
                    follows: try values.boolean("follow")))
        case "Explain": .explain(try subject(from: &values))
        case "Credits":
            .credits(
                CreditSelection(
                    from: try values.day("from"), to: try values.day("to"),
                    by: try values.choice("by", of: CreditGrouping.self) ?? .interval,
                    asOf: try values.instant("as_of")))
        case "Curtail":
            .curtail(
                CurtailCommand(
                    level: try level(from: &values), span: try values.seconds("for_s"),
                    isDryRun: try values.boolean("dry_run"), reason: try values.reason()))
        case "Release":
            .release(
                ReleaseCommand(
                    event: try values.integer("event"), override: try override(from: &values),
                    reason: try values.reason()))
        case "Arm": .arm(reason: try values.reason())
        case "Disarm": .disarm(reason: try values.reason())
        case "Signals": .signals
        case "Fleet":
            .fleet(group: try values.text("group"), state: try values.choice("state", of: UnitState.self))
        case "Reload": .reload(waits: try values.boolean("wait"))
        case "Ping": .ping
        default: nil
        }
    }

    private static func subject(from values: inout ControlParameters) throws(ControlFailure) -> ExplainSubject
    {
        let event = try values.integer("event")
        let instant = try values.instant("at")
        switch (event, instant) {
        case (let event?, nil): return .event(event)
        case (nil, let instant?): return .at(instant)
        case (nil, nil), (_?, _?):
            throw ControlParameters.invalid("event", "or the parameter at is wanted: exactly one of the two")
        }
    }

    private static func level(
        from values: inout ControlParameters
    ) throws(ControlFailure) -> OperatorCommand.Level {
        var levels: [OperatorCommand.Level] = []
        if try values.boolean("all") { levels.append(.everything) }
        if let power = try values.megawatts("to_mw") { levels.append(.to(power)) }
        if let power = try values.megawatts("by_mw") { levels.append(.by(power)) }
        if let percent = try values.integer("percent") {
            guard (1...100).contains(percent) else {
                throw ControlParameters.invalid("percent", "is \(percent), outside 1 to 100")
            }
            levels.append(.percent(Int(percent)))
        }
        guard levels.count == 1 else {
            throw ControlParameters.invalid(
                "all", "or to_mw, by_mw or percent is wanted: exactly one of them")
        }
        return levels[0]
    }

    private static func override(
        from values: inout ControlParameters
    ) throws(ControlFailure) -> ReleaseCommand.Override? {
        let program = try values.choice("override", of: Program.self)
        let span = try values.seconds("for_s")
        switch (program, span) {
        case (nil, nil): return nil
        case (let program?, let span?): return ReleaseCommand.Override(program: program, span: span)
        case (nil, _?), (_?, nil):
            throw ControlParameters.invalid("for_s", "belongs to override, and override needs it")
        }
    }
}
