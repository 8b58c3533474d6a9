package import SiteRecord
import GridUnits

extension StampedSignal: FieldRecord {
    package static let fields = Fields(
        { source, at, signal in StampedSignal(signal: signal, source: source, at: at) },
        Field("source") { $0.source }, Field("at_ns") { $0.at }, Field("signal") { $0.signal })
}

/// One member, named for the kind as it is on the wire.
extension GridSignal: ChoiceRecord {
    package static let choices = Choices<GridSignal>(
        choice(.price, GridSignal.price) { if case .price(let signal) = $0 { signal } else { nil } },
        choice(.capacityPrice, GridSignal.capacityPrice) {
            if case .capacityPrice(let signal) = $0 { signal } else { nil }
        },
        choice(.frequency, GridSignal.frequency) {
            if case .frequency(let sample) = $0 { sample } else { nil }
        },
        choice(.instruction, GridSignal.instruction) {
            if case .instruction(let signal) = $0 { signal } else { nil }
        },
        choice(.award, GridSignal.award) { if case .award(let signal) = $0 { signal } else { nil } },
        choice(.grid, GridSignal.grid) { if case .grid(let signal) = $0 { signal } else { nil } },
        choice(.loadForecast, GridSignal.loadForecast) {
            if case .loadForecast(let signal) = $0 { signal } else { nil }
        },
        choice(.meter, GridSignal.meter) { if case .meter(let signal) = $0 { signal } else { nil } },
        choice(.hashprice, GridSignal.hashprice) {
            if case .hashprice(let signal) = $0 { signal } else { nil }
        })

    private static func choice<Signal: FieldValue>(
        _ kind: SignalKind, _ make: @escaping @Sendable (Signal) -> GridSignal,
        _ signal: @escaping @Sendable (GridSignal) -> Signal?
    ) -> Choice<GridSignal> {
        Choice(kind.rawValue, make, signal)
    }
}
