import GridUnits

/// The scale of one quantity, from a round number to a round number.
struct ChartAxis: Hashable, Sendable {
    let low: Int64
    let high: Int64
    let ticks: [Int64]
    /// Decimal digits between the stored unit and the shown one.
    let scale: Int

    /// Ticks at most, beside the first.
    private static let divisions: Int64 = 4

    /// An axis that holds every value.
    ///
    /// - Parameters:
    ///   - values: amounts in the stored unit; none gives an axis from zero to one.
    ///   - scale: decimal digits between the stored unit and the shown one.
    ///   - withZero: whether zero is always on it.
    init(_ values: some Sequence<Int64>, scale: Int, withZero: Bool = true) {
        self.scale = scale
        let one = (0..<scale).reduce(Int64(1)) { one, _ in one * 10 }
        var (least, most) = withZero ? (Int64(0), Int64(0)) : (Int64.max, Int64.min)
        for value in values {
            least = min(least, value)
            most = max(most, value)
        }
        if least > most { (least, most) = (0, one) }
        if least == most { most = least + one }
        let step = Self.step(Int128(most) - Int128(least))
        let floor = Self.floored(Int128(least), to: step)
        let ceiling = -Self.floored(-Int128(most), to: step)
        // A little below zero does not earn a whole division of empty room.
        let close = Int128(least) - step / 8
        low = Int64(clamping: least < 0 && close - floor > step / 4 ? close : floor)
        high = Int64(clamping: ceiling)
        let lowest = low
        ticks = stride(from: floor, through: ceiling, by: Int(clamping: step)).map { Int64(clamping: $0) }
            .filter { $0 >= lowest }
    }

    /// One, two or five times a power of ten.
    private static func step(_ span: Int128) -> Int128 {
        let least = max(1, (span + Int128(divisions) - 1) / Int128(divisions))
        var power: Int128 = 1
        while power * 10 <= least { power *= 10 }
        return [1, 2, 5, 10].map { power * $0 }.first { $0 >= least } ?? power * 10
    }

    private static func floored(_ value: Int128, to step: Int128) -> Int128 {
        let quotient = value / step
        return (value % step < 0 ? quotient - 1 : quotient) * step
    }

    /// Where a value stands from the top, of so many parts.
    func fromTop(_ value: Int64, of parts: Int) -> Int {
        let above = Int128(high) - Int128(max(low, min(high, value)))
        return Int((above * Int128(parts)).dividedHalfToEven(by: Int128(high) - Int128(low)))
    }

    /// The tick's number, with no more digits than it needs.
    func label(_ tick: Int64) -> String { Shown.grouped(DecimalText.format(Int128(tick), scale: scale)) }
}

/// The time that a chart spans.
struct ChartTime: Hashable, Sendable {
    let start: UTCInstant
    let end: UTCInstant

    /// Where an instant stands from the left, of so many parts; what is outside stands at the edge.
    func fromLeft(_ instant: UTCInstant, of parts: Int) -> Int {
        let inside = max(start, min(end, instant))
        let span = max(1, end.nanoseconds(since: start))
        return Int(
            (Int128(inside.nanoseconds(since: start)) * Int128(parts)).dividedHalfToEven(by: Int128(span)))
    }
}

/// A place as SVG and style sheets take it, from ten-thousandths.
func percent(_ parts: Int) -> String { DecimalText.format(Int128(parts), scale: 2) + "%" }
