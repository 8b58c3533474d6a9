import SitePorts
import GridMarket
import SiteLoop
import CurtailmentEngine
import GridUnits
import Testing

@testable import MinerControl

@Suite("FleetWork")
struct FleetWorkTests {
    private let millisecond: Int64 = 1_000_000

    private func work(units: Int = 4, retries: Int = 2, driver: DriverForm = LuxOSDriver.kind.form)
        -> FleetWork
    {
        let group = FleetSettings.Group(
            name: "g", driver: driver,
            units: (0..<units).map {
                .init(id: "\($0)", host: "127.0.0.\($0 + 1)", port: 4028, ratedPower: .watts(1000))
            })
        let settings = FleetSettings(
            groups: [group], concurrency: 8, connectWithin: .seconds(1), replyWithin: .seconds(5),
            retries: retries,
            pollEvery: .seconds(30), simulatedShed: .zero, simulatedWake: .zero)
        return FleetWork(
            settings: settings, tuning: FleetTuning(), clock: { MonotonicInstant(nanoseconds: 0) }, now: 0)
    }

    private func order(
        _ action: FleetOrder.Action, _ units: [Int], _ urgency: FleetOrder.Urgency = .recorded
    ) -> FleetOrder { FleetOrder(decision: 1, action: action, units: units, urgency: urgency) }

    private func take(_ order: FleetOrder, into work: inout FleetWork) {
        work.apply(order, order.units.indices, now: 0)
    }

    /// Which units would begin, and with what, when nothing ever ended.
    private func begun(_ work: inout FleetWork) -> [(Int, ExchangeTask)] {
        var result: [(Int, ExchangeTask)] = []
        while let next = work.next(routine: true) { result.append((next.unit, next.task)) }
        return result
    }

    private func task(
        _ action: FleetOrder.Action, _ urgency: FleetOrder.Urgency = .recorded, attempt: Int = 0,
        isLast: Bool = false
    ) -> ExchangeTask { .order(action, urgency, attempt: attempt, isLastAttempt: isLast) }

    @Test("keeps the order of the units, and puts urgent work before everything")
    func ranks() {
        var work = work()
        work.takeRead([0], rank: .poll)
        take(order(.wake, [2, 1]), into: &work)
        take(order(.sleep, [3], .urgent), into: &work)
        let begun = begun(&work)
        #expect(begun.map(\.0) == [3, 2, 1, 0])
        #expect(begun.map(\.1) == [task(.sleep, .urgent), task(.wake), task(.wake), .poll])
    }

    @Test("lets the newest order of a unit take the place of an older one")
    func supersedes() {
        var work = work()
        take(order(.sleep, [0, 1]), into: &work)
        take(order(.wake, [0], .urgent), into: &work)
        let begun = begun(&work)
        #expect(begun.map(\.0) == [0, 1])
        #expect(begun.map(\.1) == [task(.wake, .urgent), task(.sleep)])
        #expect(work.openOrders == 2)
    }

    @Test("carries a newer order out after the running one")
    func afterRunning() {
        var work = work()
        take(order(.sleep, [0]), into: &work)
        #expect(begun(&work).count == 1)
        take(order(.sleep, [0]), into: &work)
        #expect(work.lanes[0].wanted == nil)  // The same is being done already.
        take(order(.wake, [0]), into: &work)
        #expect(begun(&work).isEmpty)
        work.finished(ExchangeResult(.acknowledged(.sleep), memory: [65], needsRelease: true), of: 0, now: 0)
        #expect(begun(&work).map(\.1) == [task(.wake)])
        work.finished(ExchangeResult(.acknowledged(.wake), memory: [65], needsRelease: true), of: 0, now: 0)
        #expect(begun(&work).map(\.1) == [.release])
        work.finished(ExchangeResult(nil), of: 0, now: 0)
        #expect(work.isDrained)
    }

    @Test("releases after all orders have been issued")
    func releasesLast() {
        var work = work()
        take(order(.sleep, [0, 1]), into: &work)
        #expect(work.next(routine: true)?.unit == 0)
        work.finished(ExchangeResult(.acknowledged(.sleep), memory: [65], needsRelease: true), of: 0, now: 0)
        #expect(begun(&work).map(\.1) == [task(.sleep), .release])
    }

