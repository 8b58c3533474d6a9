import SitePorts
import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement

@testable import SiteLoop

/// A controller between recording fakes, on a clock that stands still.
struct ControlledSite {
    let fleet = RecordingFleet()
    let ledger: RecordingLedger
    let service = RecordingService()
    let clock: ManualClock
    let outcomes = Recorded<Outcome>()
    var controller: SiteController

    struct Outcome: Sendable {
        let batch: Int64
        let outcome: LedgerOutcome
    }

    /// 2026-07-22T12:00:00Z: an interval begins.
    init(
        _ policy: SitePolicy = .example(groups: [("old", 4, 25)]),
        manner: RecordingLedger.Manner = .durableAtOnce,
        clock: ManualClock = ManualClock(), recovery: Recovery = Recovery(memory: .blank, asleep: []),
        today: DayTotals = DayTotals()
    ) {
        self.clock = clock
        ledger = RecordingLedger(manner: manner)
        let ports = SiteController.Ports(
            fleet: fleet, ledger: ledger, service: service,
            clock: SiteClock(monotonic: { clock.monotonic }, utc: { clock.utc }),
            recorded: { [outcomes] in outcomes.append(Outcome(batch: $0, outcome: $1)) })
        controller = SiteController(terms: PolicyRecord(policy: policy), ports: ports)
        controller.start(recovery, today: today)
        deliver()
    }

    /// Brings back what the ledger answered, as its thread does.
    mutating func deliver() {
        for outcome in outcomes.takeAll() { controller.recorded(outcome.batch, outcome.outcome) }
    }

    mutating func pass() {
        controller.passTimers()
        deliver()
    }

    /// Lets time pass in steps of a second, with a pass after each.
    mutating func advance(seconds: Int) {
        for _ in 0..<seconds {
            clock.advance(by: .seconds(1))
            pass()
        }
    }

    mutating func signal(_ signal: GridSignal) {
        controller.accept(StampedSignal(signal: signal, source: "test", at: clock.utc))
        deliver()
    }

    /// The price of the 15 minutes that end at the last quarter of an hour, or of those that begin at `start`.
    mutating func price(_ cents: Int64, start: UTCInstant? = nil) {
        let start = start ?? SettlementInterval(containing: clock.utc).start.advanced(bySeconds: -900)
        signal(
            .price(
                PriceSignal(
                    market: .rtm, point: "HB_WEST", pointType: nil, start: start,
                    end: start.advanced(bySeconds: 900),
                    price: .centsPerMegawattHour(cents))))
        controller.flushRecords(orders: [])
        deliver()
    }

    mutating func command(_ action: OperatorCommand.Action) {
        controller.accept(OperatorCommand(action: action, issuer: "tester", reason: "test"))
        deliver()
    }

    /// Units answer that they draw this much now; a pass a little later reports it.
    mutating func read(_ units: some Sequence<Int>, watts: Int64) {
        let activity: UnitReading.Activity = watts == 0 ? .asleep : .running
        controller.accept(
            units.map {
                UnitReading(unit: $0, at: clock.monotonic, answer: .drawing(.watts(watts), activity))
            })
        clock.advance(by: .milliseconds(250))
        pass()
    }

    /// What the ledger has settled of what was handed to it.
    var claims: [Claim] {
        ledger.settled.compactMap {
            if case .claim(let claim, _) = $0 { claim } else { nil }
        }
    }

    var inputs: [EngineInput] {
        ledger.records.compactMap { if case .input(let input) = $0 { input } else { nil } }
    }
}
