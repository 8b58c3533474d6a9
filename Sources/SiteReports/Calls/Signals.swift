package import SiteRecord
package import ControlSocket
package import GridUnits

/// The sources of signals.
package struct Signals: SiteCall {
    package static let method = "Signals"
    package static let abstract =
        "Every source: last value, age and its limit, condition, accepted and rejected."
    package static let discussion = "Example: curtailctl signals"
    package static let parameters = CallParameters<Signals>(Signals.init)

    package init() {}

    /// `curtaild.signals/1`.
    package struct Reply: SiteDocument {
        package static let schema = "curtaild.signals/1"
        /// The sources in the order of the configuration, unknown senders last.
        package let sources: [Source]

        package static let fields: Fields<Reply> = Fields(
            Reply.init(sources:), Field("sources") { $0.sources })

        package init(sources: [Source]) { self.sources = sources }
    }

    /// One source.
    package struct Source: FieldRecord, Hashable {
        /// The source by its name in the configuration; the sender's own follows after a `/`.
        package var name: String
        /// How it is reached; nil where no configuration names it.
        package var transport: String?
        /// The word of a ``SourceCondition``.
        package var condition: String
        /// The place among sources that say the same; the lowest counts.
        package var rank: Int
        /// The last signal that was accepted, with the sender's time.
        package var lastKind: String?
        /// Its value with the unit; nil before the first.
        package var lastValue: String?
        /// The sender's time of it; nil before the first.
        package var lastAt: UTCInstant?
        /// The time since; nil before the first.
        package var age: TimeSpan?
        /// The age at which it is stale; nil where it never is.
        package var staleAfter: TimeSpan?
        /// How far the last accepted value can be trusted, by the words of `SignalQuality`.
        package var quality: String
        /// How many signals were accepted since the start.
        package var accepted: Int
        /// How many lines were rejected since the start.
        package var rejectedTotal: Int
        /// By reason.
        package var rejected: ByName<Int>
        /// Prices of other settlement points.
        package var otherPoint: Int
        /// Why a line was last rejected; nil where none was.
        package var lastReason: String?
        /// The first 200 bytes of that line; nil where none was rejected.
        package var lastLine: String?
        /// Why the transport does not work.
        package var failure: String?

        package static let fields: Fields<Source> = Fields(
            Source.init(
                name:transport:condition:rank:lastKind:lastValue:lastAt:age:staleAfter:quality:accepted:
                rejectedTotal:rejected:otherPoint:lastReason:lastLine:failure:),
            Field("name") { $0.name }, Field.orNull("transport") { $0.transport },
            Field("condition") { $0.condition }, Field("rank") { $0.rank },
            Field.orNull("last_kind") { $0.lastKind },
            Field.orNull("last_value") { $0.lastValue },
            Field.instantOrNull("last_at") { $0.lastAt },
            Field.secondsOrNull("age_s") { $0.age },
            Field.secondsOrNull("stale_s") { $0.staleAfter }, Field("quality") { $0.quality },
            Field("accepted") { $0.accepted }, Field("rejected_total") { $0.rejectedTotal },
            Field("rejected") { $0.rejected },
            Field("other_point") { $0.otherPoint },
            Field.orNull("last_reason") { $0.lastReason },
            Field.orNull("last_line") { $0.lastLine },
            Field.orNull("failure") { $0.failure })

        package init(
            name: String, transport: String?, condition: String, rank: Int, lastKind: String?,
            lastValue: String?, lastAt: UTCInstant?, age: TimeSpan?, staleAfter: TimeSpan?, quality: String,
            accepted: Int, rejectedTotal: Int, rejected: ByName<Int>, otherPoint: Int, lastReason: String?,
            lastLine: String?, failure: String?
        ) {
            self.name = name
            self.transport = transport
            self.condition = condition
            self.rank = rank
            self.lastKind = lastKind
            self.lastValue = lastValue
            self.lastAt = lastAt
            self.age = age
            self.staleAfter = staleAfter
            self.quality = quality
            self.accepted = accepted
            self.rejectedTotal = rejectedTotal
            self.rejected = rejected
            self.otherPoint = otherPoint
            self.lastReason = lastReason
            self.lastLine = lastLine
            self.failure = failure
        }
    }

    package static func page(_ reply: Reply, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        guard !reply.sources.isEmpty else {
            page.plain("No source is configured.")
            return page.text
        }
        var table = TextTable([
            .flexible("SOURCE"), .flexible("TRANSPORT"), .left("CONDITION"), .flexible("LAST VALUE"),
            .right("AGE"), .right("LIMIT"), .right("ACCEPTED"), .right("REJECTED"),
        ])
        for source in reply.sources {
            let value = [source.lastKind, source.lastValue].compactMap(\.self)
            table.rows.append([
                source.name, source.transport ?? unknownText, source.condition,
                value.isEmpty ? unknownText : value.joined(separator: " "), shown(source.age),
                shown(source.staleAfter), "\(source.accepted)", "\(source.rejectedTotal)",
            ])
        }
        page.table(table)
        for source in reply.sources where source.rejectedTotal > 0 {
            page.blank()
            let reasons = source.rejected.members.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
            page.plain("\(source.name) rejected: \(reasons)")
            if let reason = source.lastReason { page.plain("  last: \(reason)") }
            if let line = source.lastLine { page.plain("  line: \(line)") }
        }
        return page.text
    }
}
