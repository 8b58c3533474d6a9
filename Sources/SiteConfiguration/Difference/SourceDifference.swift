import SitePorts
import GridMarket
import CurtailmentEngine
import GridUnits

/// What changes in the sources of signals.
enum SourceDifference {
    static func changes(_ old: SiteConfiguration, _ new: SiteConfiguration) -> [String] {
        let before = Dictionary(old.sources.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let names = Set(new.sources.map(\.name))
        let removed = old.sources.filter { !names.contains($0.name) }.map { "source \($0.name) removed" }
        return removed
            + new.sources.flatMap { source -> [String] in
                guard let was = before[source.name] else {
                    return ["source \(source.name) added (\(transport(source.transport)))"]
                }
                return changes(was, source)
            }
    }

    private static func changes(_ old: SourceSettings, _ new: SourceSettings) -> [String] {
        var changes: [String] = []
        func compare(_ key: String, _ was: String, _ isNow: String) {
            if was != isNow { changes.append("source \(new.name): \(key) \(was) → \(isNow)") }
        }
        compare("from", transport(old.transport), transport(new.transport))
        compare("stale_s", old.staleAfter?.decimalSeconds ?? "none", new.staleAfter?.decimalSeconds ?? "none")
        compare("rank", "\(old.rank)", "\(new.rank)")
        compare("may", kinds(old.may), kinds(new.may))
        return changes
    }

    private static func kinds(_ kinds: Set<SignalKind>) -> String {
        EffectiveSettings.list(SignalKind.allCases.filter(kinds.contains).map(\.rawValue))
    }

    private static func transport(_ transport: SourceSettings.Transport) -> String {
        switch transport {
        case .file(let path): "file \(path)"
        case .inbox(let path): "inbox \(path)"
        case .unixStream(let path): "unix-stream \(path)"
        case .unixDatagram(let path): "unix-datagram \(path)"
        case .tcp(let host, let port): "tcp \(endpoint(host, port))"
        case .udp(let host, let port): "udp \(endpoint(host, port))"
        }
    }

    private static func endpoint(_ host: String, _ port: Int) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
