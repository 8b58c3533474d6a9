import GridUnits
import Testing

@testable import SiteStatement

@Suite("Charts")
struct ChartTests {
    private static let time = ChartTime(
        start: UTCInstant(secondsSinceEpoch: 1_000), end: UTCInstant(secondsSinceEpoch: 3_000))

    private static func point(_ second: Int64, _ value: Int64) -> (at: UTCInstant, value: Int64) {
        (UTCInstant(secondsSinceEpoch: second), value)
    }

    @Test(
        "an axis goes from round number to round number and holds every value",
        arguments: [
            ([0, 97], [0, 50, 100]), ([5_000_000], [0, 2_000_000, 4_000_000, 6_000_000]), ([], [0, 1]),
            ([-1, 99], [0, 50, 100]), ([-90, 99], [-100, -50, 0, 50, 100]), ([7, 7], [0, 2, 4, 6, 8]),
            ([Int64.max], [0, 5_000_000_000_000_000_000, .max]),
        ] as [([Int64], [Int64])])
    func axes(values: [Int64], ticks: [Int64]) {
        let axis = ChartAxis(values, scale: 0)
        #expect(axis.ticks == ticks)
        for value in values { #expect((axis.low...axis.high).contains(value)) }
        #expect(axis.fromTop(axis.high, of: 1_000) == 0)
        #expect(axis.fromTop(axis.low, of: 1_000) == 1_000)
    }

    @Test("labels carry the unit's decimals and no more")
    func labels() {
        let axis = ChartAxis([59_690_000, 60_010_000], scale: 6, withZero: false)
        #expect(axis.ticks.map(axis.label) == ["59.6", "59.7", "59.8", "59.9", "60", "60.1"])
        #expect(ChartAxis([1_234_000_000], scale: 6).ticks.map(ChartAxis([], scale: 6).label).last == "1,500")
    }

    @Test("a line of steps holds each value until the next and ends where it is told")
    func steps() {
        let axis = ChartAxis([0, 100], scale: 0)
        let points = [Self.point(500, 100), Self.point(2_000, 0), Self.point(2_500, 50)]
        #expect(ChartPath.steps(points, time: Self.time, axis: axis) == "M0 0H1000V1000H1500V500H2000")
        let end = UTCInstant(secondsSinceEpoch: 2_600)
        #expect(ChartPath.steps(points, time: Self.time, axis: axis, end: end).hasSuffix("V500H1600"))
        #expect(ChartPath.steps([], time: Self.time, axis: axis).isEmpty)
        #expect(ChartPath.area(points, time: Self.time, axis: axis).hasSuffix("H2000V1000H0Z"))
    }

    @Test("of many values in one column the extremes stay, and the path stays short")
    func thinned() {
        let axis = ChartAxis([0, 100], scale: 0)
        let points = (0..<100_000).map { index in
            (
                at: Self.time.start.advanced(byNanoseconds: Int64(index) * 20_000_000),
                value: Int64(index % 101)
            )
        }
        let path = ChartPath.line(points, time: Self.time, axis: axis)
        #expect(path.utf8.count < 25_000)
        #expect(path.contains(" 0L") && path.contains(" 1000L"))
    }
}

@Suite("StatementMonth")
struct StatementMonthTests {
    @Test("a month has its operating days", arguments: [("2024-02", 29), ("2026-07", 31), ("2026-11", 30)])
    func days(text: String, count: Int) throws {
        let month = try #require(StatementMonth(text))
        #expect(month.days.count == count)
        #expect(month.description == text)
        #expect(month.first.day == 1)
    }

    @Test("a day with a change of the clock is a whole operating day")
    func change() throws {
        let month = try #require(StatementMonth("2024-11"))
        #expect(month.start.seconds == "2024-11-01T05:00:00Z")
        #expect(month.end.seconds == "2024-12-01T06:00:00Z")
        #expect(month.name == "November 2024")
    }

    @Test(
        "what is no month is refused",
        arguments: [
            "", "2026", "2026-7", "2026-13", "2026-00", "26-07", "2026-07-01", "2026/07", "+202-07",
            "0000-01",
        ])
    func refused(text: String) { #expect(StatementMonth(text) == nil) }
}
