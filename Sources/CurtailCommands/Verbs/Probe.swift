import ArgumentParser
import ControlSocket

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
        do {
            verdict = ProbeVerdict(status: try connection.ask(.status))
        } catch let failure as ControlClientFailure {
            verdict = ProbeVerdict(failure)
        }
        terminal.line(output.json ? verdict.document.json : verdict.line)
        guard verdict.state == .ok else { throw CommandFailure(verdict.state.rawValue, "") }
    }
}

/// What a monitor is told.
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

    init(status: ControlValue) {
        let alarms = status["alarms"].list.compactMap { $0["text"]?.string }
        let kinds = status["alarms"].list.compactMap { $0["kind"]?.string }
        let sources = status["sources"].list.filter { ["stale", "failed"].contains($0["condition"]?.string) }
            .map { "source \($0["name"].shown) is \($0["condition"].shown)" }
        let isBlocked =
            kinds.contains("ledger_blocked") || status["ledger"].member("condition")?.string == "blocked"
        let isKnown = status["mode"]?.string != nil
        state =
            !isKnown ? .unknown : isBlocked ? .critical : alarms.isEmpty && sources.isEmpty ? .ok : .warning
        let load =
            "\(status["mode"].shown), \(status["state"].shown), "
            + "\(status["confirmed_mw"].shown(places: 3)) of \(status["available_mw"].shown(places: 3)) MW"
        let blocked = isBlocked && !kinds.contains("ledger_blocked") ? ["the ledger is blocked"] : []
        text = ([load] + blocked + alarms + sources).joined(separator: "; ")
        performance = ["target", "commanded", "confirmed", "metered"].compactMap { name in
            status["\(name)_mw"]?.string.map { "\(name)=\($0)MW" }
        }.joined(separator: " ")
    }

    /// One line, with the megawatts as performance data after a bar.
    var line: String {
        let text = text.replacing("\n", with: " ").replacing("|", with: "/")
        return "CURTAILD \(state.name) - \(text)" + (performance.isEmpty ? "" : " | \(performance)")
    }

    var document: ControlValue {
        [
            "schema": "curtaild.probe/1", "state": .text(state.name), "exit": .integer(state.rawValue),
            "text": .text(text),
        ]
    }
}
