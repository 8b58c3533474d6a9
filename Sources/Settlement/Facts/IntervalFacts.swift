import CurtailmentEngine
package import GridMarket
package import GridUnits

/// Publications and sales of one settlement interval; of two signals about the same thing the later one counts.
package struct IntervalFacts: Hashable, Sendable {
    /// A price day-ahead and in real time.
    package struct CapacityPrices: Hashable, Sendable {
        /// The day-ahead clearing price; nil until published.
        package var dayAhead: CapacityPrice?
        /// The real-time clearing price; nil until published.
        package var realTime: CapacityPrice?
    }

    /// The 15-minute settlement point price.
    package private(set) var price: EnergyPrice?
    /// The day-ahead settlement point price; nil until published.
    package private(set) var dayAheadPrice: EnergyPrice?
    /// LMPs of SCED runs that bear on the interval, in order of their runs.
    package private(set) var lmps: [ScedRun] = []
    /// Capacity prices by product.
    package private(set) var capacityPrices: [String: CapacityPrices] = [:]
    /// In the order of their first arrival.
    package private(set) var awards: [AwardSignal] = []
    /// The usages that the meters' owners report, by the name of the meter.
    private var usages: [String: Energy] = [:]
    /// Which meter is the site's; nil where any that reports is.
    private var meter: String?
    /// The most that the site can draw in the interval; nil where nobody said.
    private var mostUsage: Energy?

    package init() {}

    /// Nothing published and nothing sold.
    package static let none = IntervalFacts()

    /// The intervals that a signal says something about.
    ///
    /// - Returns: nil for a signal that settles nothing; at most ``longestSpanSeconds`` are looked at.
    package static func span(of signal: GridSignal) -> Range<UTCInstant>? {
        guard let span = signal.content.settledSpan, span.start < span.end else { return nil }
        return span.start..<min(span.end, span.start.advanced(bySeconds: longestSpanSeconds))
    }

    /// The name under which a later signal replaces an earlier one wherever it lies; empty where spans alone decide.
    package static func subject(of signal: GridSignal) -> String {
        guard case .award(let award) = signal else { return "" }
        return "\(award.market.rawValue) \(award.program.rawValue) \(award.start.seconds) \(award.id)"
    }

    /// A year and a month: no contract term of ERCOT's is longer.
    package static let longestSpanSeconds: Int64 = 400 * 86_400

    /// Adds a signal whose span touches the interval.
    ///
    /// - Returns: whether anything is another than before.
    @discardableResult
    package mutating func apply(_ signal: GridSignal, in interval: SettlementInterval) -> Bool {
        switch signal {
        case .price(let price): return apply(price, in: interval)
        case .capacityPrice(let price): return apply(price)
        case .award(let award): return apply(award)
        case .meter(let meter):
            guard let usage = meter.usage else { return false }
            let share = Self.share(of: usage)
            return usages.updateValue(share, forKey: meter.meter) != share
        default: return false
        }
    }

    private mutating func apply(_ signal: PriceSignal, in interval: SettlementInterval) -> Bool {
        switch signal.market {
        case .rtm:
            guard signal.start == interval.start else { return false }
            defer { price = signal.price }
            return price != signal.price
        case .dam:
            defer { dayAheadPrice = signal.price }
            return dayAheadPrice != signal.price
        case .sced:
            let lmp = ScedRun(at: signal.start, price: signal.price)
            if let index = lmps.firstIndex(where: { $0.at == lmp.at }) {
                guard lmps[index] != lmp else { return false }
                lmps[index] = lmp
            } else {
                let index = lmps.firstIndex { $0.at > lmp.at } ?? lmps.endIndex
                lmps.insert(lmp, at: index)
            }
            return true
        }
    }

    private mutating func apply(_ signal: CapacityPriceSignal) -> Bool {
        var prices = capacityPrices[signal.product] ?? CapacityPrices()
        switch signal.market {
        case .dam: prices.dayAhead = signal.price
        case .rtm: prices.realTime = signal.price
        case .sced: return false
        }
        guard capacityPrices[signal.product] != prices else { return false }
        capacityPrices[signal.product] = prices
        return true
    }

    /// Says which meter is the site's.
    ///
    /// - Parameters:
    ///   - name: nil for any that reports.
    ///   - limit: the most that the site can draw; a usage beyond it is not believed.
    package mutating func choose(meter name: String?, within limit: Power) {
        meter = name
        mostUsage = limit.energy(overNanoseconds: SettlementInterval.lengthSeconds * 1_000_000_000)
    }

    /// The usage that the owner of the site's meter reports, whatever it says; nil also while several meters could be it.
    private var reportedUsage: Energy? {
        if let meter { return usages[meter] }
        return usages.count == 1 ? usages.first?.value : nil
    }

    /// Whether the owner of the site's meter reports more than the site can draw.
    package var isUsageImplausible: Bool {
        guard let reportedUsage, let mostUsage else { return false }
        return reportedUsage > mostUsage
    }

    /// The believed usage that the owner of the site's meter reports; nil also while several meters could be it.
    package var usage: Energy? { isUsageImplausible ? nil : reportedUsage }

    /// Whether usages of several meters are known, and none of them is chosen.
    package var isMeterAmbiguous: Bool { meter == nil && usages.count > 1 }

    private mutating func apply(_ award: AwardSignal) -> Bool {
        if let index = awards.firstIndex(where: { Self.isSame($0, award) }) {
            guard awards[index] != award else { return false }
            awards[index] = award
        } else {
            awards.append(award)
        }
        return true
    }

    /// Removes an award that a later one of the same name replaces.
    package mutating func withdraw(_ award: AwardSignal) {
        awards.removeAll { Self.isSame($0, award) }
    }

    /// An award is one program, market and start of an identifier; a later one of the same replaces it.
    private static func isSame(_ left: AwardSignal, _ right: AwardSignal) -> Bool {
        left.id == right.id && left.market == right.market && left.program == right.program
            && left.start == right.start
    }

    /// A usage of several intervals is spread evenly over them, which its row says.
    private static func share(of usage: MeterSignal.Usage) -> Energy {
        let seconds = Int128(usage.end.nanoseconds(since: usage.start) / 1_000_000_000)
        guard seconds > 0 else { return .zero }
        let product = usage.energy.microwattSeconds * Int128(SettlementInterval.lengthSeconds)
        return Energy(microwattSeconds: product.dividedHalfToEven(by: seconds))
    }
}

extension IntervalFacts {
    /// The settlement point price rebuilt from the LMPs of SCED runs; nil where they do not cover the interval.
    ///
    /// By time alone and without adders: nothing that arrives here says what the zone drew or what was added.
    package func rebuiltPrice(in interval: SettlementInterval) -> EnergyPrice? {
        guard !lmps.isEmpty else { return nil }
        return try? PriceRebuild(weighting: .time).price(of: interval, from: lmps)
    }

    /// The award of a program in an interval: megawatts times the time for which they were sold.
    ///
    /// - Returns: exact for whole seconds; nil where nothing was awarded.
    func awarded(_ program: Program, in market: Market, of interval: SettlementInterval) -> Energy? {
        let mine = awards.filter { $0.program == program && $0.market == market }
        guard !mine.isEmpty else { return nil }
        return mine.reduce(.zero) { sum, award in
            let covered = min(award.end, interval.end).nanoseconds(since: max(award.start, interval.start))
            return sum + award.power.energy(overNanoseconds: max(covered, 0))
        }
    }
}
