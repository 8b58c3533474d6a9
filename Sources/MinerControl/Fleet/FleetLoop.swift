import SitePorts
import CurtailmentEngine
import GridUnits
import HostSystem

/// The fleet's work and connections: takes work from the mailbox, keeps the connections, finds out readings.
///
/// Used by one thread at a time, under the fleet's lock: its own, and that of an urgent order.
final class FleetLoop {
    /// Connections one exchange may take; a driver that wants more is going round in circles.
    static let connectionsPerExchange = 16
    /// Connections opened between two looks at the mailbox and at what has come in.
    static let burst = 32
    /// Units of an order that are begun before the rest of it is taken in.
    static let head = 32
    /// Connections that an urgent order opens on the thread that gives it.
    static let urgentBurst = 8
    static let signalToken = UInt64.max

    /// The next task of the fleet's thread.
    enum Step {
        case wait(milliseconds: Int32)
        case end
    }

    let mailbox: FleetMailbox
    let calls: CallBoard
    let tuning: FleetTuning
    private let drivers: [DriverKind]
    let events: EventPoll
    var reader = SocketReader(blockSize: 65_536)
    var work: FleetWork
    var callsUnderWay: CallTable
    var slots: [ConnectionSlot]
    var freeSlots: [Int]
    /// Connections open at once.
    private var limit: Int
    var busy = 0
    var slow = 0
    var routine = 0
    /// Whether the fleet's thread looks after what is begun.
    private var isRunning = false
    private var messages: [FleetMailbox.Message] = []
    /// Units of the first message that have been taken in.
    private var taken = 0
    private var nextSweep: Int64 = 0

    init(
        settings: FleetSettings, tuning: FleetTuning, drivers: [DriverKind] = DriverKind.all,
        mailbox: FleetMailbox, calls: CallBoard, events: EventPoll,
        clock: @escaping @Sendable () -> MonotonicInstant
    ) {
        self.mailbox = mailbox
        self.calls = calls
        self.drivers = drivers
        self.tuning = tuning
        self.events = events
        work = FleetWork(
            settings: settings, tuning: tuning, drivers: drivers, clock: clock, now: BootTime.nanoseconds)
        callsUnderWay = CallTable(limits: work.callLimits)
        let count = max(1, settings.concurrency)
        slots = [ConnectionSlot](repeating: ConnectionSlot(), count: count)
        freeSlots = Array((0..<count).reversed())
        limit = count
    }

    /// The fleet's thread is there, or is about to be.
    func begin() { isRunning = true }

    /// Reads what has been posted and begins what may begin.
    func advance() -> Step {
        let stop = mailbox.take(into: &messages)
        let now = BootTime.nanoseconds
        endCalls(now: now)
        let isTakenIn = takeIn(now: now)
        if let stop, isTakenIn, work.isDrained || now >= stop.drainUntil {
            isRunning = false
            for slot in slots.indices { vacate(slot) }
            calls.finish()
            return .end
        }
        interrupt()
        let mayBeginMore = beginWork(now: now, atMost: Self.burst)
        beginCalls(now: now)
        let isBusy = mayBeginMore || !isTakenIn
        guard !isBusy, stop != nil || mailbox.prepareToWait() else { return .wait(milliseconds: 0) }
        return .wait(milliseconds: timeout(now: now))
    }

    /// Opens the first connections of an urgent order on the thread that gave it, so that they wait for no other.
    ///
    /// Anything that was posted before it goes first: then the order is left to the fleet's thread.
    func beginUrgently() {
        guard isRunning, messages.isEmpty else { return }
        _ = mailbox.take(into: &messages)
        guard messages.count == 1, case .order = messages[0] else { return }
        let now = BootTime.nanoseconds
        _ = takeIn(now: now)
        interrupt()
        _ = beginWork(now: now, atMost: Self.urgentBurst)
        beginCalls(now: now)
    }

