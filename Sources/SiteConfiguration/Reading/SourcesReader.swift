import SitePorts
import SiteRecord
import CurtailmentEngine
import GridUnits

/// Reads `sources`, and adds the sockets and the inbox that are always there.
struct SourcesReader {
    private let top: SectionReader
    private let folder: String
    private let builtIn: [SourceSettings]

    private enum Kind: String, CaseIterable {
        case file, inbox
        case unixStream = "unix-stream"
        case unixDatagram = "unix-datagram"
        case tcp, udp
    }

    /// Sources that one site may have; each holds a descriptor and a buffer.
    static let limit = 256

    init(_ top: SectionReader, folder: String, host: HostSettings) {
        self.top = top
        self.folder = folder
        builtIn = [
            Self.builtIn("socket", .unixStream(path: host.signalStreamPath)),
            Self.builtIn("datagram", .unixDatagram(path: host.signalDatagramPath)),
            Self.builtIn("inbox", .inbox(path: host.inboxPath)),
        ]
    }

    var sources: [SourceSettings] {
        var sources = builtIn
        guard let node = top.value("sources") else { return sources }
        guard case .list(let elements) = node.content else {
            top.report("sources", "this is \(node.kindName); write a list, each entry with - name:")
            return sources
        }
        var positions: [String: TextPosition] = [:]
        for element in elements.prefix(Self.limit) {
            let reader = SectionReader(.source, element, top.diagnostics)
            guard reader.node != nil, let name = reader.name("name") else { continue }
            if let earlier = positions.updateValue(reader.position(of: "name"), forKey: name) {
                reader.report("name", "there is a source \(name) already (\(earlier)); choose another name")
                continue
            }
            let standard = builtIn.firstIndex { $0.name == name }
            guard let transport = standard.map({ redefined(reader, builtIn[$0]) }) ?? transport(reader) else {
                continue
            }
            refuseSecondUse(of: transport, by: reader, in: sources.filter { $0.name != name })
            let source = settings(name, transport, reader)
            if let standard { sources[standard] = source } else { sources.append(source) }
        }
        if elements.count > Self.limit {
            top.report("sources", "there are \(elements.count) entries; at most \(Self.limit) are possible")
        }
        return sources
    }

    private func settings(
        _ name: String, _ transport: SourceSettings.Transport, _ reader: SectionReader
    ) -> SourceSettings {
        SourceSettings(
            name: name, transport: transport,
            staleAfter: reader.seconds("stale_s", in: .milliseconds(100)...TimeSpan.week),
            rank: reader.count("rank", in: 0...10_000, default: 100),
            may: reader.choices("may", default: SourceSettings.defaultKinds))
    }

    private static func builtIn(_ name: String, _ transport: SourceSettings.Transport) -> SourceSettings {
        SourceSettings(
            name: name, transport: transport, staleAfter: nil, rank: 100, may: SourceSettings.defaultKinds)
    }

    private func redefined(_ reader: SectionReader, _ source: SourceSettings) -> SourceSettings.Transport {
        for key in ["kind", "path", "address"] where reader.has(key) {
            reader.report(
                key,
                "\(source.name) is always there and is where paths says; only may, stale_s and rank can "
                    + "be set"
            )
        }
        return source.transport
    }

    private func transport(_ reader: SectionReader) -> SourceSettings.Transport? {
        guard let kind = kind(reader) else { return nil }
        let (wanted, other) = kind == .tcp || kind == .udp ? ("address", "path") : ("path", "address")
        if reader.has(other) {
            reader.report(other, "a source of kind \(kind.rawValue) has \(wanted), not \(other)")
        }
        switch kind {
        case .file: return path(reader).map { .file(path: $0) }
        case .inbox: return path(reader).map { .inbox(path: $0) }
        case .unixStream: return socketPath(reader).map { .unixStream(path: $0) }
        case .unixDatagram: return socketPath(reader).map { .unixDatagram(path: $0) }
        case .tcp: return endpoint(reader).map { .tcp(host: $0.host, port: $0.port) }
        case .udp: return endpoint(reader).map { .udp(host: $0.host, port: $0.port) }
        }
    }

    private func kind(_ reader: SectionReader) -> Kind? {
        let words = Kind.allCases.map(\.rawValue)
        guard let text = reader.required("kind", wanted: words.joined(separator: ", ")) else { return nil }
        if let kind = Kind(rawValue: text) { return kind }
        if text == "c37118" {
            reader.report(
                "kind", "c37118 is not in this version; send frequency lines to a udp or unix-datagram source"
            )
        } else {
            reader.report("kind", SectionReader.unknownWord(text, among: words))
        }
        return nil
    }

    private func path(_ reader: SectionReader) -> String? {
        guard let text = reader.required("path", wanted: "a path") else { return nil }
        guard !text.isEmpty, !text.utf8.contains(0) else {
            reader.report("path", "the path is empty; write one, relative to the configuration or absolute")
            return nil
        }
        return text.resolved(in: folder)
    }

    private func socketPath(_ reader: SectionReader) -> String? {
        guard let path = path(reader) else { return nil }
        guard path.utf8.count <= HostReader.longestSocketPath else {
            reader.report(
                "path",
                "the path of a socket has at most \(HostReader.longestSocketPath) bytes, this one "
                    + "\(path.utf8.count)"
            )
            return nil
        }
        return path
    }

    private func endpoint(_ reader: SectionReader) -> NumericEndpoint? {
        guard let text = reader.required("address", wanted: "an address such as 127.0.0.1:8094") else {
            return nil
        }
        do {
            return try NumericEndpoint(text, defaultPort: nil)
        } catch {
            reader.report("address", error.message)
            return nil
        }
    }

    private func refuseSecondUse(
        of transport: SourceSettings.Transport, by reader: SectionReader, in others: [SourceSettings]
    ) {
        guard let other = others.first(where: { $0.transport == transport }) else { return }
        let key = reader.has("address") ? "address" : "path"
        reader.report(key, "the source \(other.name) reads the same place already; delete one")
    }
}
