import ControlSocket
import GridUnits
import SiteRecord

/// Calls that no daemon of ours has: their types are all that the wire, its checks and its description need.
enum FakeCalls {
    static let interface = ControlInterface([Ping.self, Shed.self, Follow.self])
}

/// Asks for nothing.
struct Ping: ControlCall {
    typealias Reply = JSONValue
    static let method = "Ping"
    static let abstract = "Answers."
    static let parameters = CallParameters<Ping>(Ping.init)
}

/// Commands, with parameters that go together.
struct Shed: ControlCall, Hashable {
    typealias Reply = JSONValue
    static let method = "Shed"
    static let abstract = "Sheds load."

    let to: Power?
    let percent: Int64?
    let isDryRun: Bool
    let reason: String

    static let parameters = CallParameters(
        Shed.init(checking:percent:isDryRun:reason:),
        Parameter("to_mw", .megawatts, option: "to", help: "At most this.") { $0.to },
        Parameter("percent", .integer, help: "Of all.") { $0.percent },
        Parameter("dry_run", .flag, help: "Do nothing.") { $0.isDryRun },
        Parameter("reason", .reason, help: "Why.") { $0.reason })

    init(to: Power? = nil, percent: Int64? = nil, isDryRun: Bool = false, reason: String) {
        self.to = to
        self.percent = percent
        self.isDryRun = isDryRun
        self.reason = reason
    }

    init(checking to: Power?, percent: Int64?, isDryRun: Bool, reason: String) throws(CallProblem) {
        guard (to == nil) != (percent == nil) else {
            throw CallProblem("to_mw", "Give `to_mw` or `percent`.")
        }
        self.init(to: to, percent: percent, isDryRun: isDryRun, reason: reason)
    }

    var right: ControlRights { isDryRun ? .read : .command }
}

/// Goes on until the asker leaves.
struct Follow: ControlCall {
    typealias Reply = JSONValue
    static let method = "Follow"
    static let abstract = "Follows."

    let follows: Bool

    static let parameters = CallParameters(
        Follow.init(follows:), Parameter("follow", .flag, help: "Go on.") { $0.follows })

    var isStream: Bool { follows }
}
