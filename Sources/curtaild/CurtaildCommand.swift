import HostSystem
import Synchronization
import ArgumentParser
import ServiceManager
import SiteDaemon
import SiteDemo

/// The service program.
struct CurtaildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "curtaild",
        abstract: "Lets a bitcoin-mining site act as a dispatchable load on the Texas grid (ERCOT).",
        discussion: """
            Try it with nothing configured: curtaild demo
            Check a configuration first:    curtailctl check FILE
            """,
        subcommands: [RunCommand.self, DemoCommand.self])

    /// Parses the arguments and runs the command.
    ///
    /// - Parameter signals: made by the first statement of the program.
    static func main(signals: ProcessSignals) async {
        CaughtSignals.ofProcess.withLock { $0 = signals }
        await main()
    }
}
