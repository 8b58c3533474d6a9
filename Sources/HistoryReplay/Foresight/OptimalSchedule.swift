/// The best times to be down for somebody who knows every gain, under shortest times down and up and a restart cost.
///
/// Dynamic programming over moments in their order: the best value of every schedule that switches at a moment is
/// kept, and a switch back becomes possible once the shortest time has passed. Both shortest times count as met at the
/// start; a run that is still down at the end costs no restart.
struct OptimalSchedule {
    private struct Switch {
        let time: Int64
        let value: Int128
    }

    private let minimumDown: Int64
    private let minimumUp: Int64
    private let restartCost: Int128
    /// Schedules that went down, or came up, too short a time ago to switch back.
    private var wentDown = Pending()
    private var cameUp = Pending()
    private var bestUp: Int128 = 0
    private var bestDown: Int128?
    private var bestOpen: Int128?
    private var best: Int128 = 0

    /// Begins with everything running.
    ///
    /// - Parameters:
    ///   - minimumDown: shortest time down, in the unit of the moments.
    ///   - minimumUp: shortest time up.
    ///   - restartCost: for each return, not negative.
    init(minimumDown: Int64, minimumUp: Int64, restartCost: Int128) {
        self.minimumDown = minimumDown
        self.minimumUp = minimumUp
        self.restartCost = restartCost
    }

    /// Adds a moment at which a schedule may switch.
    ///
    /// - Parameters:
    ///   - time: after the moment before.
    ///   - down: the sum of gains that going down here forgoes.
    ///   - up: the sum of gains that coming up here has brought.
    mutating func add(_ time: Int64, down: Int128, up: Int128) {
        while let value = cameUp.next(by: time - minimumUp) { bestUp = max(bestUp, value) }
        while let value = wentDown.next(by: time - minimumDown) {
            bestDown = bestDown.map { max($0, value) } ?? value
        }
        let open = bestUp - down
        wentDown.append(Switch(time: time, value: open))
        bestOpen = bestOpen.map { max($0, open) } ?? open
        guard let bestDown else { return }
        let closed = bestDown + up - restartCost
        cameUp.append(Switch(time: time, value: closed))
        best = max(best, closed)
    }

    /// The highest sum of gains less restart costs.
    ///
    /// - Parameter end: the sum of all gains.
    /// - Returns: zero or more: never going down is always allowed.
    func best(end: Int128) -> Int128 { bestOpen.map { max(best, $0 + end) } ?? best }

    /// Switches that wait for their shortest time, first in, first out; what has left is dropped now and then.
    private struct Pending {
        private var switches: [Switch] = []
        private var first = 0

        mutating func append(_ new: Switch) { switches.append(new) }

        mutating func next(by time: Int64) -> Int128? {
            guard first < switches.count, switches[first].time <= time else { return nil }
            defer { first += 1 }
            if first >= 4_096, first * 2 >= switches.count {
                switches.removeFirst(first)
                first = 0
            }
            return switches[first].value
        }
    }
}
