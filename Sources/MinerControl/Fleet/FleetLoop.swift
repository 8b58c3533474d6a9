import SitePorts
import CurtailmentEngine
import GridUnits
import HostSystem

/// The fleet's thread: takes work from the mailbox, keeps the connections, hands readings on.
///
/// Made, used and let go on one thread.
final class FleetLoop {
    /// Connections one exchange may take; a driver that wants more is going round in circles.
    static let connectionsPerExchange = 16
    /// Connections opened between two looks at the mailbox and at what has come in.
    static let burst = 32
    /// Units of an order that are begun before the rest of it is taken in.
    static let head = 32
    static let signalToken = UInt64.max

    let mailbox: FleetMailbox
    let receiver: ReadingReceiver
    let tuning: FleetTuning
    let events: EventPoll
    var reader = SocketReader(blockSize: 65_536)
    var work: FleetWork
    var slots: [ConnectionSlot]
    var freeSlots: [Int]
    /// Connections open at once.
    private var limit: Int
    var busy = 0
    var slow = 0
    var routine = 0
    private var messages: [FleetMailbox.Message] = []
    /// Units of the first message that have been taken in.
    private var taken = 0
    private var nextSweep: Int64 = 0

    init(
        settings: FleetSettings, tuning: FleetTuning, mailbox: FleetMailbox, events: EventPoll,
        clock: @escaping @Sendable () -> MonotonicInstant, receiver: @escaping ReadingReceiver
    ) {
        self.mailbox = mailbox
        self.receiver = receiver
        self.tuning = tuning
        self.events = events
        work = FleetWork(settings: settings, tuning: tuning, clock: clock, now: BootTime.nanoseconds)
        let count = max(1, settings.concurrency)
        slots = [ConnectionSlot](repeating: ConnectionSlot(), count: count)
        freeSlots = Array((0..<count).reversed())
        limit = count
    }

    /// Runs until it is told to stop.
    func run() {
        while true {
            let stop = mailbox.take(into: &messages)
            var now = BootTime.nanoseconds
            let isTakenIn = takeIn(now: now)
            if let stop, isTakenIn, work.isDrained || now >= stop.drainUntil { break }
            interrupt()
            let mayBeginMore = beginWork(now: now)
            hand()
            let isBusy = mayBeginMore || !isTakenIn
            if !isBusy, stop == nil, !mailbox.prepareToWait() { continue }
            for index in 0..<events.wait(milliseconds: isBusy ? 0 : timeout(now: now)) {
                handle(events.token(at: index))
            }
            now = BootTime.nanoseconds
            if now >= nextSweep {
                nextSweep = now + tuning.tick.nanoseconds
                sweep(now: now)
                work.passTime(now: now)
            }
            work.poll(now: now)
            hand()
        }
        for slot in slots.indices { vacate(slot) }
        hand()
    }

    /// Takes messages into the book of work, the first units of an order alone, so that they begin at once.
    ///
    /// - Returns: whether nothing is left to take in.
    private func takeIn(now: Int64) -> Bool {
        while let message = messages.first {
            switch message {
            case .order(let order):
                let isWhole = taken > 0 || messages.count > 1 || order.units.count <= Self.head
                let end = isWhole ? order.units.count : Self.head
                work.take(order, taken..<end, now: now)
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

    /// Begins what the connections allow, at most one burst.
    ///
    /// - Returns: whether more could begin right away.
    private func beginWork(now: Int64) -> Bool {
        let spare = limit / 4
        let routineLimit = max(1, limit / 4)
        for _ in 0..<Self.burst {
            guard busy < limit, busy - min(slow, spare) < limit - spare else { return false }
            guard let (unit, task) = work.next(routine: routine < routineLimit) else { return false }
            begin(task, with: unit, now: now)
        }
        return true
    }

    /// Hands readings to the receiver.
    private func hand() {
        guard !work.readings.isEmpty else { return }
        let batch = work.readings
        work.readings.removeAll(keepingCapacity: false)
        receiver(batch)
    }

    private func timeout(now: Int64) -> Int32 {
        var wait = work.wait(now: now)
        if busy > 0 { wait = min(wait ?? .max, tuning.tick.nanoseconds) }
        if !work.interrupted.isEmpty { wait = 0 }
        guard let wait else { return 1000 }
        return Int32(clamping: min(1000, (wait + 999_999) / 1_000_000))
    }

    /// Takes new settings: what is known of a unit that is still there is kept, and its exchange goes on.
    private func replace(_ settings: FleetSettings, now: Int64) {
        let old = work
        hand()
        work = FleetWork(settings: settings, tuning: tuning, clock: old.clock, now: now)
        let going = work.adopt(old, now: now)
        for slot in slots.indices {
            guard let talk = slots[slot].talk else { continue }
            if let unit = going[talk.unit] {
                slots[slot].talk?.unit = unit
            } else {
                vacate(slot)
            }
        }
        limit = max(1, settings.concurrency)
        // Slots beyond a lowered limit stay, unused.
        for slot in slots.count..<max(slots.count, limit) {
            slots.append(ConnectionSlot())
            freeSlots.append(slot)
        }
    }
}
