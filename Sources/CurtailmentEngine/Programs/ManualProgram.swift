import GridMarket
package import GridUnits
package import SiteRecord

/// The operator's curtailment: always obeyed, the latest command wins, ended by release or its own time.
struct ManualProgram: SiteProgram {
    private var hold: EngineMemory.ManualHold?
    private var until: MonotonicInstant?

    static let kind = ProgramKind(
        program: .manual, title: "manual curtailment",
        sentences: [.manualCommand: "manual command by {by}"],
        make: { _ in ManualProgram() },
        memory: EngineMemory.ManualHold.self)

    mutating func apply(
        _ event: EngineEvent, at moment: Moment, site: SiteModel, books: inout ProgramBooks,
        turn: inout ProgramTurn
    ) {
        switch event {
        case .command(let command):
            switch command.action {
            case .curtail(let level, let span):
                curtail(level, for: span, command: command, uncurtailable: site.uncurtailable, at: moment)
            case .release: release()
            case .arm, .disarm, .override: break
            }
        case .clockStepped(let step):
            guard let until = hold?.until else { return }
            hold?.until = until.advanced(byNanoseconds: step)
        case .started, .signal, .frequency, .fleet, .timer, .policy, .ledger: break
        }
    }

    /// Levels are fixed against what the site would draw now, with nothing of ours asleep.
    private mutating func curtail(
        _ level: OperatorCommand.Level, for span: TimeSpan?, command: OperatorCommand, uncurtailable: Power,
        at moment: Moment
    ) {
        let available = moment.available
        let curtailable = max(.zero, available - uncurtailable)
        let ceiling: Power =
            switch level {
            case .everything: uncurtailable
            case .percent(let percent):
                available - Power(microwatts: curtailable.microwatts / 100 * Int64(min(max(percent, 0), 100)))
            case .to(let power): max(power, .zero)
            case .by(let power): max(available - power, .zero)
            }
        hold = EngineMemory.ManualHold(
            level: level, ceiling: ceiling, since: moment.utc,
            until: span.map { moment.utc.advanced(byNanoseconds: $0.nanoseconds) },
            issuer: command.issuer, reason: command.reason)
        until = span.map { moment.now.advanced(by: $0) }
    }

    private mutating func release() {
        hold = nil
        until = nil
    }

    mutating func evaluate(
        at moment: Moment, site: SiteModel, books: inout ProgramBooks, turn: inout ProgramTurn
    ) -> Wish? {
        if let until, moment.now >= until {
            release()
            turn.isMemoryChanged = true
            turn.notices.append(Notice(.manualCommand, "The timed manual curtailment has run out."))
        }
        turn.deadline.add(until)
        return hold.map { Wish(program: .manual, reason: .manualCommand, bounds: .ceiling($0.ceiling)) }
    }

    func figures(of wish: Wish, site: SiteModel, books: ProgramBooks) -> [Figure] {
        guard let hold else { return [] }
        var figures = [
            Figure("ceiling", hold.ceiling, unit: "mw"), Figure(name: "by", value: hold.issuer, unit: ""),
        ]
        if !hold.reason.isEmpty { figures.append(Figure(name: "because", value: hold.reason, unit: "")) }
        if let until = hold.until { figures.append(Figure(name: "until", value: until.seconds, unit: "")) }
        return figures
    }

    func memory(site: SiteModel) -> (any ProgramMemory)? { hold }

    mutating func recover(_ memory: any ProgramMemory, site: SiteModel, clock: RecoveredClock) {
        hold = memory as? EngineMemory.ManualHold
        until = hold?.until.map(clock.monotonic(of:))
    }
}

extension Reason {
    /// An operator wants the load down.
    package static let manualCommand = Reason("manual_command")
}

extension Notice.Kind {
    /// A command of an operator was carried out.
    package static let manualCommand = Notice.Kind("manual_command", .command, of: .manual)
}

extension EngineMemory {
    /// A manual curtailment in force.
    package struct ManualHold: ProgramMemory {
        /// As commanded, for people.
        package var level: OperatorCommand.Level
        /// The load the site may draw while it stands, fixed when the command came.
        package var ceiling: Power
        /// When it was commanded.
        package var since: UTCInstant
        /// When it ends by itself; nil until released.
        package var until: UTCInstant?
        /// The user or signal that commanded it.
        package var issuer: String
        /// The reason given; empty where none was.
        package var reason: String

        package static let fields: Fields<ManualHold> = Fields(
            ManualHold.init(level:ceiling:since:until:issuer:reason:),
            Field("level") { $0.level }, Field("ceiling_uw") { $0.ceiling }, Field("since_ns") { $0.since },
            Field("until_ns") { $0.until }, Field("issuer") { $0.issuer }, Field("reason") { $0.reason })

        /// Creates a curtailment that stands until `until`, or until it is released.
        package init(
            level: OperatorCommand.Level, ceiling: Power, since: UTCInstant, until: UTCInstant?,
            issuer: String, reason: String
        ) {
            self.level = level
            self.ceiling = ceiling
            self.since = since
            self.until = until
            self.issuer = issuer
            self.reason = reason
        }
    }

    /// The manual curtailment in force.
    package var manual: ManualHold? { programs[.manual] as? ManualHold }
}
