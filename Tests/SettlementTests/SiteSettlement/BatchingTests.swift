import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

/// A ledger is written in transactions that nobody chooses; what is settled must not show them.
@Suite("Settlement in batches")
struct BatchingTests {
    private static let seeds = UInt64(0)..<40

    @Test("the load of several intervals in one row is settled as in rows of their own", arguments: seeds)
    func joinedLoads(seed: UInt64) throws {
        let rows = try RandomSettlement(seed: seed).rows { (2 - $0 % 3) }
        var joined: [LedgerRecord] = []
        for row in rows {
            if case .load(let more, let at) = row, case .load(let energies, at)? = joined.last {
                joined[joined.count - 1] = .load(energies + more, at: at)
            } else {
                joined.append(row)
            }
        }
        #expect(joined.count < rows.count)
        #expect(try SettledRows(joined).all == SettledRows(rows).all)
    }

    @Test("load that is given late is worth in the end what it is worth in time", arguments: seeds)
    func lateLoads(seed: UInt64) throws {
        let site = try RandomSettlement(seed: seed)
        var random = SeededGenerator(seed: seed)
        var given = 0
        let delays = (0..<RandomSettlement.count).map { number in
            given = max(given, number + .random(in: 0...3, using: &random))
            return given - number
        }
        let late = try SettledRows(site.rows { delays[$0] })
        let inTime = try SettledRows(site.rows())
        #expect(late.newest.subtracting(inTime.newest).isEmpty)
        #expect(inTime.newest.subtracting(late.newest).isEmpty)
    }
}
