import CurtailmentEngine
import GridMarket
import GridUnits
import SitePorts
import SiteRecord
import Testing

@testable import SiteConfiguration

@Suite("SourcesReader")
struct SourcesReaderTests {
    @Test("has the sockets and the inbox without being asked, and none may instruct")
    func builtIn() throws {
        let sources = try Sample.parse(Sample.smallest).sources
        #expect(sources.map(\.name) == ["socket", "datagram", "inbox"])
        #expect(
            sources.map(\.transport) == [
                .unixStream(path: "/run/curtaild/signals"),
                .unixDatagram(path: "/run/curtaild/signals.dgram"),
                .inbox(path: "/var/lib/curtaild/inbox"),
            ])
        for source in sources {
            #expect(source.rank == 100 && source.staleAfter == nil)
            #expect(source.may == Set(SignalKind.allCases).subtracting([.instruction, .award]))
        }
    }

    @Test("sets what a built-in source may send, where it stands")
    func redefined() throws {
        let sources = try Sample.parse(
            Sample.adding("sources:\n  - {name: datagram, may: [frequency], stale_s: 2.5, rank: 3}")
        ).sources
        #expect(
            sources[1]
                == SourceSettings(
                    name: "datagram", transport: .unixDatagram(path: "/run/curtaild/signals.dgram"),
                    staleAfter: .milliseconds(2_500), rank: 3, may: [.frequency]))
        #expect(sources.count == 3)
    }

    @Test("reads every kind of source")
    func kinds() throws {
        let sources = try Sample.parse(
            Sample.adding(
                """
                sources:
                  - {name: a, kind: file, path: prices.jsonl}
                  - {name: b, kind: inbox, path: /srv/drop}
                  - {name: c, kind: unix-stream, path: /run/c}
                  - {name: d, kind: unix-datagram, path: /run/d}
                  - {name: e, kind: tcp, address: '[::]:8094'}
                  - {name: f, kind: udp, address: 127.0.0.1:8094}
                """)
        ).sources
        #expect(
            sources.dropFirst(3).map(\.transport) == [
                .file(path: "/etc/curtaild/prices.jsonl"), .inbox(path: "/srv/drop"),
                .unixStream(path: "/run/c"),
                .unixDatagram(path: "/run/d"), .tcp(host: "::", port: 8_094),
                .udp(host: "127.0.0.1", port: 8_094),
            ])
    }

    static let bad: [(String, [String])] = [
        (
            "{name: a, kind: tpc, address: 127.0.0.1:1}",
            [
                #"14:21: kind: "tpc" is unknown; did you mean tcp? Possible: file, inbox, unix-stream, "#
                    + #"unix-datagram, tcp or udp"#
            ]
        ),
        (
            "{name: a, kind: c37118, address: 127.0.0.1:1}",
            [
                "14:21: kind: c37118 is not in this version; send frequency lines to a udp or "
                    + "unix-datagram source"
            ]
        ),
        (
            "{name: a, kind: tcp, address: 127.0.0.1}",
            [
                #"14:35: address: "127.0.0.1" has no port; write one such as 10.20.0.15:8094 or "#
                    + #"[fd00::15]:8094"#
            ]
        ),
        (
            "{name: a, kind: udp, path: /x}",
            [
                "14:5: address is missing; write an address such as 127.0.0.1:8094",
                "14:32: path: a source of kind udp has address, not path",
            ]
        ),
        (
            "{name: socket, path: /x}",
            [
                "14:26: path: socket is always there and is where paths says; only may, stale_s and rank "
                    + "can be set"
            ]
        ),
        (
            "{name: a, kind: inbox, path: /var/lib/curtaild/inbox}",
            [
                "14:34: path: the source inbox reads the same place already; delete one"
            ]
        ),
        (
            "{name: inbox, may: [prices]}",
            [
                #"14:25: may: "prices" is unknown; did you mean price? Possible: price, capacity_price, "#
                    + #"frequency, instruction, "#
                    + "award, grid, load_forecast, meter or hashprice"
            ]
        ),
        ("{name: inbox, may: price}", ["14:24: may: this is a single value; write a list such as [price]"]),
        (
            "{name: inbox}\n  - {name: inbox}",
            [
                "15:12: name: there is a source inbox already (curtaild.yaml:14:12); choose another name"
            ]
        ),
        ("inbox", ["14:5: sources is a single value; write its keys below it, or {} for the defaults"]),
        (
            "{name: a, kind: unix-stream, path: /\(String(repeating: "x", count: 107))}",
            [
                "14:40: path: the path of a socket has at most 107 bytes, this one 108"
            ]
        ),
    ]

    @Test("refuses sources that cannot be", arguments: bad)
    func refuses(source: String, errors: [String]) {
        #expect(
            Sample.errors(Sample.adding("sources:\n  - \(source)")) == errors.map { "curtaild.yaml:\($0)" })
    }

    @Test("takes so many sources and no more", arguments: [(256, true), (257, false)])
    func limit(count: Int, isTaken: Bool) {
        let lines = (1...count).map { "  - {name: s\($0), kind: file, path: f\($0)}" }.joined(separator: "\n")
        #expect(Sample.errors(Sample.adding("sources:\n" + lines)).isEmpty == isTaken)
    }
}
