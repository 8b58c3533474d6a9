import ControlSocket
import CurtailmentEngine
import GridMarket
import SignalIntake
import SiteConfiguration
import SiteLoop
import SitePorts
import SiteReports

extension Signals: DaemonAnswered {
    func answer(by daemon: SiteDaemon, to peer: ControlPeer, with responder: ControlResponder<Reply>) {
        let settings = daemon.configuration.current.sources
        let sources = daemon.listeners.statistics(now: daemon.clock.monotonic()).map { source in
            Source(source, transport: settings.first { $0.name == source.source }?.transport.text)
        }
        responder.reply(Reply(sources: sources))
    }
}

extension Signals.Source {
    fileprivate init(_ source: SourceStatistics, transport: String?) {
        self.init(
            name: source.source, transport: transport, condition: source.condition.rawValue,
            rank: source.rank, lastKind: source.kind?.rawValue, lastValue: source.lastValue,
            lastAt: source.lastAt, age: source.age, staleAfter: source.staleAfter,
            quality: source.quality.rawValue, accepted: source.accepted, rejectedTotal: source.rejected,
            rejected: ByName(source.rejections.map { ($0.reason.rawValue, $0.count) }),
            otherPoint: source.otherPoint, lastReason: source.lastReason, lastLine: source.lastBadLine,
            failure: source.failure)
    }
}

extension SourceSettings.Transport {
    /// How the source is reached, for people.
    fileprivate var text: String {
        switch self {
        case .file(let path): "file \(path)"
        case .inbox(let path): "inbox \(path)"
        case .unixStream(let path): "unix-stream \(path)"
        case .unixDatagram(let path): "unix-datagram \(path)"
        case .tcp(let host, let port): "tcp \(host):\(port)"
        case .udp(let host, let port): "udp \(host):\(port)"
        }
    }
}
