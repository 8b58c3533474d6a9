import Synchronization
package import ArgumentParser
import Foundation
import HostSystem
import LedgerStore
import Logging
import ServiceLifecycle
import ServiceManager
import SiteConfiguration

/// `curtaild run`: the service itself.
package struct RunCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the service.",
        discussion: """
            Exit status: 0 after an orderly stop, 65 when the ledger is damaged or not ours, 73 when it cannot be
            opened, 75 when another instance holds the state folder, 78 when the configuration is wrong
            (curtailctl check FILE shows every error).
            """)

    @Option(name: .long, help: "The configuration; conf.d/*.yaml beside it is read too.")
    var config = "/etc/curtaild/curtaild.yaml"

    package init() {}

    package func run() async throws {
        guard let signals = CaughtSignals.ofProcess.withLock({ $0 }) else { return }
        let journal = Journal()
        LoggingSystem.bootstrap { JournalLogHandler(label: $0, journal: journal, level: .warning) }
        let status = await start(journal: journal, signals: signals)
        _ = journal.flush()
        guard status == 0 else { throw ExitCode(status) }
    }

    private func start(journal: Journal, signals: ProcessSignals) async -> Int32 {
        DescriptorLimit.raise()
        do {
            let configuration = try SiteConfiguration.load(path: config, in: .service)
            let surroundings = try DaemonSurroundings.service(journal: journal, processSignals: signals)
            let daemon = try SiteDaemon(configuration, path: config, in: surroundings)
            try await daemon.runAsService()
            return 0
        } catch let errors as ConfigurationErrors {
            return fail(
                "\(errors)\nNothing was started. Mend it, then: curtailctl check \(config)", 78, journal)
        } catch let failure as InstanceLockFailure {
            return fail("\(failure)", failure.exitStatus, journal)
        } catch let failure as LedgerError {
            return fail("\(failure)", failure.exitStatus, journal)
        } catch {
            return fail("\(error)", 70, journal)
        }
    }

    private func fail(_ text: String, _ status: Int32, _ journal: Journal) -> Int32 {
        // A line each, because the text form of an entry is one line.
        for line in text.split(separator: "\n") {
            journal.write(JournalRecord(priority: 3, messageID: nil, text: String(line), fields: []))
        }
        // The manager shows it in `systemctl status`; without a manager there is nobody to tell.
        _ = try? ServiceNotifier().send(.status(String(text.prefix(200))))
        return status
    }
}

extension SiteDaemon {
    /// Runs as the one service of a group, so that the group's graceful stop is the daemon's own.
    func runAsService() async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: self, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: Logger(label: "curtaild")))
        try await group.run()
    }
}
