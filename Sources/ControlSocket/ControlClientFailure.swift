import HostSystem

/// Why the daemon gave no answer, or which error it gave.
package enum ControlClientFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nobody listens, or the connection broke.
    case notReachable(path: String, cause: String)
    /// The socket's own permissions refuse us.
    case socketNotPermitted(path: String)
    /// The daemon is there and too busy, or took too long.
    case tryAgain(path: String, cause: String)
    /// The daemon said so.
    case daemon(ControlFailure)
    /// Something that is no answer: another program, or another version.
    case badAnswer(path: String, problem: String)

    init(_ failure: HostFailure, path: String) {
        if failure.meansNotPermitted {
            self = .socketNotPermitted(path: path)
        } else if failure.meansTryAgain {
            self = .tryAgain(path: path, cause: HostFailure.reason(failure.errorNumber))
        } else {
            self = .notReachable(path: path, cause: HostFailure.reason(failure.errorNumber))
        }
    }

    /// sysexits(3).
    package var exitStatus: Int32 {
        switch self {
        case .notReachable, .badAnswer: 69
        case .socketNotPermitted: 77
        case .tryAgain: 75
        case .daemon(let failure): failure.exitStatus
        }
    }

    package var description: String {
        switch self {
        case .notReachable(let path, let cause):
            "The daemon is not reachable at \(path): \(cause). Whether it runs: systemctl status curtaild; "
                + "elsewhere: curtailctl --socket PATH"
        case .socketNotPermitted(let path):
            "You may not use \(path). Root and members of its group may: ls -l \(path); then "
                + "usermod -aG GROUP USER and log in again"
        case .tryAgain(let path, let cause):
            "The daemon at \(path) did not answer in time: \(cause). A command may have been carried out; look with "
                + "curtailctl status, then try again"
        case .daemon(let failure): failure.message
        case .badAnswer(let path, let problem):
            "What answers at \(path) does not speak \(ControlInterface.name): \(problem). Compare the versions: "
                + "curtailctl --version, curtaild --version"
        }
    }
}
