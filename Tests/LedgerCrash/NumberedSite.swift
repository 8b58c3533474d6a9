import SitePorts
import GridMarket
import SiteLoop
import CurtailTesting
import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// A small site whose transactions are numbered by the interval before which each one's price comes.
///
/// The price is dear in intervals of even number and cheap in the others, and the fleet obeys at once: every
/// transaction holds inputs, decisions and events, the ledger settles the interval before in it, and all units
/// sleep after an even one.
struct NumberedSite {
    /// What one commit makes durable.
    struct Transaction {
        let number: Int64
        let content: LedgerTransaction
    }

    /// 2026-07-22T21:00:00Z, where interval 0 starts.
    static let epoch = UTCInstant(secondsSinceEpoch: 1_784_754_000)
    static let policy = SitePolicy.example(groups: [("hall", 4, 18)])

    private var engine = CurtailmentEngine(policy: policy)
    private var view = FleetView(policy: policy)
    private var number: Int64
    private var recovery: Recovery?
    private var records: [LedgerRecord] = []
    private var units: [(unit: String, order: FleetOrder.Action?)] = []

    /// Takes up what a run before this one left, however it ended.
    ///
    /// - Throws: ``LedgerError`` or GRDB's error when the ledger cannot be believed.
    init(_ ledger: Ledger) throws {
        let recovery = try ledger.recovery()
        let ends = recovery.memory.prices.map(\.signal.end.secondsSinceEpoch)
        let interval = SettlementInterval.lengthSeconds
        number = ends.max().map { ($0 - Self.epoch.secondsSinceEpoch) / interval + 1 } ?? 0
        self.recovery = recovery
    }

    /// Lets one interval pass.
    mutating func next() -> Transaction {
        records = []
        units = []
        if let recovery { start(recovery) }
        recovery = nil
        let interval = SettlementInterval(containing: now)
        let price = PriceSignal(
            market: .rtm, point: "HB_WEST", pointType: nil, start: interval.start.advanced(bySeconds: -900),
            end: interval.start, price: .centsPerMegawattHour(number.isMultiple(of: 2) ? 30_000 : 1_000))
        handle(.signal(StampedSignal(signal: .price(price), source: "feed", at: now)))
        defer { number += 1 }
        return Transaction(
            number: number,
            content: LedgerTransaction(records, samples: samples, memory: engine.memory, units: units))
    }

    /// A second of raw frequency, as around a disturbance.
    private var samples: [SampleBlock] {
        let measured = (0..<30).map { place in
            FrequencySample(
                at: now.advanced(byNanoseconds: Int64(place) * 33_333_333),
                frequency: Frequency(microhertz: 60_000_000 - number * 10 - Int64(place)))
        }
        return SampleBlock(measured, source: "relay").map { [$0] } ?? []
    }

    private var now: UTCInstant {
        Self.epoch.advanced(bySeconds: number * SettlementInterval.lengthSeconds)
    }

    private var monotonic: MonotonicInstant {
        MonotonicInstant(nanoseconds: now.nanosecondsSinceEpoch)
    }

    private mutating func start(_ recovery: Recovery) {
        records.append(.policy(PolicyRecord(policy: Self.policy), at: now))
        view.recovered(asleep: recovery.asleep, returning: recovery.returning, at: monotonic)
        handle(.started(recovery))
        let asleep = Set(recovery.asleep)
        read(view.units.indices.filter { asleep.contains(engine.name(ofUnit: $0)) }, areAsleep: true)
        read(view.units.indices.filter { !asleep.contains(engine.name(ofUnit: $0)) }, areAsleep: false)
        report()
    }

    private mutating func handle(_ event: EngineEvent) {
        let input = EngineInput(at: now, monotonic: monotonic, event: event)
        let output = engine.handle(input)
        records.append(.input(input))
        if let decision = output.decision { records.append(.decision(decision)) }
        if let event = output.event { records.append(.event(event, at: now)) }
        for order in output.orders { units += order.units.map { (engine.name(ofUnit: $0), order.action) } }
        units += output.returned.map { (engine.name(ofUnit: $0), nil) }
        guard !output.orders.isEmpty else { return }
        for order in output.orders {
            view.ordered(order, at: monotonic)
            read(order.units, areAsleep: order.action == .sleep)
        }
        report()
    }

    private mutating func read(_ units: [Int], areAsleep: Bool) {
        view.record(
            units.map { unit in
                UnitReading(
                    unit: unit, at: monotonic,
                    answer: .drawing(
                        areAsleep ? .zero : .watts(3_500), areAsleep ? .asleep : .running))
            })
    }

    private mutating func report() {
        if let report = view.flush() { handle(.fleet(report)) }
    }
}
