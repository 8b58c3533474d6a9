import CurtailmentEngine
import GridSignals
import GridUnits
import SiteConfiguration

/// Everything that becomes known, in the order in which it does.
struct ReplayTimeline: Sendable {
    /// One moment at which something becomes known.
    struct Moment: Sendable {
        let at: UTCInstant
        let signal: StampedSignal
    }

    private(set) var moments: [Moment] = []
    /// The 15-minute price of each interval, by its start.
    private(set) var settlementPrices: [UTCInstant: EnergyPrice] = [:]
    /// Rejected lines, and the first few in words.
    private(set) var rejected = 0
    private(set) var rejections: [String] = []
    private var sawDayAhead = false
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
        if !request.priceFiles.isEmpty, settlementPrices.isEmpty, moments.isEmpty {
            guard !sawDayAhead else { throw ReplayFailure.onlyDayAhead(files: request.priceFiles) }
            throw ReplayFailure.noPrices(point: point.name, files: request.priceFiles)
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

    /// What hashprices become known, in order.
    var hashprices: [(at: UTCInstant, dollars: Money)] {
        moments.compactMap { moment in
            guard case .hashprice(let signal) = moment.signal.signal else { return nil }
            return (moment.at, signal.dollarsPerPetahashDay)
        }
    }

    private mutating func read(prices path: String, _ request: ReplayRequest) throws {
        let reader = PriceFileReader(path: path, filter: filter)
        var found: [PriceSignal] = []
        var refused: [LineRejection] = []
        try reader.read(price: { signal, _ in found.append(signal) }, rejection: { refused.append($0) })
        note(refused, path: path)
        moments.reserveCapacity(moments.count + found.count)
        for signal in found { add(signal, request) }
    }

    private mutating func add(_ signal: PriceSignal, _ request: ReplayRequest) {
        guard signal.market != .dam else {
            sawDayAhead = true
            return
        }
        // A 15-minute price is published when its interval is over, a SCED price when it is made.
        var known = signal.market == .rtm ? signal.end : signal.start
        if request.foresight == .interval { known = signal.start }
        if request.foresight == .none {
            known = known.advanced(byNanoseconds: request.publicationDelay.nanoseconds)
        }
        if signal.market == .rtm { settlementPrices[signal.start] = signal.price }
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
                add(price, request)
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
