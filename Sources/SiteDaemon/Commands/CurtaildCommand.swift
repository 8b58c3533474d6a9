package import ArgumentParser
package import ServiceManager
import Synchronization

/// The service program.
package struct CurtaildCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "curtaild",
        abstract: "Lets a bitcoin-mining site act as a dispatchable load on the Texas grid (ERCOT).",
        discussion: """
            Try it with nothing configured: curtaild demo
            Check a configuration first:    curtailctl check FILE
            """,
        subcommands: [RunCommand.self, DemoCommand.self])

    /// Caught before any thread exists, and handed to the daemon that runs.
    static let processSignals = Mutex<ProcessSignals?>(nil)

    package init() {}

    /// Parses the arguments and runs the command.
    ///
    /// - Parameter signals: made by the first statement of the program.
    package static func main(signals: ProcessSignals) async {
        processSignals.withLock { $0 = signals }
        await main()
    }
}
