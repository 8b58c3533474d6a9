import CurtailmentEngine
import GridUnits
import SitePorts
import SiteRecord

/// One entry of `sources` as it was written.
struct SourceEntry: Hashable, Sendable {
    /// The ways in which a source can be reached.
    enum Kind: String, CaseIterable {
        case file, inbox
        case unixStream = "unix-stream"
        case unixDatagram = "unix-datagram"
        case tcp, udp

        /// The key that says where it is.
        var placeKey: String {
            switch self {
            case .file, .inbox, .unixStream, .unixDatagram: "path"
            case .tcp, .udp: "address"
            }
        }
    }

    var name = ""
    var kind: Kind?
    var path: String?
    var address: String?
    var staleAfter: TimeSpan?
    var rank = 100
    var may = SourceSettings.defaultKinds

    static let section = Section("sources", "", of: SourceEntry(), identity: ["name"]) {
        Key("name", \.name, .name(), "The source's name.", isRequired: true)
        Key(
            "kind", \.kind,
            .optional(
                .choice(advice: [
                    "c37118":
                        "c37118 is not in this version; send frequency lines to a udp or unix-datagram source"
                ]), none: "none"),
            """
            file: followed as it grows. inbox: a folder for whole files. unix-stream, unix-datagram, tcp, udp: sockets.
            """)
        Key(
            "path", \.path, .optional(.path(), none: "none"),
            "Of file, inbox and unix sockets; relative to this file or absolute.")
        Key(
            "address", \.address,
            .optional(.address(defaultPort: nil, such: "127.0.0.1:8094"), none: "none"),
            "Of tcp and udp: the numeric address and port to listen on.")
        Key(
            "stale_s", \.staleAfter,
            .optional(.seconds(in: .milliseconds(100)...(.week)), none: "none"),
            "Stale after so long without a message; without this key never.")
        Key(
            "rank", \.rank, .count(in: 0...10_000),
            """
            Of sources that say the same thing the lowest rank counts while it is fresh (for stale_s after its last \
            word, without that key for 900 s), and the others are counted as outranked; of equal ranks the latest word \
            counts. Not for frequency, instructions and awards.
            """)
        Key(
            "may", \.may, .choices(),
            "The kinds of signal the source may send; instruction and award only where they are listed.")
    }
}

extension SourceEntry {
    /// The sources that are always there, named or not, and after them the others in their order.
    static func withBuiltIn(_ entries: [SourceEntry]) -> [SourceEntry] {
        let builtIn = SourcesReader.builtInNames.map { name in
            entries.first { $0.name == name } ?? SourceEntry(name: name)
        }
        return builtIn + entries.filter { !SourcesReader.builtInNames.contains($0.name) }
    }
}

extension Kind where Value == String {
    /// A numeric address, with a port unless there is a usual one.
    static func address(defaultPort: Int?, such example: String) -> Kind {
        .text("an address such as \(example)") { text in
            do throws(NumericEndpoint.Problem) {
                _ = try NumericEndpoint(text, defaultPort: defaultPort)
                return nil
            } catch {
                return error.message
            }
        }
    }
}