    /// Handles what a wait brought, and what has become due meanwhile.
    func handle(_ ready: ReadyTokens) {
        for index in ready.indices { handle(ready[index]) }
        let now = BootTime.nanoseconds
        if now >= nextSweep {
            nextSweep = now + tuning.tick.nanoseconds
            sweep(now: now)
            sweepCalls(now: now)
            work.passTime(now: now)
        }
        work.poll(now: now)
    }

    /// The readings since the last call, for the receiver.
    func takeReadings() -> [UnitReading] {
        defer { work.readings.removeAll(keepingCapacity: false) }
        return work.readings
    }

    /// Books messages, the first units of an order alone, so that they begin at once.
    ///
    /// - Returns: whether nothing is left to take in.
    private func takeIn(now: Int64) -> Bool {
        while let message = messages.first {
            switch message {
            case .order(let order):
                let isWhole = taken > 0 || messages.count > 1 || order.units.count <= Self.head
                let end = isWhole ? order.units.count : Self.head
                work.apply(order, taken..<end, now: now)
                taken = end
                if !isWhole { return false }
            case .read(let units): work.takeRead(units, rank: .read)
            case .settings(let settings): replace(settings, now: now)
            }
            taken = 0
            messages.removeFirst()
        }
        return true
    }

    /// Cuts short the reads and releases that stand before an order.
    private func interrupt() {
        guard !work.interrupted.isEmpty else { return }
        for unit in work.interrupted {
            if case .calls = work.lanes[unit].reach {
                interruptCall(of: unit)
                continue
            }
            switch work.lanes[unit].running {
            case .read, .poll, .release:
                let slot = work.lanes[unit].slot
                guard let talk = slots[slot].talk, talk.unit == unit else { continue }
                vacate(slot)
                work.wasInterrupted(unit, remains: talk.exchange.remains)
            case .order, nil: continue
            }
        }
        work.interrupted.removeAll(keepingCapacity: true)
    }

    /// Begins what the connections allow, at most so many.
    ///
    /// - Returns: whether more could begin right away.
    private func beginWork(now: Int64, atMost burst: Int) -> Bool {
        let spare = limit / 4
        let routineLimit = max(1, limit / 4)
        for _ in 0..<burst {
            guard busy < limit, busy - min(slow, spare) < limit - spare else { return false }
            guard let (unit, task) = work.next(routine: routine < routineLimit) else { return false }
            begin(task, with: unit, now: now)
        }
        return true
    }

    private func timeout(now: Int64) -> Int32 {
        var wait = work.wait(now: now)
        if busy > 0 || !callsUnderWay.isEmpty { wait = min(wait ?? .max, tuning.tick.nanoseconds) }
        if !work.interrupted.isEmpty { wait = 0 }
        guard let wait else { return 1000 }
        return Int32(clamping: min(1000, (wait + 999_999) / 1_000_000))
    }

    /// Goes on with new settings: what is known of a unit that is still there is kept, and its exchange goes on.
    private func replace(_ settings: FleetSettings, now: Int64) {
        let old = work
        work = FleetWork(
            settings: settings, tuning: tuning, drivers: drivers, clock: old.clock, now: now)
        // Found out under the old numbers, and reported before anything under the new ones.
        work.readings = old.readings
        let going = work.adopt(old, now: now)
        for slot in slots.indices {
            guard let talk = slots[slot].talk else { continue }
            if let unit = going[talk.unit] {
                slots[slot].talk?.unit = unit
            } else {
                vacate(slot)
            }
        }
        let lanes = work.lanes
        for number in callsUnderWay.renumber(going, limits: work.callLimits, pool: { lanes[$0].pool }) {
            calls.cancel(number)
        }
        limit = max(1, settings.concurrency)
        // Slots beyond a lowered limit stay, unused.
        for slot in slots.count..<max(slots.count, limit) {
            slots.append(ConnectionSlot())
            freeSlots.append(slot)
        }
    }
}
