import CurtailmentEngine
import Foundation
import GridUnits
import HostSystem
import SitePorts

/// The request to a program on standard input.
struct ExecRequest: Encodable {
    let schema = "curtaild.exec/1"
    /// `sleep`, `wake` or `read`.
    let task: String
    let group: String
    let unit: String
    let rated_w: String
    /// Whether a trip, a person or an obligation waits for it.
    let urgent: Bool
    /// Attempts that failed before this one.
    let attempt: Int
    /// The unit's credential, where it has one.
    let credential: String?

    /// The order; nil for a reading.
    var action: FleetOrder.Action? { FleetOrder.Action(rawValue: task) }

    init(task: ExchangeTask, group: String, unit: FleetSettings.Unit) {
        switch task {
        case .order(let action, let urgency, let attempt, _):
            self.task = action.rawValue
            self.attempt = attempt
            urgent = urgency == .urgent
        case .read, .poll, .release:
            self.task = "read"
            attempt = 0
            urgent = false
        }
        self.group = group
        self.unit = unit.id
        rated_w = DecimalText.format(Int128(unit.ratedPower.microwatts), scale: 6)
        credential = unit.credential.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ((try? encoder.encode(self)).map { [UInt8]($0) } ?? []) + [UInt8(ascii: "\n")]
    }
}

/// The answer of a program on standard output.
struct ExecReply: Decodable {
    /// For an order: whether it is being done.
    let ok: Bool?
    /// For a reading: watts of the unit itself.
    let drawing_w: Decimal?
    /// For a reading, where the unit says so.
    let asleep: Bool?
    /// Why it cannot be done.
    let error: String?
    /// Whether the unit did not answer, so that it counts as unreachable.
    let unreachable: Bool?

    /// More than any unit draws: above it the answer is nonsense.
    private static let mostPlausible = Power.megawatts(100)

    /// The unit's answer.
    ///
    /// - Parameters:
    ///   - action: the order; nil for a reading.
    ///   - run: how the program ended.
    /// - Returns: refused where the program does not answer as agreed.
    static func answer(to action: FleetOrder.Action?, _ run: HostProgram.Outcome) -> UnitReading.Answer {
        guard !run.isCut else {
            return .refused("its program wrote more than \(ExecDriver.outputLimit) bytes")
        }
        guard let reply = try? JSONDecoder().decode(ExecReply.self, from: Data(run.output)) else {
            return .refused("its program \(run.ending) and wrote no JSON object: \(excerpt(run.output))")
        }
        if let error = reply.error {
            let text = excerpt(Array(error.utf8))
            return reply.unreachable == true ? .unreachable(text) : .refused(text)
        }
        guard run.ending == .exited(0) else {
            return .refused("its program \(run.ending) without an error text")
        }
        if let action {
            return reply.ok == true
                ? .acknowledged(action) : .refused("its program did not say ok: \(excerpt(run.output))")
        }
        guard let watts = reply.drawing_w,
            let microwatts = try? DecimalText.parse("\(watts)".utf8, scale: 6, excess: .roundHalfToEven),
            (0...mostPlausible.microwatts).contains(microwatts)
        else { return .refused("its program gave no plausible drawing_w: \(excerpt(run.output))") }
        let activity: UnitReading.Activity =
            switch reply.asleep {
            case true?: .asleep
            case false?: .running
            case nil: .unknown
            }
        return .drawing(Power(microwatts: microwatts), activity)
    }

    private static func excerpt(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.prefix(120), as: UTF8.self)
        let shown = text.unicodeScalars.map { $0.value < 32 || (127..<160).contains($0.value) ? " " : $0 }
        return String(String.UnicodeScalarView(shown))
    }
}