    @Test("tries a failed order again after a growing pause, so many times and not more")
    func retries() {
        var work = work(retries: 2)
        take(order(.sleep, [0], .urgent), into: &work)
        var now: Int64 = 0
        for (attempt, pause) in [(0, 250), (1, 500)] as [(Int, Int64)] {
            #expect(begun(&work).map(\.1) == [task(.sleep, .urgent, attempt: attempt)])
            work.failed("x", of: 0, remains: ExchangeResult(nil), now: now)
            work.passTime(now: now + pause * millisecond - 1)
            #expect(begun(&work).isEmpty)
            now += pause * millisecond
            work.passTime(now: now)
        }
        #expect(begun(&work).map(\.1) == [task(.sleep, .urgent, attempt: 2, isLast: true)])
        work.failed("x", of: 0, remains: ExchangeResult(nil), now: now)
        work.passTime(now: now + 100_000 * millisecond)
        #expect(begun(&work).isEmpty)
        #expect(work.isDrained)
        #expect(work.readings.count == 3)
        #expect(
            work.readings.last?.answer
                == .unreachable("x; attempt 3 of 3, given up until it is ordered again"))
    }

    @Test("drops the back-off of an order that a different one replaces")
    func newOrderEndsBackoff() {
        var work = work()
        take(order(.sleep, [0]), into: &work)
        _ = begun(&work)
        work.failed("x", of: 0, remains: ExchangeResult(nil), now: 0)
        take(order(.wake, [0]), into: &work)
        #expect(begun(&work).map(\.1) == [task(.wake)])
    }

    @Test("reads a unit back until it has settled, or the schedule ends")
    func confirms() {
        var work = work()
        take(order(.sleep, [0]), into: &work)
        _ = begun(&work)
        work.finished(ExchangeResult(.acknowledged(.sleep)), of: 0, now: 0)
        var reads: [Int64] = []
        for now in stride(from: 0, through: 60_000 * millisecond, by: Int(500 * millisecond)) {
            work.passTime(now: Int64(now))
            while let next = work.next(routine: true) {
                reads.append(Int64(now) / millisecond)
                // Deaf: it goes on mining.
                work.finished(
                    ExchangeResult(.drawing(.watts(1000), .running)), of: next.unit, now: Int64(now))
            }
        }
        #expect(reads == [1000, 2000, 4000, 8000, 15000, 30000])
        #expect(work.armed == 0)
    }

    @Test("stops reading back when the unit sleeps")
    func settles() {
        var work = work()
        take(order(.sleep, [0]), into: &work)
        _ = begun(&work)
        work.finished(ExchangeResult(.acknowledged(.sleep)), of: 0, now: 0)
        work.passTime(now: 1000 * millisecond)
        #expect(begun(&work).map(\.1) == [.read])
        work.finished(ExchangeResult(.drawing(.watts(25), .asleep)), of: 0, now: 1001 * millisecond)
        #expect(work.armed == 0)
    }

    @Test("cuts a read short for an order, and reads later")
    func interrupts() {
        var work = work()
        work.takeRead([0], rank: .poll)
        #expect(begun(&work).map(\.1) == [.poll])
        take(order(.sleep, [0], .urgent), into: &work)
        #expect(work.interrupted == [0])
        work.wasInterrupted(0, remains: ExchangeResult(nil))
        #expect(begun(&work).map(\.1) == [task(.sleep, .urgent)])
        work.finished(ExchangeResult(.acknowledged(.sleep)), of: 0, now: 0)
        #expect(begun(&work).map(\.1) == [.read])
    }

    @Test("reads every unit within a second of the start, then spreads polls over the period without a burst")
    func polls() {
        var work = work(units: 4)
        work.poll(now: 0)
        #expect(begun(&work).isEmpty)
        work.poll(now: 500 * millisecond)
        #expect(begun(&work).map(\.0) == [0, 1])
        work.poll(now: 1000 * millisecond)
        #expect(begun(&work).map(\.0) == [2, 3])
        for unit in 0..<4 {
            work.finished(ExchangeResult(.drawing(.watts(3_500), .running)), of: unit, now: 0)
        }
        work.poll(now: 9000 * millisecond)
        #expect(begun(&work).map(\.0) == [0])
        work.poll(now: 300_000 * millisecond)
        #expect(begun(&work).map(\.0) == [1, 2, 3])
        work.poll(now: 300_001 * millisecond)
        #expect(begun(&work).isEmpty)
    }

    @Test("never commands a group with driver none, and reads it at rated power")
    func uncommanded() {
        var work = work(units: 1, driver: .uncommanded)
        take(order(.sleep, [0]), into: &work)
        work.takeRead([0], rank: .read)
        #expect(
            work.readings.map(\.answer) == [
                .refused("its group has driver none: it is counted, never commanded"),
                .drawing(.watts(1000), .running),
            ])
        #expect(work.isDrained)
    }

    @Test("acknowledges and reads simulated units at once")
    func simulated() {
        var work = work(units: 1, driver: .simulated)
        take(order(.sleep, [0]), into: &work)
        work.passTime(now: 1000 * millisecond)
        #expect(work.readings.map(\.answer) == [.acknowledged(.sleep), .drawing(.zero, .asleep)])
        #expect(work.armed == 0)
    }

    @Test("ignores units that do not exist")
    func outOfRange() {
        var work = work(units: 1)
        take(order(.sleep, [-1, 1, 99]), into: &work)
        work.takeRead([5], rank: .read)
        #expect(begun(&work).isEmpty)
        #expect(work.isDrained)
    }
}
