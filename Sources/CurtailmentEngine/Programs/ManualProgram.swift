import GridMarket
import GridUnits

/// The operator's curtailment: always obeyed, the latest command wins, ended by release or its own time.
struct ManualProgram: Hashable, Sendable {
    private(set) var hold: EngineMemory.ManualHold?
    private(set) var until: MonotonicInstant?

    init() {}

    init(hold: EngineMemory.ManualHold?, until: MonotonicInstant?) {
        self.hold = hold
        self.until = until
    }

    /// Takes a curtail command.
    ///
    /// - Parameters:
    ///   - level: how much.
    ///   - span: for how long; nil until released.
    ///   - command: who and why.
    ///   - available: what the site would draw with nothing of ours asleep; levels are fixed against it now.
    ///   - uncurtailable: what can never be curtailed.
    ///   - now: when the span begins.
    ///   - utc: the same, for records.
    mutating func curtail(
        _ level: OperatorCommand.Level, for span: TimeSpan?, command: OperatorCommand, available: Power,
        uncurtailable: Power, now: MonotonicInstant, utc: UTCInstant
    ) {
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
            level: level, ceiling: ceiling, since: utc,
            until: span.map { utc.advanced(byNanoseconds: $0.nanoseconds) },
            issuer: command.issuer, reason: command.reason)
        until = span.map { now.advanced(by: $0) }
    }

    mutating func release() {
        hold = nil
        until = nil
    }

    /// Moves what is remembered in UTC with a step of the wall clock.
    mutating func clockStepped(byNanoseconds step: Int64) {
        guard let until = hold?.until else { return }
        hold?.until = until.advanced(byNanoseconds: step)
    }

    /// Ends a timed curtailment that has run out; gives the moment at which to look again.
    mutating func evaluate(now: MonotonicInstant) -> MonotonicInstant? {
        guard let until else { return nil }
        guard now >= until else { return until }
        release()
        return nil
    }

    var demand: Demand? {
        guard let hold else { return nil }
        var figures = [
            Figure("ceiling", hold.ceiling, unit: "mw"), Figure(name: "by", value: hold.issuer, unit: ""),
        ]
        if !hold.reason.isEmpty { figures.append(Figure(name: "because", value: hold.reason, unit: "")) }
        if let until = hold.until { figures.append(Figure(name: "until", value: until.seconds, unit: "")) }
        return Demand(
            program: .manual, reason: .manualCommand, bounds: .ceiling(hold.ceiling), figures: figures)
    }
}
