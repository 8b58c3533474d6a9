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
