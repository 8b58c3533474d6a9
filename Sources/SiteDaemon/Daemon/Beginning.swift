import ControlLoop
import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// What a start reads from the ledger.
struct Beginning {
    let recovery: Recovery
    /// Recorded inputs from before the first unsettled interval on.
    let history: [EngineInput]
    let unsettledFrom: UTCInstant
    let today: DayTotals

    /// How far back unsettled intervals are taken up: prices that are later than this settle by true-up only.
    private static let horizonSeconds: Int64 = 86_400

    init(ledger: Ledger, at now: UTCInstant) throws {
        recovery = try ledger.recovery()
        let reader = try LedgerReader(path: ledger.path)
        let horizon = SettlementInterval(containing: now.advanced(bySeconds: -Self.horizonSeconds)).start
        unsettledFrom = max(try reader.lastSettledEnd() ?? horizon, horizon)
        history = try reader.fleetInputs(from: unsettledFrom)
        today = try Self.totals(of: MarketTimeZone.centralPrevailing.operatingDay(of: now), reader)
    }

    private static func totals(of day: CalendarDate, _ reader: LedgerReader) throws -> DayTotals {
        var totals = DayTotals()
        totals.day = day
        for credit in try reader.credits(from: day, through: day, by: .day) where !credit.isShadow {
            totals.curtailed += credit.curtailed
            for (kind, amount) in credit.amounts { totals.add(amount, of: kind) }
        }
        return totals
    }
}
