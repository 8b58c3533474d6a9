import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// The state that a start reads from the ledger.
struct Beginning {
    let recovery: Recovery
    /// Settlement at the newest row, with what is settled of the present operating day.
    let settler: Settler

    init(ledger: Ledger, at now: UTCInstant) throws {
        recovery = try ledger.recovery()
        var settler = try ledger.settler()
        let day = MarketTimeZone.centralPrevailing.operatingDay(of: now)
        settler.resume(today: try LedgerReader(path: ledger.path).totals(of: day))
        self.settler = settler
    }
}
