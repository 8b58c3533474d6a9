import MinerControl
import GridMarket
import CurtailmentEngine
import GridUnits

/// One fake LuxOS miner: request in, answer out, without I/O.
struct LoopbackMiner {
    var fault: LoopbackFarmSettings.Fault?
    private(set) var model: SimulatedUnit
    private let sleepPower: Power
    private let number: Int
    private var session = ""
    private var sessionCount = 0

    init(number: Int, settings: LoopbackFarmSettings) {
        self.number = number
        fault = settings.faults[number]
        model = SimulatedUnit(ratedPower: settings.ratedPower)
        sleepPower = settings.sleepPower
        if fault == .held { session = "SOMEELSE" }
    }

    /// The unit's load; never less than asleep.
    func power(at now: MonotonicInstant, slopes: SimulatedUnit.Slopes) -> Power {
        max(sleepPower, model.power(at: now, slopes: slopes))
    }

    /// Answers one whole request.
    ///
    /// - Parameters:
    ///   - request: one JSON object.
    ///   - now: the miner's own clock.
    ///   - slopes: how fast it falls and rises.
    /// - Returns: the answer without its NUL, and the order that it obeyed or pretended to obey.
    mutating func answer(
        _ request: [UInt8], at now: MonotonicInstant, slopes: SimulatedUnit.Slopes
    ) -> (text: String, order: FleetOrder.Action?) {
        let read = MinerReply(request[...])
        guard let command = read.text("command") else {
            return (Self.denial(24, "Missing JSON 'command'"), nil)
        }
        if fault == .deny { return (Self.denial(45, "Access denied to '\(command)' command"), nil) }
        let parameters = (read.text("parameter") ?? "").split(
            separator: ",", omittingEmptySubsequences: false)
        switch command {
        case "logon": return (logon(), nil)
        case "logoff":
            guard parameters.first.map(String.init) == session, !session.isEmpty else {
                return (Self.noSession, nil)
            }
            session = ""
            return (Self.acceptance(317, "Session terminated"), nil)
        case "kill":
            session = ""
            return (Self.acceptance(319, "Session killed"), nil)
        case "curtail":
            guard parameters.count >= 2, parameters[0] == session, !session.isEmpty else {
                return (Self.noSession, nil)
            }
            return curtail(parameters[1], at: now, slopes: slopes)
        case "power":
            let watts = power(at: now, slopes: slopes).microwatts / 1_000_000
            return (Self.acceptance(311, "Power usage", #""POWER":[{"PSU":true,"Watts":\#(watts)}]"#), nil)
        case "config": return (config, nil)
        default: return (Self.denial(14, "Invalid command"), nil)
        }
    }

    private mutating func logon() -> String {
        guard session.isEmpty else { return Self.denial(402, "Another session is active") }
        sessionCount += 1
        session = "S\(number)x\(sessionCount)"
        return Self.acceptance(316, "Session created", #""SESSION":[{"SessionID":"\#(session)"}]"#)
    }

    private mutating func curtail(
        _ word: Substring, at now: MonotonicInstant, slopes: SimulatedUnit.Slopes
    ) -> (String, FleetOrder.Action?) {
        let action: FleetOrder.Action
        switch word {
        case "sleep": action = .sleep
        case "wakeup": action = .wake
        default: return (Self.denial(52, "Invalid parameter '\(word)'"), nil)
        }
        if fault != .deaf { model.apply(action, at: now, slopes: slopes) }
        let told = action == .sleep ? "sleep mode" : "wake up"
        return (
            Self.acceptance(335, "Curtailment command sent", #""CURTAIL":[{"Action":"\#(told)"}]"#), action
        )
    }

    private var config: String {
        let mode = model.isAsleep ? "Sleep" : "None"
        let status = model.isAsleep ? "Sleeping" : "Normal"
        return Self.acceptance(
            33, "LUXminer config",
            #""CONFIG":[{"CurtailMode":"\#(mode)","Model":"Loopback","SystemStatus":"\#(status)"}]"#)
    }

    private static let noSession = denial(411, "Invalid session ID")

    private static func acceptance(_ code: Int, _ message: String, _ data: String? = nil) -> String {
        status("S", code, message, data)
    }

    private static func denial(_ code: Int, _ message: String) -> String { status("E", code, message, nil) }

    private static func status(_ letter: String, _ code: Int, _ message: String, _ data: String?) -> String {
        #"{"STATUS":[{"STATUS":"\#(letter)","Code":\#(code),"Msg":"\#(message)","Description":"loopback"}]"#
            + (data.map { ",\($0)" } ?? "") + #","id":1}"#
    }
}
