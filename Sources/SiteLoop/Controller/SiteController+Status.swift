package import SitePorts
package import GridMarket
package import CurtailmentEngine
package import GridUnits
package import Settlement

/// The state of the site at a glance.
package struct SiteStatus: Sendable {
    /// The site's name.
    package let site: String
    /// The instant of the status.
    package let at: UTCInstant
    /// Whether orders go out.
    package let mode: SiteMode
    /// The state by confirmed megawatts.
    package let state: SiteState
    /// The curtailment that stands; nil while nothing is curtailed.
    package let event: CurtailmentEvent?
    /// The present situation in a sentence.
    package let reason: String
    /// The demand that holds the load down; nil where nothing does.
    package let winner: Demand?
    /// The demand behind it; nil where there is none.
    package let runnerUp: Demand?
    /// The load that the site may draw.
    package let target: Power
    /// The load that it is asked for.
    package let commanded: Power
    /// The load read back from units.
    package let confirmed: Power
    /// The load by the site's meter; nil where none reports.
    package let metered: Power?
    /// The load with none of the units asleep by our order.
    package let available: Power
    /// The engine's durable state, from which the manual hold and the trip are shown.
    package let memory: EngineMemory
    /// The obligations in force.
    package let obligations: [HeldObligation]
    /// The standing conditions.
    package let alarms: [Alarm]
    /// The settlement of the operating day so far.
    package let today: DayTotals
    /// The last frequency and its source; nil before the first.
    package let frequency: (source: String, sample: FrequencySample)?
    /// The digest of the ledger's last row; nil while there is none.
    package let ledgerHead: String?
}

extension SiteController {
    /// The settlement of the present operating day; yesterday's sums are not carried over midnight.
    var todayNow: DayTotals {
        let day = MarketTimeZone.centralPrevailing.operatingDay(of: ports.clock.utc())
        return today.day == day ? today : DayTotals(day: day)
    }

    /// The site as it stands now.
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
