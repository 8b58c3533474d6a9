import Foundation
import GridUnits
import MinerControl
import ServiceManager
import SiteConfiguration
import SiteDaemon
import SiteLoop
import SiteReports

/// The whole demo: a site, a daemon like the service's, a day, and what the ledger says of it.
struct Demo {
    let speed: DemoPace.Speed
    let screen: DemoScreen
    let processSignals: ProcessSignals

    /// How a demo ended that did not fail.
    enum Ending: Hashable, Sendable {
        case whole
        /// Ctrl-C, or another signal that stops the service.
        case stopped
    }

    /// Shows the day.
    ///
    /// - Throws: ``DemoFailure``, or what the daemon throws when it cannot run.
    func run() async throws -> Ending {
        let site = try DemoSite(speed: speed)
        defer { site.farm.shutdown() }
        let clock = DemoClock(pace: DemoPace(speed))
        let narrator = DemoNarrator(screen: screen, clock: clock)
        introduce(site, clock)
        let surroundings = DaemonSurroundings(
            clock: clock.siteClock, reporter: narrator, notify: { narrator.notify($0) }, fleetTuning: tuning,
            processSignals: processSignals, passed: [])
        let daemon = try SiteDaemon(site.configuration, path: site.configurationPath, in: surroundings)
        let player = DemoPlayer(site: site, daemon: daemon, clock: clock, narrator: narrator)
        guard try await play(player, daemon) == .whole else {
            screen.line("\nStopped. What had been recorded is in \(site.ledgerPath)")
            return .stopped
        }
        if let error = narrator.reportedErrors.first {
            throw DemoFailure(description: "The daemon reported: \(error)")
        }
        let summary = try DemoSummary(ledgerPath: site.ledgerPath)
        summary.print(on: screen)
        summary.printNextSteps(on: screen, programs: Self.programFolder)
        return .whole
    }

    /// Runs the daemon and the player side by side; the end of one is the end of both.
    private func play(_ player: DemoPlayer, _ daemon: SiteDaemon) async throws -> Ending {
        try await withThrowingTaskGroup(of: Ending.self) { group in
            group.addTask {
                try await daemon.run()
                return .stopped
            }
            group.addTask {
                do {
                    try await player.play()
                } catch {
                    // The daemon has to stop in order before the group may wait for it.
                    daemon.stop()
                    throw error
                }
                daemon.stop()
                return .whole
            }
            defer { group.cancelAll() }
            let first = try await group.next() ?? .stopped
            // When the daemon went first it was told to by a signal; the player then only has to give up.
            guard first == .whole else { return .stopped }
            _ = try await group.next()
            return .whole
        }
    }

    private func introduce(_ site: DemoSite, _ clock: DemoClock) {
        let seconds = clock.pace.length.nanoseconds / 1_000_000_000
        screen.line("curtaild demo: a scarcity day in West Texas, played in \(seconds) seconds", .strong)
        screen.line(
            "The prices and the frequency are synthetic; the \(site.farm.settings.minerCount) miners are fake ones that "
                + "speak LuxOS on \(site.farm.settings.firstAddress):\(site.farm.port) and the addresses after it. "
                + "Everything else is what runs at a site: sockets, engine, fleet, ledger.")
        screen.line("hall-a: 120 x 3.5 kW at 17.5 J/TH, worth 107.14 USD/MWh at 45 USD/PH/day")
        screen.line("hall-b:  80 x 3.5 kW at 29.5 J/TH, worth  63.56 USD/MWh")
        screen.line("Folder: \(site.folder)")
        if speed == .ordinary {
            screen.command(
                "In another terminal meanwhile: \(Self.programFolder)curtailctl status --socket \(site.controlPath)"
            )
        }
        screen.line("")
    }

    /// Read-backs in quick succession, because the demo's miners fall asleep in a fraction of a second.
    private var tuning: FleetTuning {
        var tuning = FleetTuning()
        tuning.confirmAfter = [80, 160, 240, 320, 450, 600, 800, 1_200].map {
            .milliseconds($0 * speed.rawValue)
        }
        return tuning
    }

    /// The folder of the tools beside this program, as this program was typed; empty when it was found by its name.
    static var programFolder: String {
        let typed = CommandLine.arguments.first ?? ""
        return typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
    }
}

/// Why the demo could not be shown, and what to do.
struct DemoFailure: Error, Hashable, CustomStringConvertible {
    let description: String
}
