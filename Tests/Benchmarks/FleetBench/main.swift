import SitePorts
import GridMarket
import SiteLoop
import CurtailmentEngine
import Glibc
import GridUnits
import HostSystem
import MinerControl
import Synchronization

// Puts the LuxOS miners of a farm to sleep with the daemon's own fleet, and prints what it took:
//
//     fleet-bench COUNT [sleep|wake|poll] [FIRST_ADDRESS] [PORT] [CONTROL_PORT]
//
// With `poll` it orders nothing and prints the processor time of 30 s of polling, which is one round.

/// Counts acknowledgements and reported failures.
final class Tally: Sendable {
    struct Counts {
        var acknowledged = 0
        var failed = 0
        var last: Int64 = 0
    }

    let counts = Mutex(Counts())

    func take(_ readings: [UnitReading]) {
        counts.withLock { counts in
            for reading in readings {
                switch reading.answer {
                case .acknowledged:
                    counts.acknowledged += 1
                    counts.last = reading.at.nanoseconds
                case .unreachable, .refused: counts.failed += 1
                case .drawing: break
                }
            }
        }
    }
}

func units(_ count: Int, from first: String, port: Int) -> [FleetSettings.Unit] {
    let parts = first.split(separator: ".").compactMap { UInt32($0) }
    var next = parts.reduce(0) { $0 << 8 | $1 }
    return (0..<count).map { index in
        while next & 255 == 0 || next & 255 == 255 { next += 1 }
        let host = [24, 16, 8, 0].map { "\(next >> $0 & 255)" }.joined(separator: ".")
        next += 1
        return FleetSettings.Unit(id: "\(index)", host: host, port: port, ratedPower: .watts(3250))
    }
}

/// Starts the farm's clock anew.
func resetFarm(control port: Int) throws {
    guard let address = SocketAddress(host: "127.0.0.1", port: port) else { return }
    let socket = try StreamSocket.connecting(to: address)
    defer { socket.close() }
    var reader = SocketReader(blockSize: 4096)
    var answer: [UInt8] = []
    while socket.send(Array("reset\n".utf8)) == .wouldBlock { usleep(100) }
    while true {
        switch reader.receive(from: socket, into: &answer) {
        case .moved: continue
        case .wouldBlock: usleep(100)
        case .ended, .failed: return
        }
    }
}

let arguments = Array(CommandLine.arguments.dropFirst())
let count = arguments.first.flatMap { Int($0) } ?? 100
let action: FleetOrder.Action = arguments.dropFirst().first == "wake" ? .wake : .sleep
let first = arguments.count > 2 ? arguments[2] : "127.10.0.1"
let port = arguments.count > 3 ? Int(arguments[3]) ?? 4028 : 4028
DescriptorLimit.raise()
let tally = Tally()
let settings = FleetSettings(
    groups: [.init(name: "bench", driver: .luxos, units: units(count, from: first, port: port))],
    concurrency: 512,
    connectWithin: .seconds(1), replyWithin: .seconds(5), retries: 2, pollEvery: .seconds(30),
    simulatedShed: .seconds(5), simulatedWake: .seconds(60))
let fleet = try MinerFleet(
    settings: settings, clock: { MonotonicInstant(nanoseconds: BootTime.nanoseconds) }, receiver: tally.take)
try fleet.start()
usleep(50_000)
if arguments.count > 4, let control = Int(arguments[4]) { try resetFarm(control: control) }
if arguments.dropFirst().first == "poll" {
    let before = clock()
    usleep(30_000_000)
    let percent = Double(clock() - before) / Double(CLOCKS_PER_SEC) / 30 * 100
    print("{\"client\":\"fleet\",\"poll_percent_of_one_core\":\(percent)}")
    fleet.shutdown()
    exit(0)
}
let order = FleetOrder(decision: 1, action: action, units: Array(0..<count), urgency: .urgent)
let begun = BootTime.nanoseconds
fleet.perform(order)
let handed = BootTime.nanoseconds
var quiet = 0
var seen = -1
while quiet < 100 {
    usleep(10_000)
    let acknowledged = tally.counts.withLock { $0.acknowledged }
    if acknowledged == count { break }
    quiet = acknowledged == seen ? quiet + 1 : 0
    seen = acknowledged
}
let counts = tally.counts.withLock { $0 }
fleet.shutdown(drain: .seconds(10))
let usage = { () -> Double in Double(clock()) / Double(CLOCKS_PER_SEC) }()
print(
    "{\"client\":\"fleet\",\"wall_s\":\(Double(counts.last - begun) / 1e9),"
        + "\"acknowledged\":\(counts.acknowledged),\"failed\":\(counts.failed),\"perform_us\":\(Double(handed - begun) / 1e3),\"cpu_s\":\(usage)}"
)
