import ArgumentParser
import ControlSocket
import Foundation
import LedgerStore
import MinerControl
import SiteConfiguration
import SitePorts

/// `--json`, which every verb takes.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one JSON document, or one a line where it streams.")
    var json = false
}

/// How a running daemon is reached.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Control socket of the daemon. (default: $RUNTIME_DIRECTORY/control, else /run/curtaild/control)",
            valueName: "path"))
    var socket: String?

    /// The socket in force.
    static func path(given: String?, environment: [String: String]) -> String {
        if let given { return given }
        let runtime = ServiceDirectories(environment: environment).runtime
        return "\(runtime ?? "/run/curtaild")/control"
    }

    var path: String { Self.path(given: socket, environment: ProcessInfo.processInfo.environment) }
}

/// A daemon, or a ledger's file instead.
struct LedgerOptions: ParsableArguments {
    @OptionGroup var connection: ConnectionOptions

    @Option(
        help: ArgumentHelp(
            "Read this ledger instead of asking a daemon; it is never written.", valueName: "file"))
    var ledger: String?

    /// Where a daemon keeps its ledger.
    static func defaultLedger(environment: [String: String]) -> String {
        let state = ServiceDirectories(environment: environment).state
        return "\(state ?? "/var/lib/curtaild")/ledger.sqlite"
    }
}

/// A ledger's file: a running daemon's own, or another.
struct LedgerFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read this ledger; it is never written. (default: $STATE_DIRECTORY/ledger.sqlite, else "
                + "/var/lib/curtaild/ledger.sqlite)", valueName: "file"))
    var ledger: String?

    /// Where the ledger in force is.
    static func path(given: String?) -> String {
        given ?? LedgerOptions.defaultLedger(environment: ProcessInfo.processInfo.environment)
    }

    var path: String { Self.path(given: ledger) }

    /// Opens the file for reading, beside a daemon that writes it.
    func open() throws -> LedgerReader { try LedgerReader(path: path) }
}

extension ConfigurationContext {
    /// A tool reads a configuration for any driver, and no credentials: those are the daemon's alone.
    static let tool = ConfigurationContext(drivers: DriverKind.all.map(\.form))
}
