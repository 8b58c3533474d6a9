import ControlSocket
import Synchronization

/// Keeps the requests it gets and answers them as a test wants.
final class RecordingControlService: ControlService {
    typealias Behaviour = @Sendable (ControlRequest, ControlPeer, ControlResponder) -> Void

    private let kept = Mutex<[ControlRequest]>([])
    private let behaviour: Behaviour

    init(
        _ behaviour: @escaping Behaviour = {
            $2.reply(["method": .text($0.method), "issuer": .text($1.issuer)])
        }
    ) {
        self.behaviour = behaviour
    }

    var requests: [ControlRequest] { kept.withLock { $0 } }

    func handle(_ request: ControlRequest, from peer: ControlPeer, with responder: ControlResponder) {
        kept.withLock { $0.append(request) }
        behaviour(request, peer, responder)
    }
}
