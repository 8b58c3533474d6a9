import CurtailmentEngine
import GridUnits
import LedgerStore

/// One operating day: the price against break-even above, the load below, on one clock.
struct PriceLoadChart {
    let facts: DayFacts
    /// Unique on the page.
    let name: String

    private let time: ChartTime
    private let prices: [(at: UTCInstant, value: Int64)]
    private let target: [(at: UTCInstant, value: Int64)]
    private let commanded: [(at: UTCInstant, value: Int64)]
    private let confirmed: [(at: UTCInstant, value: Int64)]
    private let metered: [(at: UTCInstant, value: Int64)]

    /// Break-evens of more groups are drawn as the lowest and the highest only.
    private static let drawnGroups = 4

    init(_ facts: DayFacts) {
        self.facts = facts
        name = "day-\(facts.day)"
        time = ChartTime(start: facts.start, end: facts.end)
        prices = facts.deliveredPrices.map { ($0.at, $0.value.microdollarsPerMegawattHour) }
        target = facts.steps.map { ($0.at, $0.target.microwatts) }
        commanded = facts.commanded.map { ($0.at, $0.value.microwatts) }
        let read = facts.confirmed.map { ($0.at, $0.value.microwatts) }
        let decided = facts.steps.map { ($0.at, $0.confirmed.microwatts) }
        confirmed = (decided + read).enumerated().sorted {
            ($0.element.0, $0.offset) < ($1.element.0, $1.offset)
        }.map(\.element)
        metered = facts.metered.map { ($0.at, $0.value.microwatts) }
    }

    func write(to markup: inout Markup) {
        markup.element("figure", ["id": name]) { markup in
            markup.element("figcaption", caption)
            priceLegend.write(to: &markup)
            writePrices(to: &markup)
            loadLegend.write(to: &markup)
            writeLoad(to: &markup)
        }
    }

    private func writePrices(to markup: inout Markup) {
        let evens = drawnBreakEvens
        let axis = ChartAxis(
            prices.map(\.value) + evens.flatMap { $0.map(\.value) }, scale: EnergyPrice.scale)
        let plot = Plot(
            name: "\(name)-price", title: "Price of energy on \(MarketClock.day(facts.day))",
            description: priceWords, axis: axis, unit: "USD/MWh", marks: hours(withWords: false), height: 150)
        plot.write(to: &markup) { markup in
            writeBands(to: &markup)
            let end = facts.intervals.last?.interval.end
            markup.void(
                "path",
                ["class": "line price", "d": ChartPath.steps(prices, time: time, axis: axis, end: end)])
            for even in evens {
                markup.void(
                    "path",
                    [
                        "class": "line even",
                        "d": ChartPath.steps(even, time: time, axis: axis, end: facts.until),
                    ])
            }
        }
    }

    private func writeLoad(to markup: inout Markup) {
        let all = target + commanded + confirmed + metered
        let axis = ChartAxis(all.map(\.value), scale: Power.scale)
        let plot = Plot(
            name: "\(name)-load", title: "Load of the site on \(MarketClock.day(facts.day))",
            description: loadWords, axis: axis, unit: "MW", marks: hours(withWords: true), height: 130)
        plot.write(to: &markup) { markup in
            writeBands(to: &markup)
            markup.void(
                "path",
                [
                    "class": "area confirmed",
                    "d": ChartPath.area(confirmed, time: time, axis: axis, end: facts.until),
                ])
            let lines: [(StaticString, [(at: UTCInstant, value: Int64)])] = [
                ("line confirmed", confirmed), ("line target", target), ("line commanded", commanded),
            ]
            for (style, points) in lines {
                markup.void(
                    "path",
                    [
                        "class": "\(style)",
                        "d": ChartPath.steps(points, time: time, axis: axis, end: facts.until),
                    ])
            }
            markup.void(
                "path", ["class": "line metered", "d": ChartPath.line(metered, time: time, axis: axis)])
        }
    }

