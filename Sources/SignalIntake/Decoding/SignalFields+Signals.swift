import GridMarket
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
        case .deploy where id.isEmpty, .setpoint where id.isEmpty, .annul where id.isEmpty:
            throw SignalRejection(
                .malformed, "a \(action.rawValue) needs an id, so that its recall can name it")
        case .deploy, .recall, .cancel, .setpoint, .annul: break
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

    /// The end of a span that begins at `start`: `otherwise` seconds later where none is given.
    func end(
        after start: UTCInstant, otherwise seconds: Int64, within longest: SpanLimit = .day
    ) throws(SignalRejection) -> UTCInstant {
        guard let end = try instant("end") else { return start.advanced(bySeconds: seconds) }
        try Self.check(start, end, within: longest)
        return end
    }

    static func check(
        _ start: UTCInstant, _ end: UTCInstant, within longest: SpanLimit
    ) throws(SignalRejection) {
        try requireOrder(start, end)
        guard end.nanoseconds(since: start) <= longest.span.nanoseconds else {
            throw SignalRejection(
                .absurd,
                "a span from \(start.seconds) to \(end.seconds) is longer than \(longest.rawValue)")
        }
    }

    static func requireOrder(_ start: UTCInstant, _ end: UTCInstant) throws(SignalRejection) {
        guard start < end else {
            throw SignalRejection(.absurd, "the end \(end.seconds) is not after the start \(start.seconds)")
        }
    }
}

/// How long a span may be before it is a slip; each has the hour more of the day on which the clock goes back.
enum SpanLimit: String {
    /// Prices of energy: the longest published span is an hour, the longest sensible one a block of a day.
    case day = "a day"
    /// Metered usage: no bill covers more days.
    case month = "31 days"
    /// Prices of capacity: ERS is bought for terms of two to four months, and contracts for half a year.
    case term = "seven months"

    var span: TimeSpan {
        switch self {
        case .day: .seconds(25 * 3_600)
        case .month: .seconds(31 * 86_400 + 3_600)
        case .term: .seconds(215 * 86_400 + 3_600)
        }
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
