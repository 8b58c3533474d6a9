import CurtailmentEngine
import GridUnits

extension SignalFields {
    /// The line these fields are.
    func line(receivedAt: UTCInstant) throws(SignalRejection) -> DecodedLine {
        guard let name = kind else {
            throw SignalRejection(.malformed, "the field kind is missing; known kinds are \(Self.knownKinds)")
        }
        if name == "ack" { return .acknowledgementRequest }
        guard let known = SignalKind(rawValue: name) else {
            throw SignalRejection(
                .unknownKind, "kind “\(name.prefix(40))”; known are \(Self.knownKinds), ack")
        }
        let at = try instant("at")
        return .signal(try signal(of: known, at: at ?? receivedAt), at: at, sender: text("source") ?? "")
    }

    static let knownKinds = SignalKind.allCases.map(\.rawValue).joined(separator: ", ")

    private func signal(of kind: SignalKind, at: UTCInstant) throws(SignalRejection) -> GridSignal {
        switch kind {
        case .price: .price(try price())
        case .capacityPrice: .capacityPrice(try capacityPrice())
        case .frequency: .frequency(try frequency(at: at))
        case .instruction: .instruction(try instruction())
        case .award: .award(try award())
        case .grid: .grid(try grid())
        case .loadForecast: .loadForecast(try loadForecast(at: at))
        case .meter: .meter(try meter())
        case .hashprice:
            .hashprice(
                HashpriceSignal(dollarsPerPetahashDay: try requiredQuantity("usd_per_ph_day", Money.self)))
        }
    }

    private func price() throws(SignalRejection) -> PriceSignal {
        let market = try word("market", of: Market.self)
        let start = try requiredInstant("start")
        return PriceSignal(
            market: market, point: try required("point"), pointType: text("point_type"), start: start,
            end: try end(after: start, otherwise: market.usualSpanSeconds),
            price: try requiredQuantity("usd_per_mwh", EnergyPrice.self))
    }

    private func capacityPrice() throws(SignalRejection) -> CapacityPriceSignal {
        let market = try word("market", of: Market.self)
        let start = try requiredInstant("start")
        return CapacityPriceSignal(
            market: market, product: try required("product"), start: start,
            end: try end(after: start, otherwise: market.usualSpanSeconds),
            price: try requiredQuantity("usd_per_mw_h", CapacityPrice.self))
    }

    private func frequency(at: UTCInstant) throws(SignalRejection) -> FrequencySample {
        var isGood = true
        if let word = text("quality") {
            let bytes = Array(word.utf8)
            guard let known = ShortName(bytes.span, 0..<bytes.count).flatMap(QualityWords.isGood) else {
                throw SignalRejection(
                    .malformed, "quality is “\(word.prefix(40))”; known are \(QualityWords.known)")
            }
            isGood = known
        }
        return FrequencySample(
            at: at, frequency: try requiredQuantity("hz", Frequency.self),
            rateOfChange: try quantity("rocof_hz_s", FrequencyRate.self), isGood: isGood)
    }

    private func instruction() throws(SignalRejection) -> InstructionSignal {
        let action = try word("action", of: InstructionSignal.Action.self)
        let power = try quantity("mw", Power.self)
        let id = text("id") ?? ""
        switch action {
        case .setpoint where power == nil: throw SignalRejection(.malformed, "a setpoint needs mw")
        case .deploy where id.isEmpty, .setpoint where id.isEmpty:
            throw SignalRejection(
                .malformed, "a \(action.rawValue) needs an id, so that its recall can name it")
        case .deploy, .recall, .cancel, .setpoint: break
        }
        guard let modification = try decimal("modification", scale: 0) ?? 0 as Int64?, modification >= 0
        else {
            throw SignalRejection(.malformed, "modification is a count from 0")
        }
        return InstructionSignal(
            id: id, modification: Int(modification), program: try word("program", of: Program.self),
            action: action, power: power, effective: try instant("effective"),
            issuer: text("issuer") ?? text("source") ?? "unnamed", end: try instant("end"))
    }

    private func award() throws(SignalRejection) -> AwardSignal {
        let start = try requiredInstant("start")
        let end = try requiredInstant("end")
        guard start < end else { throw Self.backwards(start, end) }
        return AwardSignal(
            id: try required("id"), program: try word("program", of: Program.self),
            power: try requiredQuantity("mw", Power.self), start: start, end: end)
    }

    private func grid() throws(SignalRejection) -> GridConditionSignal {
        let level = try decimal("eea", scale: 0).map(Int.init)
        let capability = try quantity("prc_mw", Power.self)
        let load = try quantity("system_load_mw", Power.self)
        guard level != nil || capability != nil || load != nil else {
            throw SignalRejection(.malformed, "grid needs one of prc_mw, eea, system_load_mw")
        }
        return GridConditionSignal(
            physicalResponsiveCapability: capability, emergencyAlertLevel: level, systemLoad: load)
    }

    private func loadForecast(at: UTCInstant) throws(SignalRejection) -> LoadForecastSignal {
        let start = try requiredInstant("start")
        return LoadForecastSignal(
            start: start, end: try end(after: start, otherwise: 3_600),
            load: try requiredQuantity("mw", Power.self), issued: try instant("issued") ?? at)
    }

    private func meter() throws(SignalRejection) -> MeterSignal {
        let power = try quantity("mw", Power.self)
        let register = try decimal("mwh", scale: 9).map { nanomegawattHours in
            Energy(microwattSeconds: Int128(nanomegawattHours) * 3_600_000)
        }
        guard power != nil || register != nil else {
            throw SignalRejection(.malformed, "meter needs mw, mwh or both")
        }
        return MeterSignal(meter: try required("meter"), power: power, cumulative: register)
    }

    /// The end of a span that begins at `start`: at most a day long, `otherwise` seconds where none is given.
    private func end(after start: UTCInstant, otherwise seconds: Int64) throws(SignalRejection) -> UTCInstant
    {
        guard let end = try instant("end") else { return start.advanced(bySeconds: seconds) }
        guard start < end else { throw Self.backwards(start, end) }
        guard end.nanoseconds(since: start) <= 90_000_000_000_000 else {
            throw SignalRejection(
                .absurd, "a span from \(start.seconds) to \(end.seconds) is longer than a day")
        }
        return end
    }

    private static func backwards(_ start: UTCInstant, _ end: UTCInstant) -> SignalRejection {
        SignalRejection(.absurd, "the end \(end.seconds) is not after the start \(start.seconds)")
    }
}

extension Market {
    /// How long a price of this market holds where its source does not say.
    var usualSpanSeconds: Int64 {
        switch self {
        case .sced: 300
        case .rtm: 900
        case .dam: 3_600
        }
    }
}
