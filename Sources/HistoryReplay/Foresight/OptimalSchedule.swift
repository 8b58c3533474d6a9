/// The best times to be down for somebody who knows every gain, under shortest times down and up and a restart cost.
///
/// Dynamic programming over the steps: the best value of every schedule that switches at a step is kept, and a switch
/// back becomes possible once the shortest time has passed. Both shortest times count as met at the start, a run that
/// is still on at the end costs no restart.
enum OptimalSchedule {
    /// The highest sum of gains less restart costs.
    ///
    /// - Parameters:
    ///   - gains: what being down over each step is worth; negative where running is worth more.
    ///   - minimumDown: steps, at least one.
    ///   - minimumUp: steps, at least one.
    ///   - restartCost: for each return, not negative.
    /// - Returns: zero or more: never going down is always allowed.
    static func best(gains: [Int128], minimumDown: Int, minimumUp: Int, restartCost: Int128) -> Int128 {
        var sums: [Int128] = [0]
        sums.reserveCapacity(gains.count + 1)
        for gain in gains { sums.append((sums.last ?? 0) + gain) }
        // Best value of schedules that go down, or come up, exactly at each step.
        var goesDown = Array(repeating: Int128?.none, count: sums.count)
        var comesUp = goesDown
        var bestUp: Int128 = 0
        var bestDown: Int128?
        var best: Int128 = 0
        var bestOpen: Int128?
        for step in sums.indices {
            if step >= minimumUp, let value = comesUp[step - minimumUp] { bestUp = max(bestUp, value) }
            if step >= minimumDown, let value = goesDown[step - minimumDown] {
                let relative = value - sums[step - minimumDown]
                bestDown = bestDown.map { max($0, relative) } ?? relative
            }
            goesDown[step] = bestUp
            bestOpen = max(bestOpen ?? (bestUp - sums[step]), bestUp - sums[step])
            if let bestDown {
                let value = bestDown + sums[step] - restartCost
                comesUp[step] = value
                best = max(best, value)
            }
        }
        if let bestOpen, let end = sums.last { best = max(best, bestOpen + end) }
        return best
    }
}
