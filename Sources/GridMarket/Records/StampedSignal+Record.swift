package import SiteRecord
import GridUnits

extension StampedSignal: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("source", source)
            writer.member("at_ns", at)
            writer.member("signal", signal)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            signal: try value.record("signal"), source: try value.text("source"),
            at: try value.instant("at_ns"))
    }
}

/// One member, named for the kind as it is on the wire.
extension GridSignal: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            switch self {
            case .price(let signal): writer.member(kind.rawValue, signal)
            case .capacityPrice(let signal): writer.member(kind.rawValue, signal)
            case .frequency(let sample): writer.member(kind.rawValue, sample)
            case .instruction(let signal): writer.member(kind.rawValue, signal)
            case .award(let signal): writer.member(kind.rawValue, signal)
            case .grid(let signal): writer.member(kind.rawValue, signal)
            case .loadForecast(let signal): writer.member(kind.rawValue, signal)
            case .meter(let signal): writer.member(kind.rawValue, signal)
            case .hashprice(let signal): writer.member(kind.rawValue, signal)
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let (name, content) = try value.onlyMember()
        guard let kind = SignalKind(rawValue: name) else {
            throw CanonicalFailure("no signal is called \(name)")
        }
        switch kind {
        case .price: self = .price(try PriceSignal(recorded: content))
        case .capacityPrice: self = .capacityPrice(try CapacityPriceSignal(recorded: content))
        case .frequency: self = .frequency(try FrequencySample(recorded: content))
        case .instruction: self = .instruction(try InstructionSignal(recorded: content))
        case .award: self = .award(try AwardSignal(recorded: content))
        case .grid: self = .grid(try GridConditionSignal(recorded: content))
        case .loadForecast: self = .loadForecast(try LoadForecastSignal(recorded: content))
        case .meter: self = .meter(try MeterSignal(recorded: content))
        case .hashprice: self = .hashprice(try HashpriceSignal(recorded: content))
        }
    }
}
