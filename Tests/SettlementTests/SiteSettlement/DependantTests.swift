import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Settlement
import Testing

/// What the meter said late of an interval changes what a later curtailment is paid for.
@Suite("Baselines that rest on late readings")
struct DependantTests {
    private static let days: [BaselineMethod] = [
        .middleEightOfTen, .matchingDayPair, .regressionCalendar, .meterBeforeAfter,
    ]
    /// The two Thursdays before the one of the curtailment, and the interval before it.
    private static let thursdays = [7, 14].map { MeteredDays.day.advanced(byDays: -$0) }
    private static var before: SettlementInterval {
        MeterBeforeAfter.interval(before: MeteredDays.curtailed.start)
    }

    private static func avoided(_ rows: SettledRows) -> Int64? {
        rows.claims(of: MeteredDays.curtailed, isShadow: false)
            .first { $0.kind == .energyAvoided }?.amount.microdollars
    }

    /// Corrections that arrive after everything is settled, and an interval that closes after them.
    private static func late(_ corrections: [LedgerRecord]) -> [LedgerRecord] {
        corrections + [.load([], at: MeteredDays.settled.advanced(bySeconds: 900))]
    }

    @Test("a corrected reading settles again the curtailments whose baselines were made of it")
    func correction() throws {
        let at = MeteredDays.settled.advanced(bySeconds: 1)
        let doubled = Self.thursdays.map { MeteredDays.usage(of: $0, megawattHours: 192, at: at) }
        let days = MeteredDays(method: .middleEightOfTen).records
        // 1 MWh less 0.25 by the meter, at 100 $/MWh.
        #expect(try Self.avoided(SettledRows(days)) == 75_000_000)
        // Of two days with 2 MWh one is dropped: (7 × 1 + 2) / 8 = 1.125 MWh.
        let rows = try SettledRows(days + Self.late(doubled))
        #expect(Self.avoided(rows) == 87_500_000)
        // One such day is dropped, which the basis says and the money does not show.
        let one = try SettledRows(days + Self.late([doubled[0]]))
        #expect(Self.avoided(one) == 75_000_000)
        let basis = try #require(one.bases[MeteredDays.curtailed]?.curtailments.first?.baseline)
        #expect(
            basis.inputs.contains(.day(Self.thursdays[0], .megawattHours(192), .droppedAsHighest)))
    }

    @Test("the interval before a curtailment moves what the meter before and after says")
    func before() throws {
        let correction = MeteredDays.usage(
            of: Self.before, kilowattHours: 1_500, at: MeteredDays.settled.advanced(bySeconds: 1))
        let days = MeteredDays(method: .meterBeforeAfter).records
        #expect(try Self.avoided(SettledRows(days)) == 75_000_000)
        #expect(try Self.avoided(SettledRows(days + Self.late([correction]))) == 125_000_000)
    }

    @Test("readings that come late are worth in the end what they are worth in time", arguments: days)
    func inTheEnd(method: BaselineMethod) throws {
        let days = MeteredDays(method: method).records
        func isUsage(_ record: LedgerRecord) -> Bool {
            guard case .fact(let stamped, _) = record, case .meter = stamped.signal else { return false }
            return true
        }
        let usages = days.filter(isUsage).map { record in
            guard case .fact(let stamped, _) = record else { return record }
            return LedgerRecord.fact(stamped, at: MeteredDays.settled.advanced(bySeconds: 1))
        }
        let inTime = try SettledRows(days)
        let late = try SettledRows(days.filter { !isUsage($0) } + Self.late(usages))
        #expect(Self.avoided(inTime) == 75_000_000)
        #expect(late.newest == inTime.newest)
    }

    @Test("nothing is settled again for a reading that no baseline rests on", arguments: days)
    func unrelated(method: BaselineMethod) throws {
        let days = MeteredDays(method: method).records
        let after = MeteredDays.usage(
            of: MeteredDays.curtailed.next, kilowattHours: 900, at: MeteredDays.settled.advanced(bySeconds: 1)
        )
        let more = try SettledRows(days + Self.late([after])).all.dropFirst(try SettledRows(days).all.count)
        for row in more {
            switch row {
            case .interval(let row, _): #expect(row.energy.interval == MeteredDays.curtailed.next)
            case .basis(let basis, _): #expect(basis.interval == MeteredDays.curtailed.next)
            default: Issue.record("\(row)")
            }
        }
        #expect(!more.isEmpty)
    }

    @Test("a hundred corrections settle a dependant once, when an interval closes")
    func once() throws {
        let days = MeteredDays(method: .regressionCalendar).records
        let corrections = SettlementInterval.all(of: Self.thursdays[0]).map { interval in
            MeteredDays.usage(
                of: interval, kilowattHours: 1_300, at: MeteredDays.settled.advanced(bySeconds: 1))
        }
        let before = try SettledRows(days).all.count
        let rows = try SettledRows(days + Self.late(corrections)).all.dropFirst(before)
        let bases = rows.filter { row in
            if case .basis(let basis, _) = row { basis.interval == MeteredDays.curtailed } else { false }
        }
        #expect(bases.count == 1)
    }
}
