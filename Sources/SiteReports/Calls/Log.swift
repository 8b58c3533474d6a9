package import SiteRecord
package import ControlSocket
package import GridMarket
package import GridUnits
package import LedgerStore

/// Curtailment events.
package struct Log: LedgerCall {
    package static let method = "Log"
    package static let abstract = "Curtailment events, newest last."
    package static let discussion = """
        Times in UTC, power in MW at the site meter, energy in MWh and money in US dollars of every interval that \
        an event touches. On the socket, following needs `more`.
        Example: curtailctl log --since 2026-07-22 --program price
        """

    /// The instant from which events are listed; nil from the beginning.
    package let since: UTCInstant?
    /// The instant before which they are listed; nil to the end.
    package let until: UTCInstant?
    /// The program that took part in each; nil for all.
    package let program: Program?
    /// Go on with every change of an event until the asker leaves.
    package let follows: Bool

    package static let parameters = CallParameters(
        Log.init(since:until:program:follows:),
        Parameter("since", .instant, help: "Events that had not ended before this.") { $0.since },
        Parameter("until", .instant, help: "Events that had begun before this.") { $0.until },
        Parameter("program", .name(), help: "Only events of this program") { $0.program },
        Parameter("follow", .flag, help: "Go on with every change of an event until Ctrl-C.") { $0.follows })

    /// Creates the question; everything is listed where nothing is given.
    package init(
        since: UTCInstant? = nil, until: UTCInstant? = nil, program: Program? = nil, follows: Bool = false
    ) throws(CallProblem) {
        self.since = since
        self.until = until
        self.program = program
        self.follows = follows
        try CallProblem.requireOrder(("since", since), ("until", until)) { $0.seconds }
    }

    package var isStream: Bool { follows }

    /// `curtaild.log/1`, or `curtaild.event/1` for each change that follows.
    package enum Reply: CanonicallyRecorded, Hashable, Sendable {
        case events([EventLine])
        case event(EventLine)

        package func write(to writer: inout CanonicalWriter) {
            writer.object { writer in
                switch self {
                case .events(let events):
                    writer.member("schema", "curtaild.log/1")
                    writer.member("events", events)
                case .event(let event):
                    writer.member("schema", "curtaild.event/1")
                    EventLine.fields.writeMembers(of: event, to: &writer)
                }
            }
        }

        package init(recorded value: JSONValue) throws(CanonicalFailure) {
            self =
                value["schema"]?.string == "curtaild.event/1"
                ? .event(try EventLine(recorded: value))
                : .events(try [EventLine](recorded: value.value("events")))
        }
    }

    package func reply(from reader: LedgerReader) throws -> Reply {
        .events(
            try reader.events(since: since, until: until, program: program).map {
                try EventLine($0.event, reader)
            })
    }

    package static func page(_ reply: Reply, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        switch reply {
        case .event(let event):
            page.line(
                "\((event.endedAt ?? event.startedAt).shown)  event \(event.id)  \(event.stateText)  "
                    + "\(event.programs.joined(separator: ","))  target \(event.target.decimal(places: 3)) MW, "
                    + "confirmed \(event.confirmed.decimal(places: 3)) MW")
        case .events(let events):
            guard !events.isEmpty else {
                page.plain("No curtailment events in the span.")
                return page.text
            }
            var table = TextTable([
                .right("ID"), .flexible("STATE"), .left("STARTED"), .right("LASTED"), .flexible("PROGRAMS"),
                .right("TARGET MW"), .right("CONFIRMED"), .right("MWH"), .right("NET USD"),
            ])
            for event in events {
                table.rows.append([
                    "\(event.id)", event.stateText, event.startedAt.shown, shown(event.duration),
                    event.programs.joined(separator: ","), event.target.decimal(places: 3),
                    event.confirmed.decimal(places: 3),
                    event.curtailed?.megawattHours(places: 3) ?? unknownText, shown(event.net, places: 2),
                ])
            }
            page.table(table)
        }
        return page.text
    }
}
