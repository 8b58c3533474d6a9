/// Rate of change of frequency (ROCOF); hertz per second in text, microhertz per second inside.
package struct FrequencyRate: Quantity {
    package static let scale = 6

    /// Microhertz per second; negative while frequency falls.
    package var microhertzPerSecond: Int64

    package var stored: Int64 { microhertzPerSecond }

    package init(stored: Int64) { microhertzPerSecond = stored }

    package init(microhertzPerSecond: Int64) { self.microhertzPerSecond = microhertzPerSecond }
}
