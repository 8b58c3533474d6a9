import CurtailTesting
import GridUnits
import Testing

@testable import CurtailmentEngine

@Suite("RestoreRamp")
struct RestoreRampTests {
    private static let start = MonotonicInstant(nanoseconds: 5)
    private static let rated: [Power] = [.watts(3_000), .watts(4_000), .watts(5_000)]

    @Test("returns whole units, cumulatively from the start, at exact moments")
    func exactMoments() {
        // 6 kW a minute: unit 2 after 50 s, unit 1 after 90 s, unit 0 after 120 s.
        var ramp = RestoreRamp(queue: [2, 1, 0], rampPerMinute: .watts(6_000), startedAt: Self.start)
        var moments: [Int64] = []
        while let due = ramp.deadline(ratedPower: Self.rated) {
            let early = MonotonicInstant(nanoseconds: due.nanoseconds - 1)
            #expect(ramp.advance(to: early, ratedPower: Self.rated).isEmpty)
            #expect(ramp.advance(to: due, ratedPower: Self.rated).count == 1)
            moments.append(due.nanoseconds - 5)
        }
        #expect(moments == [50_000_000_000, 90_000_000_000, 120_000_000_000])
        #expect(ramp.isFinished)
    }

    @Test("without a limit everything returns at once, and a late look returns all that is due")
    func atOnce() {
        var free = RestoreRamp(queue: [0, 1, 2], rampPerMinute: .zero, startedAt: Self.start)
        #expect(free.advance(to: Self.start, ratedPower: Self.rated) == [0, 1, 2])
        var slow = RestoreRamp(queue: [2, 1, 0], rampPerMinute: .watts(6_000), startedAt: Self.start)
        #expect(slow.advance(to: Self.start.advanced(by: .seconds(100)), ratedPower: Self.rated) == [2, 1])
    }

    @Test("a new plan during the return neither hastens nor stalls it")
    func replanned() {
        var ramp = RestoreRamp(queue: [2, 1, 0], rampPerMinute: .watts(6_000), startedAt: Self.start)
        _ = ramp.advance(to: Self.start.advanced(by: .seconds(50)), ratedPower: Self.rated)
        var next = ramp.replanned([0, 1])
        let due = Self.start.advanced(by: .seconds(80))
        #expect(next.deadline(ratedPower: Self.rated) == due)
        #expect(next.advance(to: due, ratedPower: Self.rated) == [0])
    }

    /// Four units of 3.5 kW and 3.5 kW a minute.
    private func returning() -> EngineHarness {
        var site = EngineHarness(.example(groups: [("a", 4, 18), ("b", 2, 18)], ramp: .watts(3_500)))
        site.command(.curtail(.everything, for: nil))
        site.command(.release)
        return site
    }

    @Test("the site's load comes back one unit a minute, the last one ends the event")
    func siteRamp() {
        var site = returning()
        for minute in 1...6 {
            site.advance(seconds: 59)
            #expect(site.asleep.count == 7 - minute)
            #expect(site.engine.event?.state == .restoring && site.engine.state == .restoring)
            site.advance(seconds: 1)
            #expect(site.asleep.count == 6 - minute)
        }
        #expect(site.engine.event == nil)
    }

    @Test("a unit that fails during the return does not put the others off")
    func failureDuringReturn() {
        var site = returning()
        site.advance(seconds: 60)
        for _ in 0..<10 {
            site.advance(seconds: 30)
            site.read(0, .unreachable("timed out"))
            site.read(0, .unreachable("timed out"))
            site.read(0, .drawing(.watts(3_500), .running))
        }
        #expect(site.asleep.isEmpty, "six minutes have passed")
    }

    @Test("a new demand during the return stops it and reopens the event")
    func demandDuringReturn() {
        var site = returning()
        site.advance(seconds: 120)
        let event = site.engine.event?.id
        site.command(.curtail(.everything, for: nil))
        #expect(site.asleep.count == 6)
        #expect(site.engine.event?.id == event && site.engine.event?.state == .active)
        site.advance(seconds: 600)
        #expect(site.asleep.count == 6)
    }

    @Test("a changed ramp takes effect from its reload on")
    func rampChange() {
        var site = returning()
        site.advance(seconds: 90)
        var policy = site.engine.policy
        policy.restore.rampPerMinute = .watts(7_000)
        site.reload(policy)
        #expect(site.asleep.count == 5)
        site.advance(seconds: 30)
        #expect(site.asleep.count == 4)
        site.advance(seconds: 120)
        #expect(site.asleep.isEmpty)
    }
}
