import SitePorts
import GridMarket
import SiteLoop
import ControlSocket
import CurtailmentEngine
import SignalIntake
import GridUnits
import Settlement

/// The document `curtaild.status/1`.
struct StatusDocument {
    let status: SiteStatus
    let sources: [SourceStatistics]

    var value: ControlValue {
        .document([
            "schema": "curtaild.status/1", "site": .text(status.site), "at": .instant(status.at),
            "mode": .text(status.mode.rawValue), "state": .text(status.state.rawValue),
            "event": .optional(status.event?.id), "reason": .text(status.reason),
            "winner": demand(status.winner), "runner_up": demand(status.runnerUp),
            "target_mw": .decimal(status.target), "commanded_mw": .decimal(status.commanded),
            "confirmed_mw": .decimal(status.confirmed), "metered_mw": .decimal(status.metered),
            "available_mw": .decimal(status.available), "obligations": .list(obligations), "manual": manual,
            "frequency": frequency, "sources": .list(sources.map(source)),
            "alarms": .list(status.alarms.map(alarm)),
            "today": today,
            "ledger": .document([
                "head": .optional(status.ledgerHead),
                "condition": .text(
                    status.alarms.contains { $0.kind == .ledgerBlocked } ? "blocked" : "writable"),
            ]),
        ])
    }

    private func demand(_ demand: Demand?) -> ControlValue {
        guard let demand else { return .null }
        return .document([
            "program": .text(demand.program.rawValue), "reason": .text(demand.reason.rawValue),
            "sentence": .text(demand.sentence), "figures": .list(demand.figures.map(figure)),
        ])
    }

    private func figure(_ figure: Figure) -> ControlValue {
        .document(["name": .text(figure.name), "value": .text(figure.value), "unit": .text(figure.unit)])
    }

    /// A trip is an obligation: it ends by its recall.
    private var obligations: [ControlValue] {
        guard let trip = status.memory.trip else { return [] }
        let waits =
            trip.awaitsRecallOf.map { "awaits the recall of \($0)" }
            ?? "ends when the frequency has recovered"
        return [
            .document([
                "program": .text(Program.underfrequency.rawValue), "id": .optional(trip.awaitsRecallOf),
                "since": .instant(trip.since), "ceiling_mw": .decimal(trip.ceiling),
                "text": .text("under-frequency trip at \(trip.frequency.decimal) Hz, \(waits)"),
            ])
        ]
    }

    private var manual: ControlValue {
        guard let hold = status.memory.manual else { return .null }
        return .document([
            "level": .text(hold.level.text), "ceiling_mw": .decimal(hold.ceiling),
            "since": .instant(hold.since),
            "until": .instant(hold.until), "issuer": .text(hold.issuer), "reason": .text(hold.reason),
        ])
    }

    private var frequency: ControlValue {
        guard let (source, sample) = status.frequency else { return .null }
        return .document([
            "hz": .decimal(sample.frequency), "source": .text(source), "at": .instant(sample.at),
        ])
    }

    private func source(_ source: SourceStatistics) -> ControlValue {
        .document([
            "name": .text(source.source), "condition": .text(source.condition.rawValue),
            "age_s": .seconds(source.age), "last_value": .optional(source.lastValue),
        ])
    }

    private func alarm(_ alarm: Alarm) -> ControlValue {
        .document([
            "kind": .text(alarm.kind.rawValue), "since": .instant(alarm.since), "text": .text(alarm.text),
        ])
    }

    private var today: ControlValue {
        .document([
            "day": .optional(status.today.day?.description),
            "curtailed_mwh": .text(status.today.totals.curtailed.megawattHours(places: 6)),
            "energy_avoided_usd": .text(status.today.totals.claims.energyAvoided.decimalSixPlaces),
            "lost_hash_usd": .text(status.today.totals.claims.lostHash.decimalSixPlaces),
            "restart_cost_usd": .text(status.today.totals.claims.restartCost.decimalSixPlaces),
            "net_usd": .text(status.today.net.decimalSixPlaces),
        ])
    }
}
