import CurtailmentEngine
import Foundation
import GridUnits
import HostSystem
import SiteDemo

/// Fake miners that answer after 5 ms, and what they have been told when standard input ends.
struct FarmRun {
    private let settings: LoopbackFarmSettings

    /// - Parameters:
    ///   - count: miners.
    ///   - first: the address of the first, in 127/8.
    ///   - port: the one port of all.
    ///   - hanging: so many of them, spread evenly, take requests and never answer.
    init(count: Int, first: String, port: Int, hanging: Int) {
        var settings = LoopbackFarmSettings(minerCount: count, firstAddress: first, port: port)
        settings.replyDelay = .milliseconds(5)
        settings.connectionLimit = 4096
        for number in 0..<hanging { settings.faults[number * count / hanging] = .hang }
        self.settings = settings
    }

    /// Says `ready`, and at the end when the first sleep order of each miner came: boot time in nanoseconds.
    func run() throws {
        DescriptorLimit.raise()
        let farm = try LoopbackFarm(settings: settings)
        say("ready")
        while readLine() != nil {}
        var first: [Int: Int64] = [:]
        for command in farm.snapshot().commands where command.action == .sleep {
            first[command.miner] = min(first[command.miner] ?? .max, command.at)
        }
        let times = first.values.sorted()
        farm.shutdown()
        guard let earliest = times.first, let latest = times.last else { return say(#"{"n":0}"#) }
        say(
            #"{"n":\#(times.count),"first":\#(earliest),"p50":\#(times[times.count / 2]),"#
                + #""p99":\#(times[times.count * 99 / 100]),"last":\#(latest)}"#)
    }
}
