import CurtailmentEngine
import GridUnits

/// The grid's frequency around one event, second by second, with what tripped and when it let go.
struct FrequencyChart {
    let facts: FrequencyFacts

    private var name: String { "frequency-\(facts.event.id)" }

    func write(to markup: inout Markup) {
        let time = ChartTime(start: facts.span.from, end: facts.span.until)
        let plain = facts.reports.filter { !$0.what.hasPrefix("implausible") }
        let limits = [facts.threshold, facts.recovery].compactMap(\.?.microhertz)
        let axis = ChartAxis(
            plain.flatMap { [$0.lowest.microhertz, $0.highest.microhertz] } + limits, scale: Frequency.scale,
            withZero: false)
        let plot = Plot(
            name: name, title: "Grid frequency around curtailment \(facts.event.id)", description: words,
            axis: axis, unit: "Hz", marks: minutes(time), height: 190)
        markup.element("figure") { markup in
            markup.element("figcaption", caption)
            legend.write(to: &markup)
            plot.write(to: &markup) { markup in
                writeBand(time, to: &markup)
                for (style, limit) in [
                    ("line threshold", facts.threshold), ("line recovery", facts.recovery),
                ] {
                    guard let limit else { continue }
                    let y = axis.fromTop(limit.microhertz, of: ChartPath.height)
                    markup.void("path", ["class": style, "d": "M0 \(y)H\(ChartPath.width)"])
                }
                for source in facts.sources {
                    let own = plain.filter { $0.source == source }
                    let points = own.map { (at: $0.at, value: $0.lowest.microhertz) }
                    markup.void(
                        "path",
                        ["class": "line frequency", "d": ChartPath.line(points, time: time, axis: axis)])
                }
            }
        }
    }

    private func writeBand(_ time: ChartTime, to markup: inout Markup) {
        let left = time.fromLeft(facts.event.startedAt, of: ChartPath.width)
        let right = time.fromLeft(facts.event.endedAt ?? time.end, of: ChartPath.width)
        markup.void("path", ["class": "band", "d": "M\(left) 0H\(right)V\(ChartPath.height)H\(left)Z"])
    }

    private var legend: Legend {
        var entries: [(style: StaticString, words: String)] = [("line frequency", "lowest of each second")]
        if facts.threshold != nil { entries.append(("line threshold", "trips at or below")) }
        if facts.recovery != nil { entries.append(("line recovery", "recovered at or above")) }
        entries.append(("swatch band", "curtailment"))
        return Legend(entries: entries)
    }

    /// Every third minute from the event on.
    private func minutes(_ time: ChartTime) -> [(place: Int, words: String, isMinor: Bool)] {
        stride(from: Int64(0), through: 900, by: 180).map { second in
            let instant = facts.event.startedAt.advanced(bySeconds: second)
            return (
                time.fromLeft(instant, of: 10_000), second == 0 ? "trip" : "+\(second / 60) min",
                second % 360 != 0
            )
        }
    }

    private var caption: String {
        var parts = ["Curtailment \(facts.event.id), \(MarketClock.full(facts.event.startedAt))."]
        if let nadir = facts.nadir {
            parts.append("Lowest \(Shown.hertz(nadir.lowest)) Hz at \(MarketClock.second(nadir.at)).")
        }
        if let decidedAt = facts.decidedAt {
            parts.append("Decided and commanded at \(MarketClock.second(decidedAt)).")
            if let confirmedAt = facts.confirmedAt {
                let milliseconds = confirmedAt.nanoseconds(since: decidedAt) / 1_000_000
                parts.append(
                    "The load was read at its target \(DecimalText.format(Int128(milliseconds), scale: 3)) s later."
                )
            }
        }
        return parts.joined(separator: " ")
    }

    private var words: String {
        guard let nadir = facts.nadir else { return "No frequency is recorded around this event." }
        let threshold = facts.threshold.map { ", the trip's threshold is \(Shown.hertz($0)) Hz" } ?? ""
        return
            "From a minute before to 15 minutes after the trip. The lowest value is \(Shown.hertz(nadir.lowest)) Hz, "
            + "read by \(nadir.source)\(threshold)."
    }
}
