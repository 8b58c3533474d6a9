import CurtailmentEngine
import GridUnits
import HostSystem
import MinerControl
import SiteConfiguration
import SiteDaemon
import SiteLoop
import SitePorts
import SiteReports
import Synchronization

/// Plays the day: sends the script to the daemon's real sockets in time, and tells what the load does.
struct DemoPlayer: Sendable {
    let site: DemoSite
    let daemon: SiteDaemon
    let clock: DemoClock
    let narrator: DemoNarrator

    /// How long the miners may take to be read for the first time.
    private static let firstReading = Duration.seconds(8)

    /// Plays the whole day.
    ///
    /// - Throws: ``DemoFailure``, `CancellationError` when the demo is stopped.
    func play() async throws {
        await narrator.waitUntilReady()
        try await waitForMiners()
        clock.begin()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watchLoad() }
            try await feed()
            let end = TimeSpan.seconds(86_400) + .seconds(20)
            try await sleep(clock.realWait(untilMarket: end))
            group.cancelAll()
        }
    }

    /// Every miner has to be read once, before the day begins.
    private func waitForMiners() async throws {
        let count = site.configuration.policy.groups.reduce(0) { $0 + $1.units.count }
        daemon.fleet.read(Array(0..<count))
        let limit = ContinuousClock.now + Self.firstReading
        while true {
            let running = await daemon.controlLoop.with { controller in
                controller.view.units.count { $0.state == .running }
            }
            guard running < count else { return }
            guard ContinuousClock.now < limit else {
                throw DemoFailure(
                    description:
                        "Only \(running) of \(count) fake miners answered within \(Self.firstReading). The "
                        + "demo was stopped. Look for a loopback device that is down, or a busy host: "
                        + "ip link show lo; uptime"
                )
            }
            // The fake miners answer in real time, and the fleet tells nobody when the last one has.
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func feed() async throws {
        let stream: UnixStream
        let datagram: UnixDatagram
        do {
            stream = try UnixStream(
                connectingTo: site.configuration.host.signalStreamPath, timeoutMilliseconds: 5_000)
            datagram = try UnixDatagram(connectingTo: site.configuration.host.signalDatagramPath)
        } catch {
            throw DemoFailure(description: "The daemon's signal sockets cannot be reached: \(error).")
        }
        for message in DemoScript().messages {
            try await sleep(clock.realWait(untilMarket: message.at))
            if let story = message.story { narrator.tell(story, mark: "GRID", .strong) }
            if let price = message.price { tell(price, at: message.at) }
            let sentAt = BootTime.nanoseconds
            switch message.socket {
            case .stream: try stream.send(Array("\(message.line)\n".utf8))
            case .datagram: try datagram.send(message.line)
            }
            if message.confirmsDip { try await tellTrip(sentAt: sentAt) }
        }
    }

    /// Hourly in the calm, every quarter while prices move.
    private func tell(_ price: EnergyPrice, at: TimeSpan) {
        let quarter = at.nanoseconds / 1_000_000_000 / SyntheticDay.intervalSeconds
        let isBusy = (60..<82).contains(quarter)
        guard isBusy || quarter % 8 == 0 else { return }
        let dollars = price.decimal(places: 2)
        let padding = String(repeating: " ", count: max(0, 9 - dollars.count))
        let comment = price < .dollarsPerMegawattHour(0) ? "   negative: the grid pays for being used" : ""
        narrator.tell("\(padding)\(dollars) USD/MWh\(comment)", mark: "PRICE")
    }

    /// How long it took from the sample that confirms the dip to the first and the last miner's command.
    private func tellTrip(sentAt: Int64) async throws {
        let expected = (Int(DemoScript.award.microwatts / DemoSite.ratedPower.microwatts))
        let limit = ContinuousClock.now + .seconds(3)
        while ContinuousClock.now < limit {
            try await Task.sleep(for: .milliseconds(10))
            let told = site.farm.snapshot().commands.filter { $0.at >= sentAt && $0.action == .sleep }
            guard told.count >= expected, let first = told.map(\.at).min(), let last = told.map(\.at).max()
            else {
                continue
            }
            narrator.tell(
                "from the datagram with sample \(DemoScript.agreeingSamples) on its socket to the first miner's command: "
                    + "\(Self.milliseconds(first - sentAt)) ms real time; all \(told.count) told after "
                    + "\(Self.milliseconds(last - sentAt)) ms", mark: "LATENCY", .urgent)
            return
        }
        throw DemoFailure(
            description:
                "The under-frequency trip did not reach \(expected) miners within 3 s. The ledger says why: "
                + "curtailctl log --ledger \(site.ledgerPath)")
    }

    private static func milliseconds(_ nanoseconds: Int64) -> String {
        DecimalText.formatRounded(Int128(nanoseconds), scale: 6, places: 1)
    }

    /// Tells commanded and confirmed megawatts while they move.
    private func watchLoad() async throws {
        var told: (Power, Power)?
        while true {
            try await Task.sleep(for: .milliseconds(110 * Int(clock.pace.speed.rawValue)))
            let (commanded, confirmed) = await daemon.controlLoop.with {
                ($0.engine.commanded, $0.engine.confirmed)
            }
            if let told, told == (commanded, confirmed) { continue }
            told = (commanded, confirmed)
            let bar = String(repeating: "#", count: Int(confirmed.microwatts / 20_000_000_000))
            narrator.tell(
                "commanded \(commanded.decimal(places: 3)) MW, confirmed \(confirmed.decimal(places: 3)) MW  \(bar)",
                mark: "LOAD")
        }
    }

    private func sleep(_ span: TimeSpan) async throws {
        try Task.checkCancellation()
        guard span > .zero else { return }
        try await Task.sleep(for: .nanoseconds(span.nanoseconds))
    }
}
