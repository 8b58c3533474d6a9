import GridMarket
import CurtailTesting
import GRDB
import GridUnits
import Settlement
import Testing

@testable import LedgerStore

@Suite("One curtailment has one energy")
struct OneEnergyTests {
    private static let day = CalendarDate(daysSinceEpoch: 20_656)

    private func reader(_ morning: MeteredMorning, in folder: TemporaryDirectory) throws -> LedgerReader {
        try Ledger(path: folder.ledger).append(morning.records)
        return try LedgerReader(path: folder.ledger)
    }

    private func kilowattHours(_ energies: [Energy]) -> [String] {
        energies.map { $0.megawattHours(places: 3) }
    }

    @Test("where the meter counts, its energy is the interval's, and the units' is not added to it")
    func metered() throws {
        let folder = try TemporaryDirectory()
        let intervals = try reader(MeteredMorning(), in: folder).intervals(from: Self.day, through: Self.day)
        #expect(kilowattHours(intervals.map(\.consumed)) == ["1.100", "0.300", "1.100"])
        #expect(kilowattHours(intervals.map(\.curtailed)) == ["0.000", "0.800", "0.000"])
        #expect(kilowattHours(intervals.map(\.baseline)) == ["1.100", "1.100", "1.100"])
        #expect(intervals.allSatisfy { $0.isMetered })
    }

    @Test("what the meter drew beside what only the units say was curtailed is not called metered")
    func partlyMetered() throws {
        let folder = try TemporaryDirectory()
        let intervals = try reader(MeteredMorning(.readings), in: folder).intervals(
            from: Self.day, through: Self.day)
        #expect(kilowattHours(intervals.map(\.consumed)) == ["1.100", "0.300", "1.100"])
        #expect(kilowattHours(intervals.map(\.curtailed)) == ["0.000", "0.875", "0.000"])
        #expect(intervals.map(\.evidence) == [["metered"], ["metered", "confirmed"], ["metered"]])
    }

    @Test("without a meter the units and the fixed load are the interval's energy")
    func read() throws {
        let folder = try TemporaryDirectory()
        let intervals = try reader(MeteredMorning(isMetered: false), in: folder).intervals(
            from: Self.day, through: Self.day)
        #expect(kilowattHours(intervals.map(\.consumed)) == ["1.125", "0.250", "1.125"])
        #expect(kilowattHours(intervals.map(\.curtailed)) == ["0.000", "0.875", "0.000"])
        #expect(intervals.allSatisfy { $0.evidence == ["confirmed"] })
    }

    @Test(
        "the day's sums, the event's and every grain of credits have the energy that was paid for",
        arguments: [(true, "0.800", "180.000000"), (false, "0.875", "196.875000")])
    func everywhere(isMetered: Bool, energy: String, net: String) throws {
        let folder = try TemporaryDirectory()
        let morning = try MeteredMorning(isMetered: isMetered)
        let reader = try reader(morning, in: folder)
        #expect(morning.totals.curtailed.megawattHours(places: 3) == energy)
        #expect(morning.totals.baseline.megawattHours(places: 3) == (isMetered ? "3.300" : "3.375"))
        #expect(morning.totals.net.decimalSixPlaces == net)
        let curtailed = MeteredMorning.curtailed
        let event = try reader.settlement(from: curtailed.start, until: curtailed.end, isShadow: false)
        #expect(event?.curtailed.megawattHours(places: 3) == energy)
        #expect(event?.net.decimalSixPlaces == net)
        #expect(try reader.totals(of: Self.day).totals.curtailed.megawattHours(places: 3) == energy)
        for period in CreditGrouping.allCases {
            let total = LedgerCredit.total(try reader.credits(by: period))
            #expect(total.curtailed.megawattHours(places: 3) == energy, "\(period)")
            #expect(total.net.decimalSixPlaces == net)
        }
    }

    @Test("block energy that may not be resold is worth nothing and was curtailed all the same")
    func unsellable() throws {
        let folder = try TemporaryDirectory()
        let block = BlockContract(
            quantity: .megawatts(5), price: .dollarsPerMegawattHour(30), hasResale: false)
        let reader = try reader(
            MeteredMorning(contract: ContractTerms(block: block)), in: folder)
        let line = try #require(try reader.credits(by: .day).first)
        #expect(line.curtailed.megawattHours(places: 3) == "0.800")
        #expect(line.amounts == [.lostHash: .dollars(-60)])
    }

    @Test("money that may still come to nothing is not in an event's net")
    func contingent() throws {
        let folder = try TemporaryDirectory()
        var records = Samples.day
        records.append(Samples.claim(2, .transmission4CPContingent, dollars: 1_000_000))
        try Ledger(path: folder.ledger).append(records)
        let reader = try LedgerReader(path: folder.ledger)
        let settled = try reader.settlement(
            from: Samples.instant(1_800), until: Samples.instant(2_700), isShadow: false)
        #expect(settled?.net == .dollars(60_000 - 2_678))
        #expect(settled?.curtailed == .megawattHours(25))
    }

    @Test("what avoided energy and lost hash are off by offsets, since both hang on one energy")
    func uncertainty() throws {
        let folder = try TemporaryDirectory()
        let reader = try reader(MeteredMorning(isMetered: false), in: folder)
        // Five percent of 262.50 avoided, of 65.625 lost, and of the 196.875 between them.
        let byClaim = try reader.credits(by: .claim).map(\.uncertainty.decimalSixPlaces)
        #expect(byClaim == ["13.125000", "3.281250"])
        for period in CreditGrouping.allCases where period != .claim {
            let total = LedgerCredit.total(try reader.credits(by: period))
            #expect(total.uncertainty.decimalSixPlaces == "9.843750", "\(period)")
        }
    }

    @Test("what different groups are off by does not offset")
    func uncertaintyOfGroups() throws {
        let folder = try TemporaryDirectory()
        func claim(_ kind: Claim.Kind, _ group: String, dollars: Int64) -> LedgerRecord {
            .claim(
                Claim(
                    interval: MeteredMorning.first, group: group, kind: kind, energy: .megawattHours(1),
                    rate: .zero, amount: .dollars(dollars), isEstimate: true, isShadow: false,
                    basis: ClaimBasis(uncertainty: .dollars(abs(dollars) / 10))), at: MeteredMorning.first.end
            )
        }
        try Ledger(path: folder.ledger).append([
            claim(.energyAvoided, "old", dollars: 300), claim(.lostHash, "old", dollars: -100),
            claim(.energyAvoided, "new", dollars: 100), claim(.lostHash, "new", dollars: -400),
        ])
        let day = try #require(try LedgerReader(path: folder.ledger).credits(by: .day).first)
        #expect(day.uncertainty == .dollars(20 + 30))
    }
}
