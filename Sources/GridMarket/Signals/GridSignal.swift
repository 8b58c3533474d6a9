package import GridUnits

/// One message from outside, decoded once into the engine's own terms.
package enum GridSignal: Hashable, Sendable {
    case price(PriceSignal)
    case capacityPrice(CapacityPriceSignal)
    case frequency(FrequencySample)
    case instruction(InstructionSignal)
    case award(AwardSignal)
    case grid(GridConditionSignal)
    case loadForecast(LoadForecastSignal)
    case meter(MeterSignal)
    case hashprice(HashpriceSignal)

    package var kind: SignalKind {
        switch self {
        case .price: .price
        case .capacityPrice: .capacityPrice
        case .frequency: .frequency
        case .instruction: .instruction
        case .award: .award
        case .grid: .grid
        case .loadForecast: .loadForecast
        case .meter: .meter
        case .hashprice: .hashprice
        }
    }
}

/// The kinds of message, by their names on the wire.
package enum SignalKind: String, Hashable, Sendable, CaseIterable {
    case price
    case capacityPrice = "capacity_price"
    case frequency
    case instruction
    case award
    case grid
    case loadForecast = "load_forecast"
    case meter
    case hashprice
}

/// A signal with where it came from and when.
package struct StampedSignal: Hashable, Sendable {
    package let signal: GridSignal
    /// The configured source that brought it; the sender's own name is appended after a `/` where it gave one.
    package let source: String
    /// The sender's time of the value; the time of receipt where the format carries none.
    package let at: UTCInstant

    package init(signal: GridSignal, source: String, at: UTCInstant) {
        self.signal = signal
        self.source = source
        self.at = at
    }
}

/// ERCOT's markets, in the order in which a live decision prefers them.
package enum Market: String, Hashable, Sendable, CaseIterable {
    /// LMP of one SCED run, about every five minutes.
    case sced
    /// 15-minute real-time settlement point price.
    case rtm
    /// Day-ahead, hourly; settles, never decides.
    case dam
}

/// The price of energy at a settlement point over a span.
package struct PriceSignal: Hashable, Sendable {
    package let market: Market
    /// ERCOT's name, for example `HB_WEST`.
    package let point: String
    /// ERCOT's type code (`HU`, `LZ`, `LZEW`, …), where the source gives one.
    package let pointType: String?
    package let start: UTCInstant
    /// Exclusive; for a SCED price the sender's end or five minutes after the start.
    package let end: UTCInstant
    package let price: EnergyPrice

    package init(
        market: Market, point: String, pointType: String?, start: UTCInstant, end: UTCInstant,
        price: EnergyPrice
    ) {
        self.market = market
        self.point = point
        self.pointType = pointType
        self.start = start
        self.end = end
        self.price = price
    }
}

/// The clearing price of an Ancillary Service or ERS product over a span.
package struct CapacityPriceSignal: Hashable, Sendable {
    package let market: Market
    /// ERCOT's product name: `REGUP`, `REGDN`, `RRS`, `ECRS`, `NSPIN` and others.
    package let product: String
    package let start: UTCInstant
    package let end: UTCInstant
    package let price: CapacityPrice

    package init(market: Market, product: String, start: UTCInstant, end: UTCInstant, price: CapacityPrice) {
        self.market = market
        self.product = product
        self.start = start
        self.end = end
        self.price = price
    }
}

/// One measurement of grid frequency.
package struct FrequencySample: Hashable, Sendable {
    /// The measuring device's time.
    package let at: UTCInstant
    package let frequency: Frequency
    /// Rate of change as the device measured it, where it did.
    package let rateOfChange: FrequencyRate?
    /// False when the device itself doubts the value.
    package let isGood: Bool

    package init(
        at: UTCInstant, frequency: Frequency, rateOfChange: FrequencyRate? = nil, isGood: Bool = true
    ) {
        self.at = at
        self.frequency = frequency
        self.rateOfChange = rateOfChange
        self.isGood = isGood
    }
}

/// State of the ERCOT grid as published; each field only where the sender gave it.
package struct GridConditionSignal: Hashable, Sendable {
    /// Physical Responsive Capability.
    package let physicalResponsiveCapability: Power?
    /// Energy Emergency Alert level, 0 to 3.
    package let emergencyAlertLevel: Int?
    package let systemLoad: Power?

    package init(physicalResponsiveCapability: Power?, emergencyAlertLevel: Int?, systemLoad: Power?) {
        self.physicalResponsiveCapability = physicalResponsiveCapability
        self.emergencyAlertLevel = emergencyAlertLevel
        self.systemLoad = systemLoad
    }
}

/// System load expected over a span.
package struct LoadForecastSignal: Hashable, Sendable {
    package let start: UTCInstant
    package let end: UTCInstant
    package let load: Power
    package let issued: UTCInstant

    package init(start: UTCInstant, end: UTCInstant, load: Power, issued: UTCInstant) {
        self.start = start
        self.end = end
        self.load = load
        self.issued = issued
    }
}

/// A reading of the site meter: power, the cumulative register, or both; or what it metered over a span.
package struct MeterSignal: Hashable, Sendable {
    /// Energy over whole settlement intervals, as interval data recorders and settlement extracts give it.
    package struct Usage: Hashable, Sendable {
        package let start: UTCInstant
        /// Exclusive.
        package let end: UTCInstant
        package let energy: Energy

        package init(start: UTCInstant, end: UTCInstant, energy: Energy) {
            self.start = start
            self.end = end
            self.energy = energy
        }
    }

    package let meter: String
    package let power: Power?
    package let cumulative: Energy?
    /// Replaces whatever was known of its span.
    package let usage: Usage?

    package init(meter: String, power: Power?, cumulative: Energy?, usage: Usage? = nil) {
        self.meter = meter
        self.power = power
        self.cumulative = cumulative
        self.usage = usage
    }
}

/// What a petahash of hashrate earns in a day, before pool fees.
package struct HashpriceSignal: Hashable, Sendable {
    /// Dollars per PH/s and day.
    package let dollarsPerPetahashDay: Money

    package init(dollarsPerPetahashDay: Money) { self.dollarsPerPetahashDay = dollarsPerPetahashDay }
}
