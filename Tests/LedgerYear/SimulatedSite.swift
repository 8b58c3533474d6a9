import SitePorts
import GridMarket
import SiteLoop
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement

/// A site of 100 MW whose time is ours: its controller and its ledger are the daemon's, its clock and its units are not.
///
/// Each day has a price of every five minutes and of every interval, dear for some of them, a meter that is read every
/// minute, and frequency many times a second, which on Wednesdays dips.
struct SimulatedSite {
    /// 2026-01-01T06:00:00Z, where the operating day begins.
    static let start = UTCInstant(secondsSinceEpoch: 1_767_247_200)
    private static let units = 200

    private let fleet = RecordingFleet()
    private let service = RecordingService()
    private let clock: ManualClock
    private let answers = Answers()
    private var controller: SiteController
    private var asleep = Set<Int>()
    private var random = SeededGenerator(seed: 2026)
    private let hertz: Int64

    /// - Parameters:
    ///   - ledger: records what the site does.
    ///   - hertz: samples of frequency in a second.
    init(_ ledger: some LedgerRecording, hertz: Int64) {
        let clock = ManualClock(utc: Self.start)
        self.clock = clock
        self.hertz = hertz
        var frequency = UnderfrequencyPolicy.example
        frequency.arming = .always
        let policy = SitePolicy.example(
            groups: [("hall", Self.units, 18)], unitPower: .watts(500_000), underfrequency: frequency)
        let answers = answers
        controller = SiteController(
            terms: PolicyRecord(policy: policy),
            ports: SiteController.Ports(
                fleet: fleet, ledger: ledger, service: service,
                clock: SiteClock(monotonic: { clock.monotonic }, utc: { clock.utc }),
                recorded: { batch, outcome in answers.add(batch, outcome) }))
        controller.start(Recovery(memory: .blank, asleep: []), today: DayTotals())
        read(0..<Self.units)
    }

    /// Lets an operating day pass.
    mutating func passDay(_ day: Int) {
        for second in 0..<86_400 {
            let dips = day % 7 == 6 && (50_000..<50_020).contains(second)
            passSecond(dips: dips)
            if second % 60 == 0 { minute(second / 60, of: day) }
            if second % 60 == 30 { read(0..<Self.units) }
        }
        service.entries.takeAll()
        service.statusLines.takeAll()
    }

    mutating func finish() {
        controller.finish()
        deliver()
    }

    private mutating func passSecond(dips: Bool) {
        let base: Int64 = dips ? 59_650_000 : 60_000_000
        for _ in 0..<hertz {
            clock.advance(by: TimeSpan(nanoseconds: 1_000_000_000 / hertz))
            let frequency = Frequency(microhertz: base + Int64.random(in: -15_000...15_000, using: &random))
            controller.accept(FrequencySample(at: clock.utc, frequency: frequency), from: "relay")
        }
        controller.passTimers()
        obey()
        deliver()
    }

    private mutating func minute(_ minute: Int, of day: Int) {
        let load = Power.watts(Int64(Self.units - asleep.count) * 500_000)
        take(.meter(MeterSignal(meter: "main", power: load, cumulative: nil)))
        let isDear = (660..<(720 + day % 5 * 30)).contains(minute) || minute / 15 % 31 == day % 31
        let price = EnergyPrice.centsPerMegawattHour(isDear ? 40_000 : Int64(2_000 + minute % 700))
        if minute.isMultiple(of: 5) { take(.price(self.price(.sced, price, seconds: 300))) }
        if minute.isMultiple(of: 15) { take(.price(self.price(.rtm, price, seconds: 900))) }
    }

    /// The price of the span that ends now, or of the one that begins now where it is one of dispatch.
    private func price(_ market: Market, _ price: EnergyPrice, seconds: Int64) -> PriceSignal {
        let now = UTCInstant(secondsSinceEpoch: clock.utc.secondsSinceEpoch / 60 * 60)
        let start = market == .sced ? now : now.advanced(bySeconds: -seconds)
        return PriceSignal(
            market: market, point: "HB_WEST", pointType: nil, start: start,
            end: start.advanced(bySeconds: seconds), price: price)
    }

    private mutating func take(_ signal: GridSignal) {
        controller.accept(StampedSignal(signal: signal, source: "feed", at: clock.utc))
    }

    /// Units do at once what they are told.
    private mutating func obey() {
        for order in fleet.orders.takeAll() {
            if order.action == .sleep { asleep.formUnion(order.units) } else { asleep.subtract(order.units) }
            read(order.units)
        }
        fleet.reads.takeAll()
    }

    private mutating func read(_ units: some Sequence<Int>) {
        controller.accept(
            units.map { unit in
                let answer: UnitReading.Answer =
                    asleep.contains(unit) ? .drawing(.zero, .asleep) : .drawing(.watts(500_000), .running)
                return UnitReading(unit: unit, at: clock.monotonic, answer: answer)
            })
    }

    private mutating func deliver() {
        for answer in answers.takeAll() { controller.recorded(answer.batch, answer.outcome) }
    }
}
