import CurtailmentEngine
import GridUnits
import SitePorts
import SiteRecord

/// Makes the sources of signals from `sources`, with the sockets and the inbox that are always there.
struct SourcesReader {
    private let folder: String
    private let builtIn: [SourceSettings]

    /// The sources that are always there.
    static let builtInNames = ["socket", "datagram", "inbox"]

    init(folder: String, host: HostSettings) {
        self.folder = folder
        let transports: [SourceSettings.Transport] = [
            .unixStream(path: host.signalStreamPath), .unixDatagram(path: host.signalDatagramPath),
            .inbox(path: host.inboxPath),
        ]
        builtIn = zip(Self.builtInNames, transports).map(Self.builtIn)
    }

    /// The built-in sources first, then the configured ones in their order; those with errors are reported.
    func sources(_ entries: [SourceEntry], _ written: [WrittenSection]) -> [SourceSettings] {
        var sources = builtIn
        var positions: [String: TextPosition] = [:]
        for (entry, written) in zip(entries, written) where written.isRight(["name"]) {
            let name = entry.name
            if let earlier = positions.updateValue(written.position(of: "name"), forKey: name) {
                written.report("name", "there is a source \(name) already (\(earlier)); choose another name")
                continue
            }
            let standard = builtIn.firstIndex { $0.name == name }
            let redefined = standard.map { self.redefined(builtIn[$0], written) }
            guard let transport = redefined ?? transport(entry, written) else { continue }
            refuseSecondUse(of: transport, written, in: sources.filter { $0.name != name })
            let source = SourceSettings(
                name: name, transport: transport, staleAfter: entry.staleAfter, rank: entry.rank,
                may: entry.may)
            if let standard { sources[standard] = source } else { sources.append(source) }
        }
        return sources
    }

    private static func builtIn(_ name: String, _ transport: SourceSettings.Transport) -> SourceSettings {
        let standard = SourceEntry.section.standard
        return SourceSettings(
            name: name, transport: transport, staleAfter: standard.staleAfter, rank: standard.rank,
            may: standard.may)
    }

    private func redefined(
        _ source: SourceSettings, _ written: WrittenSection
    ) -> SourceSettings.Transport {
        for key in ["kind", "path", "address"] where written.has(key) {
            written.report(
                key,
                "\(source.name) is always there and is where paths says; only may, stale_s and rank can be set"
            )
        }
        return source.transport
    }

    private func transport(_ entry: SourceEntry, _ written: WrittenSection) -> SourceSettings.Transport? {
        let kinds = SourceEntry.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        guard written.requires("kind", wanted: kinds), let kind = entry.kind else { return nil }
        let wanted = kind.placeKey
        for other in ["path", "address"] where other != wanted && written.has(other) {
            written.report(other, "a source of kind \(kind.rawValue) has \(wanted), not \(other)")
        }
        let example = wanted == "path" ? "a path" : "an address such as 127.0.0.1:8094"
        guard written.requires(wanted, wanted: example) else { return nil }
        let path = entry.path?.resolved(in: folder)
        let endpoint = entry.address.flatMap { try? NumericEndpoint($0, defaultPort: nil) }
        switch kind {
        case .file: return path.map { .file(path: $0) }
        case .inbox: return path.map { .inbox(path: $0) }
        case .unixStream: return socket(path, written).map { .unixStream(path: $0) }
        case .unixDatagram: return socket(path, written).map { .unixDatagram(path: $0) }
        case .tcp: return endpoint.map { .tcp(host: $0.host, port: $0.port) }
        case .udp: return endpoint.map { .udp(host: $0.host, port: $0.port) }
        }
    }

    /// A path that the kernel takes for a socket.
    private func socket(_ path: String?, _ written: WrittenSection) -> String? {
        guard let path, path.utf8.count > HostSettings.longestSocketPath else { return path }
        written.report(
            "path",
            "the path of a socket has at most \(HostSettings.longestSocketPath) bytes, this one "
                + "\(path.utf8.count)")
        return nil
    }

    private func refuseSecondUse(
        of transport: SourceSettings.Transport, _ written: WrittenSection, in others: [SourceSettings]
    ) {
        guard let other = others.first(where: { $0.transport == transport }) else { return }
        written.report(
            written.has("address") ? "address" : "path",
            "the source \(other.name) reads the same place already; delete one")
    }
}