    /// The time in which a curtailment stood, behind everything else.
    private func writeBands(to markup: inout Markup) {
        for event in facts.events.map(\.event) {
            let left = time.fromLeft(event.startedAt, of: ChartPath.width)
            let right = time.fromLeft(event.endedAt ?? facts.until, of: ChartPath.width)
            markup.element("g") { markup in
                markup.element("title", "Curtailment \(event.id)")
                // An event of seconds is still to be seen.
                markup.void(
                    "path",
                    ["class": "band", "d": "M\(left) 0H\(max(right, left + 3))V\(ChartPath.height)H\(left)Z"])
            }
        }
    }

    private var drawnBreakEvens: [[(at: UTCInstant, value: Int64)]] {
        let all = facts.breakEvens.map { group in
            group.points.map { ($0.at, $0.value.microdollarsPerMegawattHour) }
        }
        guard all.count > Self.drawnGroups else { return all }
        let sorted = all.sorted { ($0.first?.1 ?? 0) < ($1.first?.1 ?? 0) }
        return [sorted.first, sorted.last].compactMap(\.self)
    }

    private var priceLegend: Legend {
        var entries: [(style: StaticString, words: String)] = [("line price", "delivered price")]
        if !facts.breakEvens.isEmpty {
            entries.append(
                (
                    "line even",
                    facts.breakEvens.count > 1
                        ? facts.breakEvens.count > Self.drawnGroups
                            ? "lowest and highest break-even" : "break-even of each group" : "break-even"
                ))
        }
        entries.append(("swatch band", "curtailment"))
        return Legend(entries: entries)
    }

    private var loadLegend: Legend {
        var entries: [(style: StaticString, words: String)] = [
            ("line target", "target"), ("line commanded", "commanded"), ("line confirmed", "confirmed"),
        ]
        if !metered.isEmpty { entries.append(("line metered", "metered")) }
        return Legend(entries: entries)
    }

    /// Every third hour of the market's clock.
    private func hours(withWords: Bool) -> [(place: Int, words: String, isMinor: Bool)] {
        var marks: [(place: Int, words: String, isMinor: Bool)] = []
        var instant = time.start
        while instant <= time.end {
            if let hour = MarketClock.wholeHour(instant), hour % 3 == 0 {
                let shown = instant == time.end ? 24 : hour
                let words = withWords ? "\(shown < 10 ? "0" : "")\(shown)" : ""
                marks.append((time.fromLeft(instant, of: 10_000), words, shown % 6 == 3))
            }
            instant = instant.advanced(bySeconds: 3_600)
        }
        return marks
    }

    private var caption: String {
        let numbers = facts.events.map { "\($0.event.id)" }.joined(separator: ", ")
        let noun = facts.events.count == 1 ? "curtailment" : "curtailments"
        return "\(MarketClock.day(facts.day)), \(facts.day.year): \(noun) \(numbers)"
    }

    private var priceWords: String {
        guard let least = facts.deliveredPrices.map(\.value).min(),
            let most = facts.deliveredPrices.map(\.value).max()
        else { return "No settlement price of this day is in the ledger." }
        let evens = facts.breakEvens.map { group in
            "\(group.group) \(group.points.first.map { Shown.price($0.value) } ?? "")"
        }
        return "Delivered prices from \(Shown.price(least)) to \(Shown.price(most)) USD/MWh; break-even of "
            + (evens.isEmpty ? "no group is settled." : "\(evens.joined(separator: ", ")) USD/MWh.")
    }

    private var loadWords: String {
        let loads = confirmed.map(\.value)
        guard let least = loads.min(), let most = loads.max() else { return "No load is recorded." }
        return "Confirmed load from \(Shown.megawatts(Power(microwatts: least))) to "
            + "\(Shown.megawatts(Power(microwatts: most))) MW, with \(Shown.count(facts.events.count, "curtailment"))."
    }
}
