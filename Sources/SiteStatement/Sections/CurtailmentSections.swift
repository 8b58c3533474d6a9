import GridMarket
import CurtailmentEngine
import GridUnits
import LedgerStore

/// The curtailments: a list, a chart for each day, the frequency around trips.
struct CurtailmentSections {
    let facts: StatementFacts

    /// Rows of a table of loads; beyond these only what a decision left is shown.
    private static let loadRows = 240

    func writeList(to markup: inout Markup) {
        markup.section("curtailments", "Curtailments") { markup in
            guard !facts.events.isEmpty else { return markup.paragraph("There was none in this month.") }
            markup.paragraph(
                "Energy and money are those of the month's intervals that a curtailment touches; an interval that two "
                    + "touch belongs to the first.")
            table.write(to: &markup)
        }
    }

    private var table: DataTable {
        var table = DataTable(
            "events-table", "\(Shown.count(facts.events.count, "curtailment")), oldest first",
            [
                .text("No."), .text("Began"), .text("Lasted"), .text("Programs"), .text("Result"),
                .number("Target MW"), .number("Confirmed MW"), .number("Metered MW"), .number("Failed units"),
                .number("MWh"), .number("Incremental USD"), .number("Net USD"),
            ])
        table.rows = facts.events.map(row)
        table.notes = facts.events.map { "Why: \($0.why ?? Shown.words($0.event.reason.rawValue))" }
        return table
    }

    private func row(_ facts: EventFacts) -> [DataTable.Cell] {
        let event = facts.event
        let lasted = Shown.span(seconds: facts.seconds) + (event.endedAt == nil ? ", goes on" : "")
        let programs = event.programs.map { Shown.words($0.rawValue) }.joined(separator: ", ")
        let state = Shown.words(event.state.rawValue) + (event.isShadow ? ", shadow" : "")
        return [
            .text("\(event.id)"), .instant(event.startedAt, MarketClock.dayAndMinute(event.startedAt)),
            .text(lasted), .text(programs), .text(state),
            .power(event.lowestTarget), .power(event.lowestConfirmed), .power(event.lowestMetered),
            .count(Int64(event.failedUnits)), .energy(facts.credit?.curtailed),
            .dollars(facts.credit?.incremental), .dollars(facts.credit?.net),
        ]
    }

    func writeDays(to markup: inout Markup) {
        guard !facts.days.isEmpty else { return }
        markup.section("charts", "Price and load") { markup in
            markup.paragraph(
                "Each operating day with a curtailment. A curtailment for price is worth it while the delivered price "
                    + "is above break-even.")
            for day in facts.days {
                PriceLoadChart(day).write(to: &markup)
                markup.details("The numbers of \(MarketClock.day(day.day))") { markup in
                    intervalTable(day).write(to: &markup)
                    loadTable(day).write(to: &markup)
                }
            }
        }
    }

    /// The ground of each interval's settlement.
    func intervalTable(_ day: DayFacts) -> DataTable {
        // What stays the same all day is said once, above the table.
        let groups = day.breakEvens.filter { $0.points.count > 1 }
        let known = Set(day.intervals.map(knownAs))
        var table = DataTable(
            "intervals-\(day.day)", "Settled intervals of \(day.day)" + said(of: day, known: known),
            [.text("Interval"), .number("Settlement USD/MWh"), .number("Delivered USD/MWh")]
                + groups.map { .number("Break-even \($0.group)") }
                + [.number("Baseline MWh"), .number("Consumed MWh"), .number("Curtailed MWh")]
                + (known.count > 1 ? [.text("Known as")] : []))
        table.isDense = true
        table.rows = zip(day.intervals, day.deliveredPrices).map { interval, delivered in
            let start = interval.interval.start
            let evens = groups.map { group in
                DataTable.Cell.price(group.points.last { $0.at <= start }?.value ?? group.points.first?.value)
            }
            return [
                .instant(start, MarketClock.minute(start)), .price(interval.price), .price(delivered.value),
            ]
                + evens
                + [.energy(interval.baseline), .energy(interval.consumed), .energy(interval.curtailed)]
                + (known.count > 1 ? [.text(knownAs(interval))] : [])
        }
        return table
    }

    private func knownAs(_ interval: LedgerInterval) -> String {
        interval.evidence.sorted().joined(separator: ", ")
            + (interval.priceSource == "published" ? "" : ", price \(interval.priceSource)")
    }

