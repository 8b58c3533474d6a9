import GridMarket
import CurtailmentEngine
import GridUnits
import Settlement
import SiteConfiguration

/// The earnings of somebody who knew every price, under the same dwell, restart cost, shed and wake times.
///
/// Groups do not touch each other without a restore ramp, and all units of a group are alike, so each group has one
/// best schedule. It is searched over whole seconds. A chain of switches that are each a shortest time apart can be
/// moved as one: while no movement in it straddles a boundary of prices, its value changes evenly with the move, so a
/// best schedule exists whose movements all begin at a step of the grid or straddle one. Only those are tried.
struct PerfectForesight {
    /// The optimum, or why there is none.
    enum Outcome: Hashable {
        /// To the microdollar for whole intervals; movements within intervals are not rounded one by one.
        case known(Money)
        case unknown(reason: String)
    }

    private struct Unknown: Error {
        let reason: String
    }

    private let history: SettlementHistory
    private let simulation: SimulationSettings

    /// Moments that are tried for one group at most.
    static let momentLimit = 4_000_000

    init(_ history: SettlementHistory, simulation: SimulationSettings) {
        self.history = history
        self.simulation = simulation
    }

    /// The optimum of all groups.
    var outcome: Outcome {
        // Without a price nothing is earned, however long anything takes.
        guard !history.prices.isEmpty else { return .known(.zero) }
        do {
            try requireOwnWorths()
            let limits = try limits()
            var total = Money.zero
            for group in history.policy.groups where group.isCommanded {
                total = try total.adding(try net(of: group, limits))
            }
            return .known(total)
        } catch let unknown as Unknown {
            return .unknown(reason: unknown.reason)
        } catch {
            return .unknown(reason: "the amounts are too large to add up: \(error)")
        }
    }

    /// Refuses terms by which a group has no worth of its own for each second that it is down.
    private func requireOwnWorths() throws(Unknown) {
        if let block = history.couplingBlock {
            throw Unknown(
                reason:
                    "a block of \(block.quantity.decimal) MW ends within the load that can be curtailed, which "
                    + "couples the groups, and no optimum is searched under it")
        }
        guard !history.isMetered else {
            throw Unknown(
                reason:
                    "a meter and its baseline say what was curtailed, and no optimum is searched over those")
        }
    }

    /// The limits that bind every group, in whole seconds.
    private struct Limits {
        let minimumDown: Int64
        let minimumUp: Int64
        let shed: Int64
        let wake: Int64
        /// Divides both dwells, and hits every price boundary and both ends of the span.
        let step: Int64
        let from: Int64
        let to: Int64

        var longestMovement: Int64 { max(shed, wake) }
        /// No best schedule switches further than this from where being down earns something.
        var margin: Int64 { minimumDown + shed + wake + step }
    }

    private func limits() throws -> Limits {
        guard history.policy.restore.rampPerMinute == .zero else {
            throw Unknown(
                reason: "restore.ramp_mw_per_min couples the groups, and no optimum is searched under it")
        }
        let minimumDown = try seconds(history.policy.price?.minimumDown ?? .zero, "price.min_down_s")
        let minimumUp = try seconds(history.policy.price?.minimumUp ?? .zero, "price.min_up_s")
        let shed = try seconds(simulation.shed, "simulation.shed_s")
        let wake = try seconds(simulation.wake, "simulation.wake_s")
        guard shed <= minimumDown || shed == 0, wake <= minimumUp || wake == 0 else {
            throw Unknown(
                reason: "simulation.shed_s or wake_s is longer than the dwell, so that load may turn back "
                    + "half-way, and no optimum is searched over that")
        }
        let from = try seconds(TimeSpan(nanoseconds: history.span.from.nanosecondsSinceEpoch), "--from")
        let to = try seconds(TimeSpan(nanoseconds: history.span.to.nanosecondsSinceEpoch), "--to")
        var step = SettlementInterval.lengthSeconds
        for length in [minimumDown, minimumUp, from, to] { step = Self.commonDivisor(step, length) }
        return Limits(
            minimumDown: minimumDown, minimumUp: minimumUp, shed: shed, wake: wake, step: step, from: from,
            to: to)
    }

    private func seconds(_ span: TimeSpan, _ name: String) throws(Unknown) -> Int64 {
        let (seconds, rest) = span.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard rest == 0 else {
            throw Unknown(
                reason: "\(name) is no whole number of seconds, and the optimum is searched over those")
        }
        return seconds
    }

    private func net(of group: GroupPolicy, _ limits: Limits) throws -> Money {
        let curve = GainCurve(gains: try history.gains(of: [group]), from: limits.from, to: limits.to)
        // Means over both movements get one denominator.
        let (shed, wake) = (max(1, limits.shed), max(1, limits.wake))
        let scale = Int128(2 * shed * wake)
        let unit = scale * Int128(SettlementInterval.lengthSeconds)
        var schedule = OptimalSchedule(
            minimumDown: limits.minimumDown, minimumUp: limits.minimumUp,
            restartCost: Int128(try history.restartCost(of: group)) * unit)
        var count = 0
        var last = Int64.min
        for stretch in curve.profitable(widenedBySeconds: limits.margin) {
            try forEachMoment(in: stretch, limits) { moment in
                guard moment > last else { return }  // Two stretches may share a step.
                last = moment
                count += 1
                guard count <= Self.momentLimit else {
                    throw Unknown(
                        reason:
                            "more than \(Self.momentLimit) moments would have to be tried; dwells that divide "
                            + "15 minutes need fewer")
                }
                let down =
                    limits.shed == 0
                    ? curve.sum(to: moment) * scale
                    : curve.twiceArea(from: moment, seconds: shed) * Int128(wake)
                let up =
                    limits.wake == 0
                    ? curve.sum(to: moment) * scale
                    : curve.twiceArea(from: moment, seconds: wake) * Int128(shed)
                schedule.add(moment, down: down, up: up)
            }
        }
        let best = schedule.best(end: curve.sum(to: limits.to) * scale).dividedHalfToEven(by: unit)
        guard let microdollars = Int64(exactly: best) else { throw AmountOutOfRange("\(best) microdollars") }
        return Money(microdollars: microdollars)
    }

    /// The grid within a stretch, and the seconds from which a movement would reach beyond the next step of it.
    private func forEachMoment(
        in stretch: ClosedRange<Int64>, _ limits: Limits, _ body: (Int64) throws -> Void
    ) rethrows {
        let first = limits.from + (stretch.lowerBound - limits.from) / limits.step * limits.step
        for step in stride(from: first, to: min(stretch.upperBound + 1, limits.to), by: Int(limits.step)) {
            try body(step)
            let next = step + limits.step
            for moment in max(step + 1, next - limits.longestMovement)..<max(step + 1, next)
            where moment < limits.to { try body(moment) }
        }
    }

    private static func commonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
