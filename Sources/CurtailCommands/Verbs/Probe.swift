import ArgumentParser
import ControlSocket
import GridUnits
import SiteRecord
import SiteReports

/// `probe`: one line for monitors.
struct Probe: Verb {
    static let configuration = CommandConfiguration(
        abstract: "One line and exit 0/1/2/3 for Nagios-style monitors.",
        discussion: """
            0 OK, 1 WARNING (any alarm, a stale or failed source), 2 CRITICAL (not reachable, ledger blocked), \
            3 UNKNOWN. Power in MW.
            Example: curtailctl probe --socket /run/curtaild/control
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func execute(on terminal: Terminal) throws {
        let verdict: ProbeVerdict
        do throws(ControlClientFailure) {
            verdict = ProbeVerdict(status: try ControlClient(path: connection.path).reply(to: Status()))
        } catch {
            verdict = ProbeVerdict(error)
        }
        terminal.line(output.json ? verdict.document.json : verdict.line)
        guard verdict.state == .ok else { throw CommandFailure(verdict.state.rawValue, "") }
    }
}

/// The words for a monitor.
struct ProbeVerdict: Hashable {
    /// Nagios's states and exit codes.
    enum State: Int32, Hashable {
        case ok = 0
        case warning, critical, unknown

        var name: String {
            switch self {
            case .ok: "OK"
            case .warning: "WARNING"
            case .critical: "CRITICAL"
            case .unknown: "UNKNOWN"
            }
        }
    }

    let state: State
    let text: String
    private let performance: String

    init(_ failure: ControlClientFailure) {
        switch failure {
        case .notReachable(let path, _):
            state = .critical
            text = "the daemon is not reachable at \(path)"
        case .socketNotPermitted, .tryAgain, .daemon, .badAnswer:
            state = .unknown
            text = failure.description
        }
        performance = ""
    }

    init(status: Status.Reply) {
        let alarms = status.alarms.map(\.text)
        let sources = status.sources.filter { ["stale", "failed"].contains($0.condition) }
            .map { "source \($0.name) is \($0.condition)" }
        let isBlocked = status.ledger.isBlocked
        state = isBlocked ? .critical : alarms.isEmpty && sources.isEmpty ? .ok : .warning
        let load =
            "\(status.mode), \(status.state), "
            + "\(status.confirmed.decimal(places: 3)) of \(status.available.decimal(places: 3)) MW"
        let blocked =
            isBlocked && !status.alarms.contains { $0.kind == "ledger_blocked" }
            ? ["the ledger is blocked"] : []
        text = ([load] + blocked + alarms + sources).joined(separator: "; ")
        let megawatts = [
            ("target", status.target), ("commanded", status.commanded), ("confirmed", status.confirmed),
            ("metered", status.metered),
        ]
        performance = megawatts.compactMap { name, power in power.map { "\(name)=\($0.decimal)MW" } }
            .joined(separator: " ")
    }

    /// One line, with the megawatts as performance data after a bar.
    var line: String {
        let text = text.replacing("\n", with: " ").replacing("|", with: "/")
        return "CURTAILD \(state.name) - \(text)" + (performance.isEmpty ? "" : " | \(performance)")
    }

    var document: JSONValue {
        [
            "schema": "curtaild.probe/1", "state": .text(state.name), "exit": .integer(Int64(state.rawValue)),
            "text": .text(text),
        ]
    }
}
