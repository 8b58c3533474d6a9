package import SitePorts
package import GridMarket
package import CurtailmentEngine
package import GridUnits
package import Settlement

/// The state of the site at a glance.
package struct SiteStatus: Sendable {
    package let site: String
    package let at: UTCInstant
    package let mode: SiteMode
    package let state: SiteState
    package let event: CurtailmentEvent?
    package let reason: String
    package let winner: Demand?
    package let runnerUp: Demand?
    package let target: Power
    package let commanded: Power
    package let confirmed: Power
    package let metered: Power?
    package let available: Power
    package let memory: EngineMemory
    package let obligations: [HeldObligation]
    package let alarms: [Alarm]
    package let today: DayTotals
    package let frequency: (source: String, sample: FrequencySample)?
    package let ledgerHead: String?
}

extension SiteController {
    /// The settlement of the present operating day; yesterday's sums are not carried over midnight.
    var todayNow: DayTotals {
        let day = MarketTimeZone.centralPrevailing.operatingDay(of: ports.clock.utc())
        return today.day == day ? today : DayTotals(day: day)
    }

    package var status: SiteStatus {
        let holding = engine.holding
        return SiteStatus(
            site: engine.policy.name, at: ports.clock.utc(), mode: engine.mode, state: engine.state,
            event: engine.event, reason: holding.winner?.sentence ?? "nothing holds the load down",
            winner: holding.winner, runnerUp: holding.runnerUp, target: engine.target,
            commanded: engine.commanded,
            confirmed: engine.confirmed, metered: engine.metered, available: engine.available,
            memory: engine.memory, obligations: engine.obligations, alarms: engine.alarms, today: todayNow,
            frequency: lastFrequency,
            ledgerHead: ledgerHead)
    }
}

extension CurtailmentEngine {
    /// The effect that a command would have now; nothing is recorded or commanded.
    ///
    /// - Returns: the decision that a copy of the engine takes; nil when nothing would change.
    package func dryRun(_ command: OperatorCommand, at now: SiteClock.Reading) -> Decision? {
        var copy = self
        return copy.handle(EngineInput(at: now.utc, monotonic: now.monotonic, event: .command(command)))
            .decision
    }
}
