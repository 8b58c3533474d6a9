import ControlSocket
import SiteRecord
import HostSystem

/// Keeps the calls it gets, as `Method {parameters}`, and answers them as a test wants.
final class RecordingControlService: ControlService {
    typealias Behaviour = @Sendable (any ControlCall, ControlPeer, ControlResponder<JSONValue>) -> Void

    private let kept = Monitor<[String]>([])
    private let behaviour: Behaviour

    init(
        _ behaviour: @escaping Behaviour = {
            $2.reply(["method": .text(type(of: $0).method), "issuer": .text($1.issuer)])
        }
    ) {
        self.behaviour = behaviour
    }

    var calls: [String] { kept.withLock { $0 } }

    func handle<Call: ControlCall>(
        _ call: Call, from peer: ControlPeer, with responder: ControlResponder<Call.Reply>
    ) {
        kept.withLock { $0.append("\(Call.method) \(call.json.json)") }
        guard let responder = responder as? ControlResponder<JSONValue> else { return }
        behaviour(call, peer, responder)
    }
}