    /// The facts true of every interval of a day, behind the caption's first words.
    private func said(of day: DayFacts, known: Set<String>) -> String {
        let constant = day.breakEvens.filter { $0.points.count == 1 }.map { group in
            "\(group.group) \(group.points.first.map { Shown.exactly($0.value) } ?? "")"
        }
        let evens = constant.isEmpty ? [] : ["break-even of \(constant.joined(separator: ", ")) USD/MWh"]
        let words = (known.count == 1 ? Array(known) : []) + evens
        return words.isEmpty ? "" : ": " + words.joined(separator: "; ")
    }

    /// The loads at which decisions left the site, and the readings between them.
    func loadTable(_ day: DayFacts) -> DataTable {
        let readings = day.confirmed.count + day.metered.count
        let isWhole = readings + day.steps.count <= Self.loadRows
        var table = DataTable(
            "loads-\(day.day)",
            "Loads of \(day.day)"
                + (isWhole
                    ? ""
                    : ", as decisions left them; \(Shown.count(readings, "reading")) between them are drawn only"),
            [
                .text("Time"), .number("Target MW"), .number("Commanded MW"), .number("Confirmed MW"),
                .number("Metered MW"), .text("Decision"),
            ])
        table.isDense = true
        var rows: [(at: UTCInstant, cells: [DataTable.Cell])] = day.steps.map { step in
            let at = max(step.at, day.start)
            return (
                step.at,
                [
                    .instant(at, MarketClock.second(at)), .power(step.target), .power(step.commanded),
                    .power(step.confirmed), .text(""), .text(step.summary),
                ]
            )
        }
        if isWhole {
            rows += day.confirmed.map { point in
                (
                    point.at,
                    [
                        .instant(point.at, MarketClock.second(point.at)), .text(""), .text(""),
                        .power(point.value), .text(""), .text("units read"),
                    ]
                )
            }
            rows += day.metered.map { point in
                (
                    point.at,
                    [
                        .instant(point.at, MarketClock.second(point.at)), .text(""), .text(""), .text(""),
                        .power(point.value), .text("meter read"),
                    ]
                )
            }
        }
        table.rows = rows.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element.cells)
        return table
    }

    func writeFrequency(to markup: inout Markup) {
        guard !facts.frequency.isEmpty else { return }
        markup.section("frequency", "Grid frequency") { markup in
            let omitted = facts.events.count { $0.event.isTrip } - facts.frequency.count
            markup.paragraph(
                "Around each trip of our own under-frequency program: not a certified relay's record. The line is "
                    + "the lowest value of each recorded second."
                    + (omitted > 0
                        ? " The first \(FrequencyFacts.drawn) trips are drawn; \(Shown.count(omitted)) more stand in the "
                            + "list of curtailments." : ""))
            for frequency in facts.frequency {
                guard !frequency.reports.isEmpty else {
                    markup.paragraph("No frequency is recorded around curtailment \(frequency.event.id).")
                    continue
                }
                FrequencyChart(facts: frequency).write(to: &markup)
                writeSamples(of: frequency, to: &markup)
                markup.details("The numbers of curtailment \(frequency.event.id)") {
                    frequencyTable(frequency).write(to: &$0)
                }
            }
        }
    }

    /// How much more than a line of each second there is, and what prints it.
    private func writeSamples(of frequency: FrequencyFacts, to markup: inout Markup) {
        markup.element("p", ["class": "known"]) { markup in
            guard frequency.rawSamples > 0 else {
                return markup.words(
                    "No raw samples of it are kept: none were recorded, or they were dropped by age."
                )
            }
            markup.words("\(Shown.count(frequency.rawSamples, "raw sample")) of it kept: ")
            markup.element(
                "code", "curtailctl samples \(frequency.event.id) -o event-\(frequency.event.id).csv")
        }
    }

    func frequencyTable(_ frequency: FrequencyFacts) -> DataTable {
        var table = DataTable(
            "frequency-table-\(frequency.event.id)",
            "Recorded frequency around curtailment \(frequency.event.id)",
            [
                .text("Time"), .text("Source"), .number("Lowest Hz"), .number("Highest Hz"),
                .number("Samples"),
                .text("What"),
            ])
        table.rows = frequency.reports.map { report in
            [
                .instant(report.at, MarketClock.second(report.at)), .text(report.source),
                .text(report.lowest.decimal), .text(report.highest.decimal), .count(Int64(report.samples)),
                .text(report.what),
            ]
        }
        return table
    }
}
