package import SiteRecord
package import ControlSocket
import CurtailmentEngine
package import GridUnits

/// Why something was done, or was not.
package struct Explain: LedgerCall {
    package static let method = "Explain"
    package static let abstract =
        "Why: rule, numbers, threshold, margin, runner-up, dollars; also why nothing was done."
    package static let discussion = """
        Prices and margins in USD/MWh.
        Example: curtailctl explain 12
        Example: curtailctl explain --at 2026-07-22T21:45:00Z
        """

    /// An event, or an instant, also one at which nothing was done.
    package enum Subject: Hashable, Sendable {
        case event(Int64)
        case at(UTCInstant)
    }

    /// The event or the instant that is asked about.
    package let subject: Subject

    package static let parameters = CallParameters(
        Explain.init(event:at:),
        Parameter("event", .integer, isArgument: true, help: "An event's number, from curtailctl log.") {
            if case .event(let id) = $0.subject { id } else { nil }
        },
        Parameter("at", .instant, help: "An instant, also one at which nothing was done.") {
            if case .at(let instant) = $0.subject { instant } else { nil }
        })

    package init(_ subject: Subject) { self.subject = subject }

    /// - Throws: `CallProblem` unless it is exactly one of the two.
    package init(event: Int64?, at instant: UTCInstant?) throws(CallProblem) {
        switch (event, instant) {
        case (let event?, nil): subject = .event(event)
        case (nil, let instant?): subject = .at(instant)
        case (nil, nil), (_?, _?):
            throw CallProblem("event", "Give either an event's number, `event`, or `at` INSTANT.")
        }
    }

    /// `curtaild.explain/1`.
    package struct Reply: SiteDocument {
        package static let schema = "curtaild.explain/1"
        /// `event` or `instant`.
        package let subject: String
        /// The instant that was asked for; nil where an event was.
        package let at: UTCInstant?
        /// The event that was asked for, or that stood at the instant; nil where none did.
        package let event: EventLine?
        /// At most `decisionLimit`.
        package let decisions: [DecisionLine]
        /// Whether more decisions were made than are listed.
        package let areDecisionsOmitted: Bool
        /// The break-evens of the groups at the instant; none for an event.
        package let groups: [GroupLine]
        /// The explanation in sentences.
        package let text: [String]

        package static let fields: Fields<Reply> = Fields(
            Reply.init(subject:at:event:decisions:areDecisionsOmitted:groups:text:),
            Field("subject") { $0.subject }, Field.instantOrNull("at") { $0.at },
            Field.orNull("event") { $0.event }, Field("decisions") { $0.decisions },
            Field("decisions_omitted") { $0.areDecisionsOmitted }, Field("groups") { $0.groups },
            Field("text") { $0.text })

        package init(
            subject: String, at: UTCInstant?, event: EventLine?, decisions: [DecisionLine],
            areDecisionsOmitted: Bool, groups: [GroupLine], text: [String]
        ) {
            self.subject = subject
            self.at = at
            self.event = event
            self.decisions = decisions
            self.areDecisionsOmitted = areDecisionsOmitted
            self.groups = groups
            self.text = text
        }
    }

    /// One group's break-even beside the price.
    package struct GroupLine: FieldRecord, Hashable {
        /// The group by its name in the configuration.
        package let name: String
        /// Whether units of the group can be told to sleep.
        package let isCommanded: Bool
        /// The price of energy compared, in dollars a megawatt-hour.
        package let price: EnergyPrice
        /// The price at which mining earns nothing.
        package let breakEven: EnergyPrice
        /// The price less the break-even: above zero, running costs more than it earns.
        package let margin: EnergyPrice

        package static let fields: Fields<GroupLine> = Fields(
            GroupLine.init(name:isCommanded:price:breakEven:margin:), Field("name") { $0.name },
            Field("is_commanded") { $0.isCommanded },
            Field.price("price_usd_per_mwh") { $0.price },
            Field.price("break_even_usd_per_mwh") { $0.breakEven },
            Field.price("margin_usd_per_mwh") { $0.margin })
    }

    /// One decision, with what held the load down and what would have decided without it.
    package struct DecisionLine: FieldRecord, Hashable {
        /// The decision's number, which counts through the life of the ledger.
        package let id: Int64
        /// When the decision was made.
        package let at: UTCInstant
        /// The word of the ``SiteMode`` in which it was made.
        package let mode: String
        /// The event it belongs to; nil while nothing was curtailed.
        package let event: Int64?
        /// The state of the site that it led to.
        package let state: String
        /// The load of the site with none of its units asleep by us.
        package let available: Power
        /// The load that the site might draw from then on.
        package let target: Power
        /// The load that it was asked for with the decision.
        package let commanded: Power
        /// The load read back at that time.
        package let confirmed: Power
        /// The demand that held the load down; nil where nothing did.
        package let winner: DemandLine?
        /// The demand that would have decided otherwise; nil where there was none.
        package let runnerUp: DemandLine?
        /// How many units it put to sleep.
        package let sleeps: Int
        /// How many units it woke, at once or along a ramp.
        package let wakes: Int
        /// The decision in a sentence.
        package let summary: String

        package static let fields: Fields<DecisionLine> = Fields(
            DecisionLine.init(
                id:at:mode:event:state:available:target:commanded:confirmed:winner:runnerUp:sleeps:wakes:
                summary:),
            Field("id") { $0.id }, Field.instant("at") { $0.at }, Field("mode") { $0.mode },
            Field.orNull("event") { $0.event }, Field("state") { $0.state },
            Field.decimal("available_mw") { $0.available },
            Field.decimal("target_mw") { $0.target },
            Field.decimal("commanded_mw") { $0.commanded },
            Field.decimal("confirmed_mw") { $0.confirmed },
            Field.orNull("winner") { $0.winner },
            Field.orNull("runner_up") { $0.runnerUp }, Field("sleeps") { $0.sleeps },
            Field("wakes") { $0.wakes }, Field("summary") { $0.summary })
    }

    package static func page(_ reply: Reply, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        for sentence in reply.text { page.plain(sentence) }
        guard !reply.groups.isEmpty else { return page.text }
        page.blank()
        var table = TextTable([
            .flexible("GROUP"), .right("PRICE USD/MWH"), .right("BREAK-EVEN"), .right("MARGIN"),
            .left("COMMANDED"),
        ])
        for group in reply.groups {
            table.rows.append([
                group.name, group.price.decimal(places: 2), group.breakEven.decimal(places: 2),
                group.margin.decimal(places: 2), group.isCommanded ? "yes" : "no",
            ])
        }
        page.table(table)
        return page.text
    }
}

extension Explain.DecisionLine {
    init(_ decision: Decision) {
        self.init(
            id: decision.id, at: decision.at, mode: decision.mode.rawValue, event: decision.event,
            state: decision.state.rawValue, available: decision.available, target: decision.target,
            commanded: decision.commanded, confirmed: decision.confirmed,
            winner: decision.winner.map(DemandLine.init), runnerUp: decision.runnerUp.map(DemandLine.init),
            sleeps: decision.sleeps.count, wakes: decision.wakes.count, summary: decision.summary)
    }
}

extension Explain.GroupLine {
    /// Nil where an amount does not fit.
    init?(_ group: PriceAssessment.Group) {
        guard let price = EnergyPrice(exactMicrodollars: group.price),
            let breakEven = EnergyPrice(exactMicrodollars: group.breakEven),
            let margin = EnergyPrice(exactMicrodollars: group.margin)
        else { return nil }
        self.init(
            name: group.name, isCommanded: group.standing != .neverCommanded, price: price,
            breakEven: breakEven, margin: margin)
    }
}
