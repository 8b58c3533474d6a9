import CurtailmentEngine
import Foundation
import GridUnits
import HostSystem
import MinerControl
import SiteDemo
import SitePorts

/// The daemon's own fleet, which puts a farm's miners to sleep or only polls them.
struct FleetRun {
    /// Counts acknowledgements and reported failures.
    private final class Tally: Sendable {
        struct Counts {
            var acknowledged = 0
            var failed = 0
        }

        let counts = Monitor(Counts())

        func record(_ readings: [UnitReading]) {
            counts.withLock { counts in
                for reading in readings {
                    switch reading.answer {
                    case .acknowledged: counts.acknowledged += 1
                    case .unreachable, .refused: counts.failed += 1
                    case .drawing: break
                    }
                }
            }
        }
    }

    private let count: Int
    private let tally = Tally()
    private let fleet: MinerFleet

    /// Starts the fleet's thread.
    init(count: Int, first: String, port: Int) throws {
        self.count = count
        DescriptorLimit.raise()
        let addresses = LoopbackFarmSettings(minerCount: count, firstAddress: first, port: port).addresses
        let units = addresses.enumerated().map { index, host in
            FleetSettings.Unit(id: "\(index)", host: host, port: port, ratedPower: .watts(3250))
        }
        let settings = FleetSettings(
            groups: [.init(name: "bench", driver: LuxOSDriver.kind.form, units: units)], concurrency: 512,
            connectWithin: .seconds(1), replyWithin: .seconds(5), retries: 2, pollEvery: .seconds(30),
            simulatedShed: .seconds(5), simulatedWake: .seconds(60))
        fleet = try MinerFleet(
            settings: settings, clock: { MonotonicInstant(nanoseconds: BootTime.nanoseconds) },
            receiver: tally.record)
        try fleet.start()
        usleep(50_000)
    }

    /// Orders all to sleep, waits until no more of them do, and says when the order was given and how many obeyed.
    func sleep() {
        let begun = BootTime.nanoseconds
        fleet.perform(FleetOrder(decision: 1, action: .sleep, units: Array(0..<count), urgency: .urgent))
        var (quiet, seen) = (0, -1)
        while quiet < 100 {
            usleep(10_000)
            let acknowledged = tally.counts.withLock { $0.acknowledged }
            if acknowledged == count { break }
            quiet = acknowledged == seen ? quiet + 1 : 0
            seen = acknowledged
        }
        let counts = tally.counts.withLock { $0 }
        fleet.shutdown(drain: .seconds(10))
        say(#"{"begun":\#(begun),"acknowledged":\#(counts.acknowledged),"failed":\#(counts.failed)}"#)
    }

    /// Says the processor time of 30 s of polling, which is one round.
    func poll() {
        let before = clock()
        usleep(30_000_000)
        let percent = Double(clock() - before) / Double(CLOCKS_PER_SEC) / 30 * 100
        say(#"{"poll_percent_of_one_core":\#(percent)}"#)
        fleet.shutdown()
    }
}
