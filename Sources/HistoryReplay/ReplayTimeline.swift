import GridMarket
import CurtailmentEngine
import SignalIntake
import GridUnits
import SiteConfiguration
import Settlement

/// Everything that becomes known, in the order in which it does.
struct ReplayTimeline: Sendable {
    /// One moment at which something becomes known.
    struct Moment: Sendable {
        let at: UTCInstant
        let signal: StampedSignal
    }

    private(set) var moments: [Moment] = []
    /// The 15-minute price of each interval, by its start; of several the one published last.
    private(set) var settlementPrices: [UTCInstant: EnergyPrice] = [:]
    /// Rejected lines, and the first few in words.
    private(set) var rejected = 0
    private(set) var rejections: [String] = []
    /// Whether there is any price that a decision can be made by.
    private var hasDecidingPrice = false
    /// Whether there is anything that settles and decides nothing.
    private var hasSettlingSignal = false
    private let point: SettlementPoint

    static let rejectionsShown = 5

    /// Reads the files of a request.
    ///
    /// - Parameters:
    ///   - request: its files and what is known when.
    ///   - point: whose prices count.
    /// - Throws: ``ReplayFailure``, `SignalFileFailure`.
    init(_ request: ReplayRequest, at point: SettlementPoint) throws {
        self.point = point
        guard !request.priceFiles.isEmpty || !request.frequencyFiles.isEmpty || !request.signalFiles.isEmpty
        else {
            throw ReplayFailure.nothingToReplay
        }
        for path in request.priceFiles { try read(prices: path, request) }
        try requirePrices(request)
        for path in request.signalFiles { try read(signals: path, request) }
        // Stable order: files first named come first among equals.
        let isSorted = zip(moments, moments.dropFirst()).allSatisfy { $0.at <= $1.at }
        if !isSorted {
            moments = moments.enumerated()
                .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        }
        settlementPrices.reserveCapacity(moments.count)
        for moment in moments {
            guard case .price(let price) = moment.signal.signal, price.market == .rtm else { continue }
            settlementPrices[price.start] = price.price
        }
    }

    /// Whether there is any real-time price of energy.
    var hasPrices: Bool { hasDecidingPrice }

    /// Whether a meter's owner says what was metered.
    var hasUsage: Bool {
        moments.contains {
            if case .meter(let meter) = $0.signal.signal { meter.usage != nil } else { false }
        }
    }

    /// First start and last end of the priced intervals; where runs of SCED are all there is, of those that lie
    /// between the first run and the end of the last.
    var pricedSpan: (from: UTCInstant, to: UTCInstant)? {
        guard !settlementPrices.isEmpty else { return dispatchedSpan }
        guard let first = settlementPrices.keys.min(), let last = settlementPrices.keys.max() else {
            return nil
        }
        return (first, last.advanced(bySeconds: SettlementInterval.lengthSeconds))
    }

    /// Sales from before a span that bear on it: they settle, and decide nothing there.
    func facts(in span: (from: UTCInstant, to: UTCInstant)) -> [StampedSignal] {
        moments.prefix { $0.at < span.from }.map(\.signal).filter { stamped in
            guard case .award(let award) = stamped.signal else { return false }
            return award.start < span.to && award.end > span.from
        }
    }

    /// Files of prices that hold none to decide by are a mistake, unless something else is there to replay.
    private func requirePrices(_ request: ReplayRequest) throws {
        guard !request.priceFiles.isEmpty, !hasDecidingPrice else { return }
        guard hasSettlingSignal else {
            throw ReplayFailure.noPrices(
                point: point.name, files: request.priceFiles)
        }
        guard request.frequencyFiles.isEmpty, request.signalFiles.isEmpty else { return }
        throw ReplayFailure.nothingDecides(files: request.priceFiles)
    }

