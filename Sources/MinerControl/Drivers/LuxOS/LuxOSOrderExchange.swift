package import CurtailmentEngine
import GridMarket

/// Logon, then curtail; the logoff is left to a release.
package struct LuxOSOrderExchange: UnitExchange {
    private enum Phase {
        case loggingOn
        case killing
        case curtailing
    }

    private let action: FleetOrder.Action
    /// Taken back once it has been used, so that two tools cannot kill each other's sessions for ever.
    private var mayKillForeignSession: Bool
    private var session: [UInt8]
    /// Whether the session is from an earlier exchange and may have expired.
    private var isInherited: Bool
    private var phase: Phase

    /// Makes the exchange.
    ///
    /// - Parameters:
    ///   - action: what the miner is to do.
    ///   - mayKillForeignSession: whether another tool's session may be ended to get in.
    ///   - session: a session left open by an earlier exchange, or empty.
    package init(action: FleetOrder.Action, mayKillForeignSession: Bool, session: [UInt8] = []) {
        self.action = action
        self.mayKillForeignSession = mayKillForeignSession
        self.session = session
        isInherited = !session.isEmpty
        phase = isInherited ? .curtailing : .loggingOn
    }

    package var remains: ExchangeResult {
        ExchangeResult(nil, memory: session, needsRelease: !session.isEmpty)
    }

    package mutating func begin() -> ExchangeStep {
        isInherited ? curtail() : logon()
    }

    package mutating func receive(_ received: ReceivedBytes) -> ExchangeStep {
        switch MinerReply.arrival(of: received) {
        case .partial: .waitForMore
        case .empty: finished(.unreachable("closed the connection without an answer to \(request)"))
        case .whole(let reply):
            switch phase {
            case .loggingOn: loggedOn(reply)
            case .killing: logon()  // Whatever it answered: the logon shows whether the way is free.
            case .curtailing: curtailed(reply)
            }
        }
    }

    private mutating func logon() -> ExchangeStep {
        phase = .loggingOn
        session = []
        isInherited = false
        return .connectAndSend(LuxOSRequest.logon)
    }

    private mutating func curtail() -> ExchangeStep {
        phase = .curtailing
        return .connectAndSend(LuxOSRequest.curtail(action, session: session))
    }

    private mutating func loggedOn(_ reply: MinerReply) -> ExchangeStep {
        switch reply.status {
        case .accepted:
            guard let number = reply.text("SessionID"), LuxOSRequest.isUsable(session: number) else {
                return finished(.refused("answered logon without a usable session: \(reply.excerpt)"))
            }
            session = Array(number.utf8)
            return curtail()
        case .denied(let code, let message):
            guard isSessionConflict(code, message) else {
                return finished(.refused("denied logon: \(Self.told(code, message))"))
            }
            guard mayKillForeignSession else {
                return finished(.refused("another tool's session holds it (\(Self.told(code, message)))"))
            }
            mayKillForeignSession = false
            phase = .killing
            return .connectAndSend(LuxOSRequest.kill)
        case .absent: return finished(.refused("answered logon with no status: \(reply.excerpt)"))
        }
    }

    private mutating func curtailed(_ reply: MinerReply) -> ExchangeStep {
        switch reply.status {
        case .accepted where reply.has("CURTAIL"): return finished(.acknowledged(action))
        case .accepted: return finished(.refused("answer to curtail was cut short: \(reply.excerpt)"))
        case .denied(let code, let message):
            if isInherited { return logon() }  // The old session has expired.
            return finished(.refused("denied curtail: \(Self.told(code, message))"))
        case .absent: return finished(.refused("answered curtail with no status: \(reply.excerpt)"))
        }
    }

    private func finished(_ answer: UnitReading.Answer) -> ExchangeStep {
        .finished(ExchangeResult(answer, memory: session, needsRelease: !session.isEmpty))
    }

    private var request: String {
        switch phase {
        case .loggingOn: "logon"
        case .killing: "kill"
        case .curtailing: "curtail"
        }
    }

    private func isSessionConflict(_ code: Int?, _ message: String) -> Bool {
        code == 402 || message.lowercased().hasPrefix("another session")
    }

    private static func told(_ code: Int?, _ message: String) -> String {
        code.map { "code \($0), \(message)" } ?? message
    }
}

/// Logs off, so that other tools can log on before the session expires by itself after a minute.
package struct LuxOSReleaseExchange: UnitExchange {
    private let session: [UInt8]

    package init(session: [UInt8]) { self.session = session }

    package var remains: ExchangeResult { ExchangeResult(nil) }

    package mutating func begin() -> ExchangeStep {
        session.isEmpty
            ? .finished(ExchangeResult(nil)) : .connectAndSend(LuxOSRequest.logoff(session: session))
    }

    package mutating func receive(_ received: ReceivedBytes) -> ExchangeStep {
        switch MinerReply.arrival(of: received) {
        case .partial: .waitForMore
        // A session that could not be ended expires by itself: nothing to retry or to report.
        case .empty, .whole: .finished(ExchangeResult(nil))
        }
    }
}
