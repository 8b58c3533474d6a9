package import SitePorts
package import GridMarket
import CurtailmentEngine
package import GridUnits

/// What `curtailctl signals` shows of one source.
package struct SourceStatistics: Hashable, Sendable {
    /// How far the last value can be trusted.
    package enum Quality: String, Hashable, Sendable, CaseIterable {
        case none
        case good
        /// The device doubts its own value.
        case doubtful
        /// A price above the usual cap.
        case flagged
    }

    /// One reason for rejection and how often it occurred.
    package struct Rejections: Hashable, Sendable {
        package let reason: RejectionReason
        package let count: Int
    }

    package let source: String
    package let condition: SourceCondition
    package let rank: Int
    /// The kind that was accepted last.
    package let kind: SignalKind?
    /// The last accepted value with its unit.
    package let lastValue: String?
    /// The sender's time of that value.
    package let lastAt: UTCInstant?
    /// Since a signal was accepted, by the monotonic clock.
    package let age: TimeSpan?
    package let staleAfter: TimeSpan?
    package let quality: Quality
    package let accepted: Int
    package let rejected: Int
    package let otherPoint: Int
    package let flagged: Int
    package let refusedConnections: Int
    package let rejections: [Rejections]
    /// Why a line was last rejected, and its first 200 bytes made printable.
    package let lastReason: String?
    package let lastBadLine: String?
    /// Why the transport does not work.
    package let failure: String?
}

extension SourceIntake {
    package func statistics(now: MonotonicInstant) -> SourceStatistics {
        SourceStatistics(
            source: settings.name, condition: condition, rank: settings.rank, kind: last?.signal.kind,
            lastValue: last.map { $0.signal.valueText }, lastAt: last?.at,
            age: lastAccepted.map { now.since($0) }, staleAfter: settings.staleAfter,
            quality: last.map { $0.signal.quality } ?? .none, accepted: counts.accepted,
            rejected: counts.rejected,
            otherPoint: counts.otherPoint, flagged: counts.flagged,
            refusedConnections: counts.refusedConnections,
            rejections: counts.reasons.map {
                SourceStatistics.Rejections(reason: $0.reason, count: $0.count)
            },
            lastReason: lastRejection.map { "\($0.rejection)" },
            lastBadLine: lastRejection.map { LineText.shown($0.line) }, failure: failure)
    }

    /// The answer to `{"kind":"ack"}`: one line of JSON with the counts so far.
    func acknowledgement() -> String {
        let reasons = counts.reasons.map { "\"\($0.reason.rawValue)\":\($0.count)" }.joined(separator: ",")
        return "{\"kind\":\"ack\",\"accepted\":\(counts.accepted),\"rejected\":\(counts.rejected),"
            + "\"other_point\":\(counts.otherPoint),\"reasons\":{\(reasons)}}\n"
    }
}

extension GridSignal {
    var quality: SourceStatistics.Quality {
        switch self {
        case .frequency(let sample): sample.isGood ? .good : .doubtful
        case .price(let price): PlausibleRanges.isFlagged(price.price) ? .flagged : .good
        case .capacityPrice(let price): PlausibleRanges.isFlagged(price.price) ? .flagged : .good
        case .instruction, .award, .grid, .loadForecast, .meter, .hashprice: .good
        }
    }

    /// The value as an operator reads it.
    var valueText: String {
        switch self {
        case .price(let price): "\(price.price.decimal) $/MWh at \(price.point) (\(price.market.rawValue))"
        case .capacityPrice(let price):
            "\(price.price.decimal) $/MW-h for \(price.product) (\(price.market.rawValue))"
        case .frequency(let sample): "\(sample.frequency.decimal) Hz"
        case .instruction(let instruction):
            "\(instruction.action.rawValue) \(instruction.program.rawValue) \(instruction.id)"
                + (instruction.power.map { " \($0.decimal) MW" } ?? "")
        case .award(let award): "\(award.program.rawValue) \(award.id) \(award.power.decimal) MW"
        case .grid(let grid):
            [
                grid.emergencyAlertLevel.map { "EEA \($0)" },
                grid.physicalResponsiveCapability.map { "PRC \($0.decimal) MW" },
                grid.systemLoad.map { "load \($0.decimal) MW" },
            ].compactMap(\.self).joined(separator: ", ")
        case .loadForecast(let forecast): "\(forecast.load.decimal) MW at \(forecast.start.seconds)"
        case .meter(let meter):
            [
                meter.power.map { "\($0.decimal) MW" },
                meter.cumulative.map { "\($0.megawattHours(places: 3)) MWh" },
                meter.usage.map { "\($0.energy.megawattHours(places: 3)) MWh from \($0.start.seconds)" },
            ]
            .compactMap(\.self).joined(separator: ", ")
        case .hashprice(let hashprice): "\(hashprice.dollarsPerPetahashDay.decimal) $/PH and day"
        }
    }
}
