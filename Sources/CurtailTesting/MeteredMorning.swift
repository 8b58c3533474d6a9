package import GridMarket
import CurtailmentEngine
package import GridUnits
package import Settlement

/// Three settled quarters of an hour of a site with a meter, the second of them curtailed: what went in, and after each
/// row what settlement makes of it.
///
/// Four units of 1 MW and 0.5 MW of fixed load, break-even 75 dollars/MWh, delivered price 300. The units say that
/// 0.875 MWh were not drawn; the meter, which counts 1.1 MWh in a full quarter and 0.3 in the curtailed one, says 0.8.
package struct MeteredMorning {
    /// 2026-07-22T12:00:00Z, 07:00 in Texas.
    package static let first = SettlementInterval(containing: UTCInstant(secondsSinceEpoch: 1_784_721_600))
    /// The interval in which the site is curtailed.
    package static let curtailed = first.next
    /// The interval after it.
    package static let last = curtailed.next

    /// The rows recorded so far.
    package private(set) var records: [LedgerRecord] = []
    private var settler = Settler()
    private var pages = MemoryPages()

    /// Settles the morning.
    ///
    /// - Parameters:
    ///   - method: how curtailed energy is found.
    ///   - contract: the retail contract; the index without losses and adders by default.
    ///   - isMetered: whether the meter's counts arrive.
    ///   - endsEvent: whether the curtailment ends with its quarter, or still goes on when the ledger ends.
    /// - Throws: what settlement throws.
    package init(
        _ method: BaselineMethod = .meterBeforeAfter, contract: ContractTerms = ContractTerms(),
        isMetered: Bool = true, endsEvent: Bool = true
    ) throws {
        let settlement = SettlementPolicy(defaultBaseline: method, meter: "main")
        var policy = SitePolicy.example(
            groups: [("old", 4, 25)], unitPower: .megawatts(1), fixedLoad: .kilowatts(500))
        policy.economics.base = contract
        try apply(.policy(PolicyRecord(policy: policy, settlement: settlement), at: Self.first.start))
        try load(.megawatts(4), at: Self.first.start)
        for meter in [("main", Int64(4_400)), ("house", 90)] {
            try meterPower(meter.0, kilowatts: meter.1, at: Self.first.start.advanced(bySeconds: 60))
        }
        try load(.kilowatts(500), at: Self.curtailed.start)
        try apply(.event(Self.event(until: nil), at: Self.curtailed.start))
        try meterPower("main", kilowatts: 1_200, at: Self.curtailed.start.advanced(bySeconds: 60))
        if endsEvent {
            try load(.megawatts(4), at: Self.curtailed.end)
            try apply(.event(Self.event(until: Self.curtailed.end), at: Self.curtailed.end))
        }
        let end = Self.last.end
        try apply(.timer, at: end)
        if isMetered {
            try usage(Self.first, kilowattHours: 1_100, at: end)
            try usage(Self.curtailed, kilowattHours: 300, at: end)
            if endsEvent { try usage(Self.last, kilowattHours: 1_100, at: end) }
        }
        for (interval, dollars) in [(Self.first, Int64(40)), (Self.curtailed, 300), (Self.last, 50)] {
            try price(interval, dollars: dollars, at: end)
        }
    }

    /// Records a row and what it settles.
    package mutating func apply(_ record: LedgerRecord) throws {
        records.append(record)
        records += try settler.apply(record, in: &pages)
    }

    /// The sums of the settler over all it settled.
    package var totals: SettledTotals { settler.totals }

    private static func event(until end: UTCInstant?) -> CurtailmentEvent {
        CurtailmentEvent(
            id: 1, state: end == nil ? .active : .completed, startedAt: curtailed.start, endedAt: end,
            isShadow: false, programs: [.price], reason: .priceAboveBreakEven,
            lowestTarget: .megawatts(1), lowestCommanded: .megawatts(1), lowestConfirmed: .megawatts(1),
            lowestMetered: nil, failedUnits: 0)
    }

    private mutating func apply(_ event: EngineEvent, at instant: UTCInstant) throws {
        let monotonic = MonotonicInstant(nanoseconds: instant.nanoseconds(since: Self.first.start))
        try apply(.input(EngineInput(at: instant, monotonic: monotonic, event: event)))
    }

    private mutating func signal(_ signal: GridSignal, at instant: UTCInstant) throws {
        try apply(.signal(StampedSignal(signal: signal, source: "test", at: instant)), at: instant)
    }

    private mutating func load(_ confirmed: Power, at instant: UTCInstant) throws {
        let load = FleetReport.GroupLoad(confirmed: confirmed, curtailed: .megawatts(4) - confirmed)
        try apply(.fleet(FleetReport(groups: [load], changes: [])), at: instant)
    }

    private mutating func meterPower(_ meter: String, kilowatts: Int64, at instant: UTCInstant) throws {
        try signal(
            .meter(MeterSignal(meter: meter, power: .kilowatts(kilowatts), cumulative: nil)), at: instant)
    }

    private mutating func usage(
        _ interval: SettlementInterval, kilowattHours: Int64, at instant: UTCInstant
    ) throws {
        let energy = Energy(microwattSeconds: Int128(kilowattHours) * 3_600_000_000_000)
        let usage = MeterSignal.Usage(start: interval.start, end: interval.end, energy: energy)
        try signal(
            .meter(MeterSignal(meter: "main", power: nil, cumulative: nil, usage: usage)), at: instant)
    }

    private mutating func price(
        _ interval: SettlementInterval, dollars: Int64, at instant: UTCInstant
    ) throws {
        let signal = PriceSignal(
            market: .rtm, point: "HB_WEST", pointType: nil, start: interval.start, end: interval.end,
            price: .dollarsPerMegawattHour(dollars))
        try self.signal(.price(signal), at: instant)
    }
}
