import ArgumentParser
import ControlSocket
import SignalIntake
import HistoryReplay
import LedgerStore
import SiteConfiguration

/// One verb of `curtailctl`, which prints where it is told, so that tests read what it prints.
protocol Verb: ParsableCommand {
    func execute(on terminal: Terminal) throws
}

extension Verb {
    func run() throws {
        let status = perform(on: .standard)
        guard status == 0 else { throw ExitCode(status) }
    }

    /// Runs the verb and says on standard error what went wrong.
    ///
    /// - Returns: the exit status, by sysexits(3).
    func perform(on terminal: Terminal) -> Int32 {
        do {
            try execute(on: terminal)
            return 0
        } catch {
            let failure = CommandFailure(error)
            if !failure.message.isEmpty { terminal.complain("curtailctl: \(failure.message)") }
            return failure.status
        }
    }
}

/// Why a verb did not do what it was asked, and the exit status that says so.
struct CommandFailure: Error, Hashable {
    /// sysexits(3); Nagios's states for `probe`.
    let status: Int32
    /// The event, the consequence, and the command to type next; empty when it has been said already.
    let message: String

    static let badData: Int32 = 65
    static let cannotCreate: Int32 = 73
    static let configuration: Int32 = 78

    init(_ status: Int32, _ message: String) {
        self.status = status
        self.message = message
    }

    /// The status that an error of any module stands for.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let failure as ControlClientFailure:
            self.init(failure.exitStatus, Self.text(of: failure))
        case let failure as ControlFailure: self.init(failure.exitStatus, failure.message)
        case let errors as ConfigurationErrors: self.init(Self.configuration, "\(errors)")
        case SweepFailure.invalid: self.init(Self.configuration, "\(error)")
        case is SweepFailure: self.init(64, "\(error)")
        case let failure as LedgerCopyFailure: self.init(failure.exitStatus, "\(failure)")
        case ReplayFailure.ledgerExists: self.init(Self.cannotCreate, "\(error)")
        case ReplayFailure.nothingToReplay: self.init(64, "\(error)")
        case is ReplayFailure, is SignalFileFailure, is LedgerError: self.init(Self.badData, "\(error)")
        default: self.init(Self.badData, "\(error). Nothing was changed.")
        }
    }

    private static func text(of failure: ControlClientFailure) -> String {
        guard case .notReachable(let path, let cause) = failure else { return failure.description }
        return
            "The daemon is not reachable at \(path): \(cause). Is curtaild running? systemctl status curtaild; "
            + "or name its socket with --socket PATH"
    }
}
