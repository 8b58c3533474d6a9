import GridMarket
import SitePorts
import CurtailmentEngine
import SiteLoop
import ControlSocket
import SignalIntake

/// The document `curtaild.signals/1`.
struct SignalsDocument {
    let sources: [SourceStatistics]
    let settings: [SourceSettings]

    var value: ControlValue {
        .document(["schema": "curtaild.signals/1", "sources": .list(sources.map(source))])
    }

    private func source(_ source: SourceStatistics) -> ControlValue {
        let transport = settings.first { $0.name == source.source }?.transport.text
        return .document([
            "name": .text(source.source), "transport": .optional(transport),
            "condition": .text(source.condition.rawValue), "rank": .integer(source.rank),
            "last_kind": .optional(source.kind?.rawValue), "last_value": .optional(source.lastValue),
            "last_at": .instant(source.lastAt), "age_s": .seconds(source.age),
            "stale_s": .seconds(source.staleAfter), "quality": .text(source.quality.rawValue),
            "accepted": .integer(source.accepted), "rejected_total": .integer(source.rejected),
            "rejected": .object(
                source.rejections.map { ControlValue.Member($0.reason.rawValue, .integer($0.count)) }),
            "other_point": .integer(source.otherPoint), "last_reason": .optional(source.lastReason),
            "last_line": .optional(source.lastBadLine), "failure": .optional(source.failure),
        ])
    }
}

extension SourceSettings.Transport {
    /// How the source is reached, for people.
    var text: String {
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
