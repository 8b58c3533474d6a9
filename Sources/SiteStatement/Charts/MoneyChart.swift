import GridUnits
import LedgerStore
import Settlement

/// Money for each operating day: what was gained above the line, what it cost below, and the net across.
struct MoneyChart {
    let month: StatementMonth
    let days: [CalendarDate: LedgerCredit]

    private typealias Part = Claim.Kind.Part

    init(month: StatementMonth, credits: [LedgerCredit]) {
        self.month = month
        let real = credits.filter { !$0.isShadow }
        days = Dictionary(
            month.days.compactMap { day in
                real.first { $0.label == day.description }.map { (day, $0) }
            }
        ) { first, _ in first }
    }

    /// Amounts of one day by part, above and below the line.
    private func stacks(_ credit: LedgerCredit) -> (gains: [(Part, Money)], losses: [(Part, Money)]) {
        var sums: [Part: (gain: Money, loss: Money)] = [:]
        for (kind, amount) in credit.amounts {
            let part = kind.declaration.part
            if amount > .zero {
                sums[part, default: (.zero, .zero)].gain += amount
            } else {
                sums[part, default: (.zero, .zero)].loss += amount
            }
        }
        let parts = Part.allCases.filter { sums[$0] != nil }
        return (
            parts.compactMap { part in sums[part].map { (part, $0.gain) } }.filter { $0.1 != .zero },
            parts.compactMap { part in sums[part].map { (part, $0.loss) } }.filter { $0.1 != .zero }
        )
    }

    private var parts: [Part] {
        let kinds = Set(days.values.flatMap(\.amounts.keys).map(\.declaration.part))
        return Part.allCases.filter(kinds.contains)
    }

    func write(to markup: inout Markup) {
        let stacks = days.mapValues(stacks)
        let heights = stacks.values.flatMap { stack in
            [stack.gains, stack.losses].map { $0.reduce(Money.zero) { $0 + $1.1 }.microdollars }
        }
        let amounts = heights + days.values.map(\.net.microdollars)
        // From a hundred thousand on the scale would need more room than its labels have.
        let isLarge = amounts.contains { $0.magnitude >= 100_000_000_000 }
        let axis = ChartAxis(amounts, scale: Money.scale + (isLarge ? 3 : 0))
        let plot = Plot(
            name: "money", title: "Money for each operating day of \(month.name)", description: words,
            axis: axis, unit: isLarge ? "1,000 USD" : "USD", marks: marks, hasRules: false, height: 240)
        markup.element("figure") { markup in
            Legend(entries: parts.map { ($0.style, $0.words) } + [("line net", "net")]).write(to: &markup)
            plot.write(to: &markup) { markup in
                for (index, day) in month.days.enumerated() {
                    guard let credit = days[day], let stack = stacks[day] else { continue }
                    markup.element("g") { markup in
                        markup.element(
                            "title", "\(MarketClock.day(day)): net \(Shown.dollars(credit.net)) USD")
                        bars(stack.gains, index, axis, to: &markup)
                        bars(stack.losses, index, axis, to: &markup)
                        let (left, right) = edges(index)
                        let y = axis.fromTop(credit.net.microdollars, of: ChartPath.height)
                        markup.void("path", ["class": "line net", "d": "M\(left - 6) \(y)H\(right + 6)"])
                    }
                }
            }
        }
    }

    private func bars(_ parts: [(Part, Money)], _ index: Int, _ axis: ChartAxis, to markup: inout Markup) {
        let (left, right) = edges(index)
        var sum = Money.zero
        for (part, amount) in parts {
            let from = axis.fromTop(sum.microdollars, of: ChartPath.height)
            sum += amount
            let until = axis.fromTop(sum.microdollars, of: ChartPath.height)
            markup.void(
                "path", ["class": "\(part.style)", "d": "M\(left) \(from)H\(right)V\(until)H\(left)Z"])
        }
    }

    private func edges(_ index: Int) -> (left: Int, right: Int) {
        let count = month.days.count
        let (left, right) = (index * ChartPath.width / count, (index + 1) * ChartPath.width / count)
        let gap = (right - left) / 6
        return (left + gap, right - gap)
    }

    private var marks: [(place: Int, words: String, isMinor: Bool)] {
        month.days.enumerated().map { index, day in
            (
                (2 * index + 1) * 10_000 / (2 * month.days.count), "\(day.day)",
                day.day % 5 != 1 || day.day == 31
            )
        }
    }

    private var words: String {
        let nets = days.values.map(\.net)
        guard let best = days.max(by: { $0.value.net < $1.value.net }), let least = nets.min() else {
            return "No money is settled in this month."
        }
        return
            "\(Shown.count(days.count, "day")) with money. The highest net is \(Shown.dollars(best.value.net)) USD on "
            + "\(MarketClock.day(best.key)), the lowest \(Shown.dollars(least)) USD. The table below has every number."
    }
}

/// Kinds that share a colour.
extension Claim.Kind.Part {
    fileprivate var style: StaticString {
        switch self {
        case .energy: "bar energy"
        case .capacity: "bar capacity"
        case .transmission: "bar transmission"
        case .costs: "bar costs"
        }
    }

    fileprivate var words: String {
        switch self {
        case .energy: "energy avoided or resold"
        case .capacity: "capacity, ERS and day-ahead position"
        case .transmission: "4CP transmission, contingent and not in the net"
        case .costs: "lost hash, restarts and penalties"
        }
    }
}
