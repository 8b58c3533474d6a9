package import SiteRecord
package import ControlSocket
package import GridUnits

/// The site at a glance.
package struct Status: SiteCall {
    package static let method = "Status"
    package static let abstract =
        "Mode, load target and why, the three megawatts, obligations, sources, alarms, today's credits."
    package static let discussion =
        "Power in MW at the site meter, money in US dollars.\nExample: curtailctl status --json"
    package static let parameters = CallParameters<Status>(Status.init)

    package init() {}

    /// `curtaild.status/1`.
    package struct Reply: SiteDocument {
        package static let schema = "curtaild.status/1"

        /// The site's name.
        package var site: String
        /// The instant of the answer.
        package var at: UTCInstant
        /// The word of a ``SiteMode``.
        package var mode: String
        /// `running`, `shedding`, `curtailed` or `restoring`.
        package var state: String
        /// The number of the event that stands.
        package var event: Int64?
        /// The hold on the load, in words.
        package var reason: String
        /// The demand that holds the load down; nil where nothing does.
        package var winner: DemandLine?
        /// The demand behind it; nil where there is none.
        package var runnerUp: DemandLine?
        /// The load that the site may draw.
        package var target: Power
        /// The load the site is asked for.
        package var commanded: Power
        /// The load read back from units.
        package var confirmed: Power
        /// The load by the site's meter; nil where no meter reports.
        package var metered: Power?
        /// The load with no unit asleep by our order.
        package var available: Power
        /// The instructions in force.
        package var obligations: [Obligation]
        /// The manual curtailment in force; nil where there is none.
        package var manual: Manual?
        /// The last grid frequency; nil before the first.
        package var frequency: FrequencyReading?
        /// The signal sources in short.
        package var sources: [Source]
        /// The standing conditions that somebody has to look after.
        package var alarms: [AlarmLine]
        /// The settlement of the operating day so far.
        package var today: Today
        /// Whether what is decided can be recorded.
        package var ledger: LedgerState

        package static let fields: Fields<Reply> = Fields(
            Reply.init(
                site:at:mode:state:event:reason:winner:runnerUp:target:commanded:confirmed:metered:available:
                obligations:manual:frequency:sources:alarms:today:ledger:),
            Field("site") { $0.site }, Field.instant("at") { $0.at }, Field("mode") { $0.mode },
            Field("state") { $0.state }, Field.orNull("event") { $0.event },
            Field("reason") { $0.reason }, Field.orNull("winner") { $0.winner },
            Field.orNull("runner_up") { $0.runnerUp },
            Field.decimal("target_mw") { $0.target },
            Field.decimal("commanded_mw") { $0.commanded },
            Field.decimal("confirmed_mw") { $0.confirmed },
            Field.decimalOrNull("metered_mw") { $0.metered },
            Field.decimal("available_mw") { $0.available }, Field("obligations") { $0.obligations },
            Field.orNull("manual") { $0.manual },
            Field.orNull("frequency") { $0.frequency }, Field("sources") { $0.sources },
            Field("alarms") { $0.alarms }, Field("today") { $0.today }, Field("ledger") { $0.ledger })

        package init(
            site: String, at: UTCInstant, mode: String, state: String, event: Int64?, reason: String,
            winner: DemandLine?, runnerUp: DemandLine?, target: Power, commanded: Power, confirmed: Power,
            metered: Power?, available: Power, obligations: [Obligation], manual: Manual?,
            frequency: FrequencyReading?, sources: [Source], alarms: [AlarmLine], today: Today,
            ledger: LedgerState
        ) {
            self.site = site
            self.at = at
            self.mode = mode
            self.state = state
            self.event = event
            self.reason = reason
            self.winner = winner
            self.runnerUp = runnerUp
            self.target = target
            self.commanded = commanded
            self.confirmed = confirmed
            self.metered = metered
            self.available = available
            self.obligations = obligations
            self.manual = manual
            self.frequency = frequency
            self.sources = sources
            self.alarms = alarms
            self.today = today
            self.ledger = ledger
        }
    }
}

extension Status {
    package static func page(_ reply: Reply, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        page.heading("\(reply.site)  \(reply.mode)  \(reply.state)  \(reply.at.shown)")
        page.field(
            "Load MW",
            "target \(reply.target.decimal(places: 3))   commanded \(reply.commanded.decimal(places: 3))   "
                + "confirmed \(reply.confirmed.decimal(places: 3))   metered \(shown(reply.metered, places: 3))"
                + "   of \(reply.available.decimal(places: 3))")
        page.field("Why", reply.reason)
        if let behind = reply.runnerUp { page.field("Behind it", behind.sentence) }
        if let event = reply.event { page.field("Event", "\(event) — curtailctl explain \(event)") }
        if let manual = reply.manual { page.field("Manual", manual.text) }
        for obligation in reply.obligations { page.field("Obligation", obligation.line) }
        if let frequency = reply.frequency {
            page.field(
                "Frequency",
                "\(frequency.frequency.decimal) Hz from \(frequency.source), \(frequency.at.shown)")
        }
        page.field(
            "Today",
            "\(reply.today.curtailed.megawattHours(places: 3)) MWh curtailed, "
                + "avoided \(reply.today.energyAvoided.decimal(places: 2)), "
                + "lost hash \(reply.today.lostHash.decimal(places: 2)), net \(reply.today.net.decimal(places: 2)) USD"
        )
        page.field(
            "Ledger", "\(reply.ledger.condition), head \((reply.ledger.head ?? unknownText).prefix(16))",
            isAlarm: reply.ledger.isBlocked)
        for alarm in reply.alarms {
            page.field("ALARM", "\(alarm.text) (since \(alarm.since.shown))", isAlarm: true)
        }
        guard !reply.sources.isEmpty else { return page.text }
        page.blank()
        var table = TextTable([
            .flexible("SOURCE"), .left("CONDITION"), .right("AGE"), .flexible("LAST VALUE"),
        ])
        for source in reply.sources {
            table.rows.append([
                source.name, source.condition, shown(source.age), source.lastValue ?? unknownText,
            ])
        }
        page.table(table)
        return page.text
    }
}
