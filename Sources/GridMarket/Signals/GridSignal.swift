package import SiteRecord
package import GridUnits

/// The kinds of signal, by their names on the wire; each has its lines here and in ``GridSignal``.
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

/// One message from outside, decoded once into the engine's own terms: the list of kinds.
///
/// To add a kind: its name in ``SignalKind``, its case, its content and its form here, and one file with its
/// ``SignalContent``, which says the rest.
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

    /// The signal without its kind, for all that is asked of every kind alike.
    package var content: any SignalContent {
        switch self {
        case .price(let signal): signal
        case .capacityPrice(let signal): signal
        case .frequency(let sample): sample
        case .instruction(let signal): signal
        case .award(let signal): signal
        case .grid(let signal): signal
        case .loadForecast(let signal): signal
        case .meter(let signal): signal
        case .hashprice(let signal): signal
        }
    }

    private static let forms: [SignalForm] = [
        SignalForm(GridSignal.price) { if case .price(let signal) = $0 { signal } else { nil } },
        SignalForm(GridSignal.capacityPrice) {
            if case .capacityPrice(let signal) = $0 { signal } else { nil }
        },
        SignalForm(GridSignal.frequency) { if case .frequency(let sample) = $0 { sample } else { nil } },
        SignalForm(GridSignal.instruction) { if case .instruction(let signal) = $0 { signal } else { nil } },
        SignalForm(GridSignal.award) { if case .award(let signal) = $0 { signal } else { nil } },
        SignalForm(GridSignal.grid) { if case .grid(let signal) = $0 { signal } else { nil } },
        SignalForm(GridSignal.loadForecast) {
            if case .loadForecast(let signal) = $0 { signal } else { nil }
        },
        SignalForm(GridSignal.meter) { if case .meter(let signal) = $0 { signal } else { nil } },
        SignalForm(GridSignal.hashprice) { if case .hashprice(let signal) = $0 { signal } else { nil } },
    ]
}

extension GridSignal {
    package var kind: SignalKind { type(of: content).kind }

    /// Reads a line's members.
    ///
    /// - Throws: `malformed`, `absurd`, or `unknownKind` for a kind that the list does not have.
    package init(wire fields: SignalFields, at: UTCInstant) throws(SignalRejection) {
        guard let name = fields.kind else {
            throw SignalRejection(.malformed, "the field kind is missing; known kinds are \(Self.knownKinds)")
        }
        guard let form = Self.forms.first(where: { $0.kind.rawValue == name }) else {
            throw SignalRejection(
                .unknownKind, "kind “\(name.prefix(40))”; known are \(Self.knownKinds), ack")
        }
        self = try form.read(fields, at)
    }

    private static let knownKinds = SignalKind.allCases.map(\.rawValue).joined(separator: ", ")
}

/// One member, named for the kind as it is on the wire.
extension GridSignal: ChoiceRecord {
    package static let choices = Choices<GridSignal>(forms.map(\.choice))
}

/// A kind's entry of the list: how it is read off the wire and off a record.
private struct SignalForm: Sendable {
    let kind: SignalKind
    let read: @Sendable (SignalFields, UTCInstant) throws(SignalRejection) -> GridSignal
    let choice: Choice<GridSignal>

    init<Content: SignalContent>(
        _ make: @escaping @Sendable (Content) -> GridSignal,
        _ content: @escaping @Sendable (GridSignal) -> Content?
    ) {
        kind = Content.kind
        read = { fields, at throws(SignalRejection) in make(try Content(wire: fields, at: at)) }
        choice = Choice(kind.rawValue, make, content)
    }
}

/// A signal with where it came from and when.
package struct StampedSignal: FieldRecord, Hashable, Sendable {
    /// The signal itself.
    package let signal: GridSignal
    /// The configured source that brought it; the sender's own name is appended after a `/` where it gave one.
    package let source: String
    /// The sender's time of the value; the time of receipt where the format carries none.
    package let at: UTCInstant

    package static let fields: Fields<StampedSignal> = Fields(
        { source, at, signal in StampedSignal(signal: signal, source: source, at: at) },
        Field("source") { $0.source }, Field("at_ns") { $0.at }, Field("signal") { $0.signal })

    /// Creates a signal of a source at a time.
    package init(signal: GridSignal, source: String, at: UTCInstant) {
        self.signal = signal
        self.source = source
        self.at = at
    }
}
