import ArgumentParser
import ControlSocket
import GridUnits
import LedgerStore
import SiteRecord
import SiteReports
import Testing

@testable import CurtailCommands

/// A verb that no daemon has: all that a new one needs beside a line in `SiteCalls`.
private struct Uptime: LedgerCall {
    static let method = "Uptime"
    static let abstract = "How many rows there are."
    static let discussion = "Example: curtailctl uptime --since 2026-07-22"

    let since: UTCInstant?
    let most: Power?

    static let parameters = CallParameters(
        Uptime.init(since:most:), Parameter("since", .instant, help: "Rows after this.") { $0.since },
        Parameter("most_mw", .megawatts, option: "most", help: "At most this.") { $0.most })

    struct Reply: SiteDocument {
        static let schema = "curtaild.uptime/1"
        let rows: Int64

        static let fields: Fields<Reply> = Fields(Reply.init(rows:), Field("rows") { $0.rows })
    }

    func reply(from reader: LedgerReader) throws -> Reply { Reply(rows: try reader.head().rows) }

    static func page(_ reply: Reply, _ style: TextStyle) -> String { "\(reply.rows) rows\n" }
}

@Suite("A new verb")
struct FakeVerbTests {
    @Test("has its options, help and call from its one type")
    func options() throws {
        let verb = try LedgerVerb<Uptime>.parse(["--since", "2026-07-22", "--most", "1.50"])
        #expect(
            try verb.parameters.call().json.json
                == #"{"since":"2026-07-22T00:00:00.000000000Z","most_mw":"1.5"}"#)
        #expect(LedgerVerb<Uptime>.helpMessage(columns: 100).contains("--most <mw>"))
        #expect(LedgerVerb<Uptime>.configuration.commandName == "uptime")
    }

    @Test("has its place in the interface, its document and its page from the same type")
    func document() throws {
        let interface = ControlInterface([Uptime.self])
        #expect(interface.description.contains("method Uptime(since: ?string, most_mw: ?string)"))
        let reply = Uptime.Reply(rows: 7)
        let document = try JSONValue(json: reply.canonicalBytes)
        #expect(document.json == #"{"schema":"curtaild.uptime/1","rows":7}"#)
        #expect(Uptime.page(try Uptime.Reply(recorded: document), .plain) == "7 rows\n")
    }
}
