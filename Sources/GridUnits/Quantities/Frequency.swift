/// Grid frequency; hertz in text, microhertz inside.
package struct Frequency: Quantity {
    package static let scale = 6

    /// Microhertz.
    package var microhertz: Int64

    package var stored: Int64 { microhertz }

    package init(stored: Int64) { microhertz = stored }

    package init(microhertz: Int64) { self.microhertz = microhertz }

    /// Whole hertz.
    package static func hertz(_ count: Int64) -> Frequency { Frequency(microhertz: count * 1_000_000) }

    /// Whole millihertz.
    package static func millihertz(_ count: Int64) -> Frequency { Frequency(microhertz: count * 1_000) }
}

/// Rate of change of frequency (ROCOF); hertz per second in text, microhertz per second inside.
package struct FrequencyRate: Quantity {
    package static let scale = 6

    /// Microhertz per second; negative while frequency falls.
    package var microhertzPerSecond: Int64

    package var stored: Int64 { microhertzPerSecond }

    package init(stored: Int64) { microhertzPerSecond = stored }

    package init(microhertzPerSecond: Int64) { self.microhertzPerSecond = microhertzPerSecond }
}
