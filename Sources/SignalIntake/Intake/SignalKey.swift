import GridMarket
import CurtailmentEngine
import GridUnits

/// What a signal is about: a newer value of the same key replaces an older one.
enum SignalKey: Hashable, Sendable {
    /// A price that decides: only the newest matters.
    case price(Market, point: String, type: String?)
    /// A price that settles its own span, however late it comes.
    case settlementPrice(Market, point: String, type: String?, start: UTCInstant)
    /// A price of capacity that settles its own span, however late it or its correction comes.
    case settlementCapacityPrice(Market, product: String, start: UTCInstant)
    case frequency(sender: String)
    case instruction(id: String)
    /// A recall or cancel of whatever the program holds.
    case wholeProgram(Program)
    /// One award in one market: what was sold day-ahead and what was held in real time stand side by side.
    case award(id: String, Market, start: UTCInstant)
    case grid(sender: String)
    case loadForecast(start: UTCInstant)
    case meter(String)
    case meterUsage(String, start: UTCInstant, end: UTCInstant)
    case hashprice(sender: String)

    init(_ signal: GridSignal, sender: String) {
        switch signal {
        case .price(let price):
            switch price.market {
            case .sced: self = .price(price.market, point: price.point, type: price.pointType)
            case .rtm, .dam:
                self = .settlementPrice(
                    price.market, point: price.point, type: price.pointType, start: price.start)
            }
        case .capacityPrice(let price):
            self = .settlementCapacityPrice(price.market, product: price.product, start: price.start)
        case .frequency: self = .frequency(sender: sender)
        case .instruction(let instruction):
            self =
                instruction.id.isEmpty ? .wholeProgram(instruction.program) : .instruction(id: instruction.id)
        case .award(let award): self = .award(id: award.id, award.market, start: award.start)
        case .grid: self = .grid(sender: sender)
        case .loadForecast(let forecast): self = .loadForecast(start: forecast.start)
        case .meter(let meter):
            self =
                meter.usage.map { .meterUsage(meter.meter, start: $0.start, end: $0.end) }
                ?? .meter(meter.meter)
        case .hashprice: self = .hashprice(sender: sender)
        }
    }
}

/// The last accepted value of each key, of at most so many keys.
struct LatestSignals {
    private struct Entry {
        var order: Int64
        var signal: GridSignal
    }

    private let capacity: Int
    private var entries: [SignalKey: Entry] = [:]
    /// Keys in the order of their first arrival; a ring once the capacity is reached.
    private var arrivals: [SignalKey] = []
    private var oldest = 0

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { entries.count }

    /// Refuses what was accepted before or is older than it, and remembers the rest.
    ///
    /// - Parameters:
    ///   - signal: plausible, in time.
    ///   - at: the sender's time, where it gave one.
    ///   - receivedAt: stands in for it.
    ///   - sender: who sent it.
    /// - Throws: `duplicate` or `reordered`.
    mutating func accept(
        _ signal: GridSignal, at: UTCInstant?, receivedAt: UTCInstant, sender: String
    ) throws(SignalRejection) {
        let key = SignalKey(signal, sender: sender)
        let order = Self.order(of: signal, at: at ?? receivedAt)
        if let last = entries[key] {
            guard order >= last.order else {
                throw SignalRejection(.reordered, "older than the \(signal.kind.rawValue) accepted last")
            }
            if order == last.order, last.signal == signal, !Self.mayRepeat(signal, hasTime: at != nil) {
                throw SignalRejection(.duplicate, "the same \(signal.kind.rawValue) was accepted before")
            }
        } else {
            makeRoom(for: key)
        }
        entries[key] = Entry(order: order, signal: signal)
    }

    /// An instruction without a time may be a new one in the same words: obeying twice is harmless, dropping is not.
    private static func mayRepeat(_ signal: GridSignal, hasTime: Bool) -> Bool {
        if case .instruction = signal { !hasTime } else { false }
    }

    /// What grows from value to value of one key.
    private static func order(of signal: GridSignal, at: UTCInstant) -> Int64 {
        switch signal {
        case .price(let price): price.start.nanosecondsSinceEpoch
        case .capacityPrice(let price): price.start.nanosecondsSinceEpoch
        case .instruction(let instruction) where !instruction.id.isEmpty: Int64(instruction.modification)
        case .loadForecast(let forecast): forecast.issued.nanosecondsSinceEpoch
        // Of two usages of one span the later to arrive counts, whatever time their files carry.
        case .meter(let meter) where meter.usage != nil: 0
        case .instruction, .frequency, .award, .grid, .meter, .hashprice: at.nanosecondsSinceEpoch
        }
    }

    private mutating func makeRoom(for key: SignalKey) {
        guard arrivals.count == capacity else { return arrivals.append(key) }
        entries[arrivals[oldest]] = nil
        arrivals[oldest] = key
        oldest = (oldest + 1) % capacity
    }
}
