package import GridUnits

extension GridSignal {
    /// The time that a signal is about, from its start to its end, exclusive; nil for what is said of a moment.
    package var span: (start: UTCInstant, end: UTCInstant)? {
        switch self {
        case .price(let price): (price.start, price.end)
        case .capacityPrice(let price): (price.start, price.end)
        case .award(let award): (award.start, award.end)
        case .loadForecast(let forecast): (forecast.start, forecast.end)
        case .meter(let meter): meter.usage.map { ($0.start, $0.end) }
        case .frequency, .instruction, .grid, .hashprice: nil
        }
    }
}
