import GridMarket
import CurtailmentEngine
import GRDB
import GridUnits
import Settlement

extension ProjectionRow {
    /// The row that an entry of the chain puts into a table; nil for entries that stand in the chain alone.
    ///
    /// - Parameters:
    ///   - entry: the entry.
    ///   - sequence: its place in the chain.
    ///   - labels: remembers the market key of the last interval, because rows of one interval come together.
    /// - Throws: ``LedgerError/unrecordable(_:)`` when an energy does not fit 64 bits.
    init?(_ entry: ChainEntry, sequence: Int64, labels: inout IntervalLabels) throws(LedgerError) {
        guard case .record(let record) = entry.content else { return nil }
        switch record {
        case .policy, .load: return nil
        case .input(let input):
            guard case .signal(let stamped) = input.event else { return nil }
            self.init(stamped.signal, sequence: sequence)
        case .fact(let stamped, _): self.init(stamped.signal, sequence: sequence)
        case .decision(let decision): self.init(decision, sequence: sequence)
        case .event(let event, _): self.init(event, sequence: sequence)
        case .interval(let interval, _):
            try self.init(interval, entry: entry, sequence: sequence, labels: &labels)
        case .basis(let basis, _): try self.init(basis, entry: entry, sequence: sequence, labels: &labels)
        case .claim(let claim, _): try self.init(claim, entry: entry, sequence: sequence, labels: &labels)
        }
    }

    private init(_ decision: Decision, sequence: Int64) {
        table = .decisions
        values = [
            sequence.databaseValue, decision.id.databaseValue, decision.at.milliseconds.databaseValue,
            decision.event.cell, decision.mode.rawValue.databaseValue, decision.state.rawValue.databaseValue,
            (decision.winner?.program.rawValue).cell, (decision.winner?.reason.rawValue).cell,
            decision.target.stored.databaseValue, decision.commanded.stored.databaseValue,
            decision.confirmed.stored.databaseValue, decision.summary.databaseValue,
        ]
    }

    private init(_ event: CurtailmentEvent, sequence: Int64) {
        table = .events
        values = [
            event.id.databaseValue, sequence.databaseValue, event.state.rawValue.databaseValue,
            event.startedAt.milliseconds.databaseValue, (event.endedAt?.milliseconds).cell,
            event.isShadow.databaseValue, event.programs.map(\.rawValue).joined(separator: ",").databaseValue,
            event.reason.rawValue.databaseValue, event.lowestTarget.stored.databaseValue,
            event.lowestCommanded.stored.databaseValue, event.lowestConfirmed.stored.databaseValue,
            (event.lowestMetered?.stored).cell, event.failedUnits.databaseValue,
        ]
    }

    /// Signals that say something about settlement intervals are found again by their spans.
    private init?(_ signal: GridSignal, sequence: Int64) {
        guard let span = IntervalFacts.span(of: signal) else { return nil }
        table = .facts
        let isLong = span.upperBound.nanoseconds(since: span.lowerBound) > Self.shortSpanNanoseconds
        values = [
            sequence.databaseValue, signal.kind.rawValue.databaseValue,
            IntervalFacts.subject(of: signal).databaseValue, isLong.databaseValue,
            span.lowerBound.milliseconds.databaseValue, span.upperBound.milliseconds.databaseValue,
        ]
    }

    /// Most signals are about a day at most; the few longer ones are kept apart, so that looking up stays quick.
    static let shortSpanNanoseconds: Int64 = 93_600_000_000_000

    private init(
        _ basis: IntervalBasis, entry: ChainEntry, sequence: Int64, labels: inout IntervalLabels
    ) throws(LedgerError) {
        table = .bases
        values = [
            labels.label(of: basis.interval).start, entry.version.databaseValue, sequence.databaseValue,
            entry.replaces.cell, basis.policyNumber.databaseValue, basis.hashprice.stored.databaseValue,
            try basis.metered.map { (energy) throws(LedgerError) in try Self.cell(energy) } ?? .null,
            (basis.meterGap?.rawValue).cell, basis.isCurtailed.databaseValue,
        ]
    }

    private init(
        _ settled: SettledInterval, entry: ChainEntry, sequence: Int64, labels: inout IntervalLabels
    ) throws(LedgerError) {
        table = .intervals
        let interval = settled.energy
        let label = labels.label(of: interval.interval)
        values = [
            label.start, interval.group.databaseValue, interval.isShadow.databaseValue,
            entry.version.databaseValue, sequence.databaseValue,
            entry.replaces.cell, label.operatingDay, label.key.hourEnding.databaseValue,
            label.key.interval.databaseValue, label.key.isRepeatedHour.databaseValue,
            interval.evidence.rawValue.databaseValue, (settled.price?.stored).cell,
            settled.priceSource.rawValue.databaseValue, try Self.cell(interval.consumed),
            try Self.cell(interval.curtailed),
            interval.restarted.stored.databaseValue,
        ]
    }

    private init(
        _ claim: Claim, entry: ChainEntry, sequence: Int64, labels: inout IntervalLabels
    ) throws(LedgerError) {
        table = .claims
        let label = labels.label(of: claim.interval)
        values = [
            label.start, claim.group.databaseValue, claim.kind.rawValue.databaseValue,
            claim.program.databaseValue, claim.isShadow.databaseValue, entry.version.databaseValue,
            sequence.databaseValue, entry.replaces.cell, label.operatingDay, try Self.cell(claim.energy),
            claim.rate.description.databaseValue,
            DecimalText.format(claim.rate.roundedHalfToEven, scale: 6, minimumFraction: 6).databaseValue,
            claim.amount.stored.databaseValue, claim.isEstimate.databaseValue,
            claim.basis.priceSource.rawValue.databaseValue, claim.basis.method.rawValue.databaseValue,
            claim.basis.uncertainty.stored.databaseValue,
        ]
    }

    private static func cell(_ energy: Energy) throws(LedgerError) -> DatabaseValue {
        guard let microwattSeconds = Int64(exactly: energy.microwattSeconds) else {
            throw .unrecordable("An energy of \(energy.megawattHours(places: 3)) MWh in one interval")
        }
        return microwattSeconds.databaseValue
    }
}

extension Optional where Wrapped: DatabaseValueConvertible {
    /// Null where there is no value.
    fileprivate var cell: DatabaseValue { self?.databaseValue ?? .null }
}

/// The columns that name an interval, worked out once for the rows that share it.
struct IntervalLabels {
    struct Label {
        let interval: SettlementInterval
        let key: SettlementInterval.Key
        let start: DatabaseValue
        let operatingDay: DatabaseValue
    }

    private var last: Label?

    mutating func label(of interval: SettlementInterval) -> Label {
        if let last, last.interval == interval { return last }
        let key = interval.key()
        let label = Label(
            interval: interval, key: key, start: interval.start.milliseconds.databaseValue,
            operatingDay: key.operatingDay.description.databaseValue)
        last = label
        return label
    }
}