    /// The hashprices that become known, in order.
    var hashprices: [(at: UTCInstant, dollars: Money)] {
        moments.compactMap { moment in
            guard case .hashprice(let signal) = moment.signal.signal else { return nil }
            return (moment.at, signal.dollarsPerPetahashDay)
        }
    }

    private mutating func read(prices path: String, _ request: ReplayRequest) throws {
        let reader = ReportFileReader(path: path, filter: filter)
        var refused: [LineRejection] = []
        try reader.read(signal: { signal, _ in add(signal, request) }, rejection: { refused.append($0) })
        note(refused, path: path)
    }

    /// Adds a row of a report, which does not say when it was published.
    private mutating func add(_ signal: GridSignal, _ request: ReplayRequest) {
        switch signal {
        case .price(let price): add(price, request)
        case .capacityPrice(let price): addSettling(signal, price.market, request)
        default: if signal.content.isPublished { addSettling(signal, .rtm, request) }
        }
    }

    /// Adds what decides nothing: of the day-ahead market at the start of its span, else at the end.
    ///
    /// Day-ahead results are out the afternoon before, at an hour that varies; nothing is lost by the latest one.
    private mutating func addSettling(_ signal: GridSignal, _ market: Market, _ request: ReplayRequest) {
        guard let span = signal.content.span else { return }
        hasSettlingSignal = true
        let known =
            market == .dam
            ? span.start : span.end.advanced(byNanoseconds: request.publicationDelay.nanoseconds)
        moments.append(
            Moment(at: known, signal: StampedSignal(signal: signal, source: "replay", at: known)))
    }

    /// Adds a price.
    ///
    /// - Parameters:
    ///   - signal: of energy.
    ///   - request: says how long after its publication it is known.
    ///   - published: when it was published, where that was recorded; a correction comes after its interval.
    private mutating func add(
        _ signal: PriceSignal, _ request: ReplayRequest, published: UTCInstant? = nil
    ) {
        guard signal.market != .dam else { return addSettling(.price(signal), .dam, request) }
        hasDecidingPrice = true
        // A 15-minute price is published when its interval is over, a SCED price when it is made.
        let earliest = signal.market == .rtm ? signal.end : signal.start
        let known =
            switch request.foresight {
            case .interval: signal.start
            case .none:
                max(earliest, published ?? earliest).advanced(
                    byNanoseconds: request.publicationDelay.nanoseconds)
            }
        // Without the type, which only some layouts carry: what was read is ours by now, and inputs have to be equal.
        let ours = PriceSignal(
            market: signal.market, point: signal.point, pointType: nil, start: signal.start,
            end: signal.end, price: signal.price)
        moments.append(
            Moment(at: known, signal: StampedSignal(signal: .price(ours), source: "replay", at: known)))
    }

    private mutating func read(signals path: String, _ request: ReplayRequest) throws {
        var found: [StampedSignal] = []
        var refused: [LineRejection] = []
        try SignalFileReader(path: path, source: "replay").read(
            signal: { signal, _ in found.append(signal) }, rejection: { refused.append($0) })
        note(refused, path: path)
        var types: [String] = []
        for stamped in found {
            if case .price(let price) = stamped.signal {
                guard filter.matches(point: price.point, type: price.pointType) else { continue }
                if let type = price.pointType, !types.contains(type) { types.append(type) }
                guard point.type != nil || types.count < 2 else {
                    throw SignalFileFailure.ambiguousPoint(path: path, point: point.name, types: types)
                }
                add(price, request, published: stamped.at)
            } else {
                moments.append(Moment(at: stamped.at, signal: stamped))
            }
        }
    }

    private var filter: SettlementPointFilter {
        SettlementPointFilter(point: point.name, pointType: point.type)
    }

    private mutating func note(_ refused: [LineRejection], path: String) {
        rejected += refused.count
        let room = max(0, Self.rejectionsShown - rejections.count)
        rejections += refused.prefix(room).map { "\(path): \($0)" }
    }
}
