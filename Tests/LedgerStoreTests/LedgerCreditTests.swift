import CurtailTesting
import GridMarket
import CurtailmentEngine
import GRDB
import GridUnits
import Settlement
import Testing

@testable import LedgerStore

@Suite("LedgerCredit")
struct LedgerCreditTests {
    /// One claim of each kind of ten dollars times its place, in one hour, and one outside of any event.
    private func reader(_ folder: TemporaryDirectory) throws -> LedgerReader {
        let ledger = try Ledger(path: folder.ledger)
        var records: [LedgerRecord] = [.event(Samples.event(10, from: 0, to: 600), at: Samples.instant(600))]
        records.append(
            .event(
                Samples.event(11, from: 1_000, to: 1_200, programs: [.underfrequency]),
                at: Samples.instant(1_200)))
        for (place, kind) in Claim.Kind.allCases.enumerated() {
            let sign: Int64 = [.lostHash, .restartCost, .penalty].contains(kind) ? -10 : 10
            records.append(
                Samples.claim(0, kind, dollars: sign * Int64(place + 1), group: place < 4 ? "a" : "b"))
        }
        records.append(Samples.claim(1, .energyAvoided, dollars: 7, group: "a"))
        records.append(Samples.claim(1, .lostHash, dollars: 0, group: "a"))
        records.append(Samples.claim(2, .ersCapacity, dollars: 3, group: Claim.siteGroup))
        try ledger.append(records)
        return try LedgerReader(path: folder.ledger)
    }

    @Test(
        "every grain adds up to the same net, incremental money and energy",
        arguments: CreditGrouping.allCases)
    func grains(period: CreditGrouping) throws {
        let folder = try TemporaryDirectory()
        let total = LedgerCredit.total(try reader(folder).credits(by: period))
        // 10+20-30-40+50+60+70+90-100, and 7 and 3; the 80 of transmission charges may still come to nothing.
        #expect(total.net == .dollars(140))
        #expect(total.contingent == .dollars(80))
        // 10+20-30-40, and 7.
        #expect(total.incremental == .dollars(-33))
        // Avoided and resold energy and lost hash of an interval are claims on one energy.
        #expect(total.curtailed == .megawattHours(50))
        #expect(total.claims.count == Claim.Kind.allCases.count)
    }

    @Test("lines stand under their labels in their order")
    func labels() throws {
        let folder = try TemporaryDirectory()
        let reader = try reader(folder)
        func labels(_ period: CreditGrouping) throws -> [String] {
            try reader.credits(by: period).map(\.label)
        }
        #expect(try labels(.claim) == Claim.Kind.allCases.map(\.rawValue))
        #expect(try labels(.group) == [Claim.siteGroup, "a", "b"])
        #expect(try labels(.event) == ["10", "11", LedgerReader.noCurtailment])
        #expect(try labels(.program) == [LedgerReader.noCurtailment, "price", "underfrequency"])
        #expect(try labels(.hour) == ["2026-07-22T21:00:00.000Z", "2026-07-22T22:00:00.000Z"])
        #expect(try labels(.day) == ["2026-07-22"])
        #expect(try labels(.month) == ["2026-07"])
        #expect(try labels(.year) == ["2026"])
        let events = try reader.credits(by: .event)
        #expect(events.map(\.net) == [.dollars(130), .dollars(7), .dollars(3)])
        #expect(events[2].incremental == .zero)
        #expect(events[0].kinds == Claim.Kind.allCases.map(\.rawValue))
    }

    @Test("an interval that two events touch belongs to the first, and shadow money to a shadow event")
    func sharedInterval() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        var shadow = Samples.event(3, from: 700, to: 800, programs: [.manual])
        shadow.isShadow = true
        try ledger.append([
            .event(Samples.event(1, from: 0, to: 300), at: Samples.instant(300)),
            .event(Samples.event(2, from: 400, to: 500), at: Samples.instant(500)),
            .event(shadow, at: Samples.instant(800)),
            Samples.claim(0, .energyAvoided, dollars: 5),
            Samples.claim(0, .energyAvoided, dollars: 9, isShadow: true),
        ])
        let lines = try LedgerReader(path: folder.ledger).credits(by: .event)
        #expect(lines.map(\.label) == ["1", "3"])
        #expect(lines.map(\.isShadow) == [false, true])
        #expect(LedgerCredit.total(lines).net == .dollars(5))
        #expect(LedgerCredit.total(lines, isShadow: true).net == .dollars(9))
    }

    @Test("a kind of claim that this build does not know counts in the net under its own word")
    func unknownKind() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append([Samples.claim(0, .penalty, dollars: -5)])
        try ledger.queue.write { try $0.execute(sql: "UPDATE claims SET kind = 'tomorrow'") }
        let line = try #require(try LedgerReader(path: folder.ledger).credits(by: .claim).first)
        #expect(line.kinds == ["tomorrow"])
        #expect(line.amounts.isEmpty)
        #expect(line.net == .dollars(-5))
    }
}
