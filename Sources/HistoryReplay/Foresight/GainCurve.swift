import GridUnits

/// The worth of being down, added up second by second over a span, exactly.
///
/// Within an interval it grows evenly. Load that falls or rises linearly from a moment on earns as much as the mean of
/// the sums over the movement says, so that the value of every schedule is a sum of such means.
struct GainCurve {
    /// Seconds since 1970.
    let from: Int64
    let to: Int64
    private let firstInterval: Int64
    /// Microdollars for the whole of each interval.
    private let gains: [Int64]
    /// The sum at the start of each piece, in microdollars × 900.
    private let sums: [Int128]
    /// Twice the area under the sum at the start of each piece, in microdollars × 900 × seconds.
    private let areas: [Int128]

    /// Adds up the gains of whole intervals.
    ///
    /// - Parameters:
    ///   - gains: microdollars for being down over each whole interval that the span touches.
    ///   - from: start of the span, in seconds since 1970.
    ///   - to: its end.
    init(gains: [Int64], from: Int64, to: Int64) {
        self.gains = gains
        self.from = from
        self.to = to
        firstInterval =
            SettlementInterval(containing: UTCInstant(secondsSinceEpoch: from)).start
            .secondsSinceEpoch
        var sum: Int128 = 0
        var area: Int128 = 0
        var sums: [Int128] = [0]
        var areas: [Int128] = [0]
        sums.reserveCapacity(gains.count + 1)
        areas.reserveCapacity(gains.count + 1)
        for (index, gain) in gains.enumerated() {
            let start = firstInterval + Int64(index) * SettlementInterval.lengthSeconds
            let length = Int128(min(start + SettlementInterval.lengthSeconds, to) - max(start, from))
            area += (2 * sum + Int128(gain) * length) * length
            sum += Int128(gain) * length
            sums.append(sum)
            areas.append(area)
        }
        self.sums = sums
        self.areas = areas
    }

    /// The sum up to a moment, in microdollars × 900.
    func sum(to moment: Int64) -> Int128 {
        guard moment > from else { return 0 }
        guard moment < to else { return sums[gains.count] }
        let (piece, elapsed) = place(of: moment)
        return sums[piece] + Int128(gains[piece]) * elapsed
    }

    /// Twice the area under the sum from a moment on, in microdollars × 900 × seconds.
    func twiceArea(from moment: Int64, seconds: Int64) -> Int128 {
        twiceArea(to: moment + seconds) - twiceArea(to: moment)
    }

    private func twiceArea(to moment: Int64) -> Int128 {
        guard moment > from else { return 0 }
        guard moment < to else {
            return areas[gains.count] + 2 * sums[gains.count] * Int128(moment - to)
        }
        let (piece, elapsed) = place(of: moment)
        return areas[piece] + (2 * sums[piece] + Int128(gains[piece]) * elapsed) * elapsed
    }

    private func place(of moment: Int64) -> (piece: Int, elapsed: Int128) {
        let piece = (moment - firstInterval) / SettlementInterval.lengthSeconds
        let start = max(from, firstInterval + piece * SettlementInterval.lengthSeconds)
        return (Int(piece), Int128(moment - start))
    }

    /// The stretches in which being down earns something, widened on both sides and joined where they touch.
    func profitable(widenedBySeconds margin: Int64) -> [ClosedRange<Int64>] {
        var stretches: [ClosedRange<Int64>] = []
        for (index, gain) in gains.enumerated() where gain > 0 {
            let start = firstInterval + Int64(index) * SettlementInterval.lengthSeconds
            let range =
                max(from, start - margin)...min(to, start + SettlementInterval.lengthSeconds + margin)
            if let last = stretches.last, range.lowerBound <= last.upperBound {
                stretches[stretches.count - 1] = last.lowerBound...range.upperBound
            } else {
                stretches.append(range)
            }
        }
        return stretches
    }
}
