import CurtailmentEngine
package import GridUnits

/// Reads the watts, then, where they leave it open, whether the miner says that it sleeps.
package struct LuxOSReadExchange: UnitExchange {
    /// More than any miner or container of them draws: above it the answer is nonsense.
    private static let mostPlausible = Power.megawatts(100)

    private let session: [UInt8]
    private let awakePower: Power?
    private var power: Power?

    /// Makes the exchange.
    ///
    /// - Parameters:
    ///   - session: an open session, which is handed on untouched; reading needs none.
    ///   - awakePower: a unit that draws more is not asked whether it sleeps; nil asks always.
    package init(session: [UInt8] = [], isAwakeAbove awakePower: Power? = nil) {
        self.session = session
        self.awakePower = awakePower
    }

    package var remains: ExchangeResult {
        ExchangeResult(nil, memory: session, needsRelease: !session.isEmpty)
    }

    package mutating func begin() -> ExchangeStep { .connectAndSend(LuxOSRequest.power) }

    package mutating func receive(_ received: ReceivedBytes) -> ExchangeStep {
        switch MinerReply.arrival(of: received) {
        case .partial: return .waitForMore
        case .empty:
            guard let power else {
                return finished(.unreachable("closed the connection without an answer to power"))
            }
            return finished(.drawing(power, .unknown))
        case .whole(let reply):
            if let power { return finished(.drawing(power, Self.activity(in: reply))) }
            return tookPower(reply)
        }
    }

    private mutating func tookPower(_ reply: MinerReply) -> ExchangeStep {
        switch reply.status {
        case .absent: return finished(.refused("answered power with no status: \(reply.excerpt)"))
        case .denied(let code, let message):
            return finished(.refused("denied power: code \(code.map(String.init) ?? "none"), \(message)"))
        case .accepted:
            guard let text = reply.number("Watts"),
                let microwatts = try? DecimalText.parse(text.utf8, scale: 6, excess: .roundHalfToEven),
                (0...Self.mostPlausible.microwatts).contains(microwatts)
            else { return finished(.refused("answered power without plausible watts: \(reply.excerpt)")) }
            let power = Power(microwatts: microwatts)
            self.power = power
            if let awakePower, power > awakePower { return finished(.drawing(power, .unknown)) }
            return .connectAndSend(LuxOSRequest.config)
        }
    }

    /// What `config` says; `CurtailMode` counts before `SystemStatus`.
    private static func activity(in reply: MinerReply) -> UnitReading.Activity {
        for key in ["CurtailMode", "SystemStatus"] {
            guard let word = reply.text(key)?.lowercased(), !word.isEmpty else { continue }
            if word.contains("sleep") { return .asleep }
            if ["none", "normal", "mining", "wake up", "wakeup"].contains(word) { return .running }
        }
        return .unknown
    }

    private func finished(_ answer: UnitReading.Answer) -> ExchangeStep {
        .finished(ExchangeResult(answer, memory: session, needsRelease: !session.isEmpty))
    }
}
