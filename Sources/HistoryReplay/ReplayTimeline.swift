import ControlLoop
import CurtailmentEngine
import GridSignals
import GridUnits
import SiteConfiguration
import SiteSettlement

/// Everything that becomes known, in the order in which it does.
struct ReplayTimeline {
    /// One moment at which something becomes known.
    struct Moment {
        let at: UTCInstant
        let signal: StampedSignal
    }

    private(set) var moments: [Moment] = []
    /// The 15-minute price of each interval, by its start.
    private(set) var settlementPrices: [UTCInstant: EnergyPrice] = [:]
    /// Rejected lines, and the first few in words.
    private(set) var rejected = 0
    private(set) var rejections: [String] = []
    /// Day-ahead prices: they never decide, and settle positions that were bought by them.
    private var dayAhead: [PriceSignal] = []

    static let rejectionsShown = 5

    init(_ request: ReplayRequest) throws {
        guard !request.priceFiles.isEmpty || !request.frequencyFiles.isEmpty || !request.signalFiles.isEmpty
        else {
            throw ReplayFailure.nothingToReplay
        }
        for path in request.priceFiles { try read(prices: path, request) }
        if !request.priceFiles.isEmpty, settlementPrices.isEmpty, moments.isEmpty {
            guard dayAhead.isEmpty else { throw ReplayFailure.onlyDayAhead(files: request.priceFiles) }
            throw ReplayFailure.noPrices(
                point: request.configuration.policy.settlementPoint.name, files: request.priceFiles)
        }
        for path in request.signalFiles { try read(signals: path, request) }
        // Stable order: files first named come first among equals.
        let isSorted = zip(moments, moments.dropFirst()).allSatisfy { $0.at <= $1.at }
        guard !isSorted else { return }
        moments = moments.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    /// First start and last end of the priced intervals.
    var pricedSpan: (from: UTCInstant, to: UTCInstant)? {
        guard let first = settlementPrices.keys.min(), let last = settlementPrices.keys.max() else {
            return nil
        }
        return (first, last.advanced(bySeconds: SettlementInterval.lengthSeconds))
    }

    /// What bears on a span and is not among its moments: day-ahead prices, and what was sold before it began.
    func facts(in span: (from: UTCInstant, to: UTCInstant)) -> [StampedSignal] {
        let early = moments.prefix { $0.at < span.from }.map(\.signal).filter { stamped in
            switch stamped.signal {
            case .award, .capacityPrice, .meter: true
            case .price, .frequency, .instruction, .grid, .loadForecast, .hashprice: false
            }
        }
        let prices = dayAhead.map { StampedSignal(signal: .price($0), source: "replay", at: $0.start) }
        return (prices + early).filter { stamped in
            IntervalFacts.span(of: stamped.signal).map { $0.lowerBound < span.to && $0.upperBound > span.from }
                ?? false
        }
    }

    private mutating func read(prices path: String, _ request: ReplayRequest) throws {
        let point = request.configuration.policy.settlementPoint
        let reader = PriceFileReader(
            path: path, filter: SettlementPointFilter(point: point.name, pointType: point.type))
        var found: [PriceSignal] = []
        var refused: [LineRejection] = []
        try reader.read(price: { signal, _ in found.append(signal) }, rejection: { refused.append($0) })
        note(refused, path: path)
        moments.reserveCapacity(moments.count + found.count)
        for signal in found { add(signal, request) }
    }

    private mutating func add(_ signal: PriceSignal, _ request: ReplayRequest) {
        guard signal.market != .dam else {
            dayAhead.append(signal)
            return
        }
        // A 15-minute price is published when its interval is over, a SCED price when it is made.
        var known = signal.market == .rtm ? signal.end : signal.start
        if request.foresight == .interval { known = signal.start }
        if request.foresight == .none {
            known = known.advanced(byNanoseconds: request.publicationDelay.nanoseconds)
        }
        if signal.market == .rtm { settlementPrices[signal.start] = signal.price }
        moments.append(
            Moment(at: known, signal: StampedSignal(signal: .price(signal), source: "replay", at: known)))
    }

    private mutating func read(signals path: String, _ request: ReplayRequest) throws {
        var found: [StampedSignal] = []
        var refused: [LineRejection] = []
        try SignalFileReader(path: path, source: "replay").read(
            signal: { signal, _ in found.append(signal) }, rejection: { refused.append($0) })
        note(refused, path: path)
        for stamped in found {
            if case .price(let price) = stamped.signal {
                add(price, request)
            } else {
                moments.append(Moment(at: stamped.at, signal: stamped))
            }
        }
    }

    private mutating func note(_ refused: [LineRejection], path: String) {
        rejected += refused.count
        let room = max(0, Self.rejectionsShown - rejections.count)
        rejections += refused.prefix(room).map { "\(path): \($0)" }
    }
}
