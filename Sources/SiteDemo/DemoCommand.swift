import Synchronization
package import ArgumentParser
import Foundation
import HostSystem
import SiteDaemon

/// `curtaild demo`: the whole thing on an embedded farm and a built-in scarcity day.
package struct DemoCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Show a scarcity day on an embedded farm, with nothing configured.",
        discussion: """
            The prices and the frequency are synthetic. Takes about a minute; Ctrl-C ends it. Nothing is installed;
            a folder with the configuration and the ledger stays under the temporary folder.
            Exit status: 0 after the day, 70 when something failed, 130 after Ctrl-C.
            """)

    @Flag(name: .long, help: "End within 20 seconds.")
    var fast = false

    package init() {}

    package func run() async throws {
        guard let signals = CaughtSignals.ofProcess.withLock({ $0 }) else { return }
        DescriptorLimit.raise()
        let demo = Demo(speed: fast ? .fast : .ordinary, screen: .standard(), processSignals: signals)
        let ending: Demo.Ending
        do {
            ending = try await demo.run()
        } catch {
            FileHandle.standardError.write(Data("curtaild demo: \(error)\n".utf8))
            throw ExitCode(70)
        }
        guard ending == .whole else { throw ExitCode(130) }
    }
}
