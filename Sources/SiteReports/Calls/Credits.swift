package import SiteRecord
package import ControlSocket
package import GridUnits
package import LedgerStore
import Settlement

/// Money.
package struct Credits: LedgerCall {
    package static let method = "Credits"
    package static let abstract = "Money: energy avoided, lost hash, capacity, restart cost, net."
    package static let discussion = """
        US dollars, and MWh curtailed; days are ERCOT operating days, hours and intervals begin in UTC. Lost hash, \
        restarts and penalties are costs; incremental is what is there because something was curtailed, net is all. \
        “est” is not metered, “shadow” is what would have been and is in no total. A claim that names no program \
        is the first program's of the event in its interval. Without --from and --to a daemon \
        answers for today, and a file given with --ledger for every day in it. By claim each kind shows the energy \
        it is for, which the total counts once.
        Example: curtailctl credits --from 2026-07-01 --to 2026-07-31 --by day
        """

    /// The first operating day of the sums; nil leaves it to the one who answers.
    package var from: CalendarDate?
    /// The last operating day of the sums, inclusive; nil leaves it to the one who answers.
    package var to: CalendarDate?
    /// The label of a line: one sum each for a day, a program, a claim and so on.
    package let by: CreditGrouping
    /// As it was known then; nil for now.
    package let asOf: UTCInstant?

    package static let parameters = CallParameters(
        Credits.init(from:to:by:asOf:),
        Parameter("from", .day, help: "First operating day.") { $0.from },
        Parameter("to", .day, help: "Last operating day, included.") { $0.to },
        Parameter("by", .name(else: .day), help: "What shares a line") { $0.by },
        Parameter("as_of", .instant, help: "As it was known then: later revisions are left out.") {
            $0.asOf
        })

    /// Creates the question; nil of both days asks for the whole ledger.
    package init(
        from: CalendarDate? = nil, to: CalendarDate? = nil, by grouping: CreditGrouping = .day,
        asOf: UTCInstant? = nil
    ) throws(CallProblem) {
        self.from = from
        self.to = to
        by = grouping
        self.asOf = asOf
        try CallProblem.requireOrder(("from", from), ("to", to)) { $0.description }
    }

    /// `curtaild.credits/1`.
    package struct Reply: SiteDocument {
        package static let schema = "curtaild.credits/1"
        /// The grouping by its name in the command.
        package let by: String
        /// The first operating day of the sums; nil from the beginning of the ledger.
        package let from: CalendarDate?
        /// The last operating day of the sums, inclusive; nil to the end of the ledger.
        package let to: CalendarDate?
        /// The instant whose knowledge counts; nil for everything known today.
        package let asOf: UTCInstant?
        /// The sums in the order of their labels, those of shadow mode apart.
        package let rows: [Line]
        /// The sum of everything that was no shadow.
        package let total: Sums

        package static let fields: Fields<Reply> = Fields(
            Reply.init(by:from:to:asOf:rows:total:), Field("by") { $0.by },
            Field.dayOrNull("from") { $0.from }, Field.dayOrNull("to") { $0.to },
            Field.instantOrNull("as_of") { $0.asOf }, Field("rows") { $0.rows },
            Field("total") { $0.total })

        package init(
            by: String, from: CalendarDate?, to: CalendarDate?, asOf: UTCInstant?, rows: [Line], total: Sums
        ) {
            self.by = by
            self.from = from
            self.to = to
            self.asOf = asOf
            self.rows = rows
            self.total = total
        }
    }

    /// Sums of claims.
    ///
    /// Lost hash and restart cost are costs; `claims` holds every kind with its sign, positive to the
    /// site. What is contingent stands apart and is in neither the net nor the incremental sum.
    package struct Sums: FieldRecord, Hashable {
        /// Energy that was not drawn because of curtailments.
        package var curtailed: Energy
        /// Energy not bought, at the price it settled at.
        package var energyAvoided: Money
        /// The hash that was not earned: a cost, positive.
        package var lostHash: Money
        /// The cost of starting units again: a cost, positive.
        package var restartCost: Money
        /// The amount of every kind of claim, with its sign.
        package var claims: ByName<Money>
        /// How far the net may be off at most because its energy is read from units.
        package var uncertainty: Money
        /// Money that a condition still unmet may bring, in no other sum.
        package var contingent: Money
        /// Money that would not have come without a curtailment.
        package var incremental: Money
        /// All claims with their signs, without contingent ones.
        package var net: Money
        /// Whether any of it rests on readings of units rather than on a meter.
        package var isEstimate: Bool

        package static let fields: Fields<Sums> = Fields(
            Sums.init(
                curtailed:energyAvoided:lostHash:restartCost:claims:uncertainty:contingent:incremental:net:
                isEstimate:),
            Field.megawattHours("curtailed_mwh") { $0.curtailed },
            Field.dollars("energy_avoided_usd") { $0.energyAvoided },
            Field.dollars("lost_hash_usd") { $0.lostHash },
            Field.dollars("restart_cost_usd") { $0.restartCost },
            Field.dollarsByName("claims") { $0.claims },
            Field.dollars("uncertainty_usd") { $0.uncertainty },
            Field.dollars("contingent_usd") { $0.contingent },
            Field.dollars("incremental_usd") { $0.incremental },
            Field.dollars("net_usd") { $0.net }, Field("is_estimate") { $0.isEstimate })

        package init(
            curtailed: Energy, energyAvoided: Money, lostHash: Money, restartCost: Money,
            claims: ByName<Money>, uncertainty: Money, contingent: Money, incremental: Money, net: Money,
            isEstimate: Bool
        ) {
            self.curtailed = curtailed
            self.energyAvoided = energyAvoided
            self.lostHash = lostHash
            self.restartCost = restartCost
            self.claims = claims
            self.uncertainty = uncertainty
            self.contingent = contingent
            self.incremental = incremental
            self.net = net
            self.isEstimate = isEstimate
        }

        init(_ line: LedgerCredit) {
            let amounts = line.amounts
            self.init(
                curtailed: line.curtailed, energyAvoided: amounts[.energyAvoided] ?? .zero,
                lostHash: -(amounts[.lostHash] ?? .zero), restartCost: -(amounts[.restartCost] ?? .zero),
                claims: ByName(line.kinds.map { ($0, line.claims[$0] ?? .zero) }),
                uncertainty: line.uncertainty,
                contingent: line.contingent, incremental: line.incremental, net: line.net,
                isEstimate: line.isEstimate)
        }
    }

    /// The claims of one label.
    ///
    /// By program or event, money of an interval belongs to the first event that stood in it
    /// where a claim names no program; `none` is money of an interval without an event.
    package struct Line: FieldValue, Hashable {
        /// The day, program, claim or event that the line sums.
        package let label: String
        /// The sums of the line.
        package let sums: Sums
        /// Whether it says what would have been; never mixed with what was.
        package let isShadow: Bool

        package static var shape: ValueShape { Sums.shape }

        package func write(to writer: inout CanonicalWriter) {
            writer.object { writer in
                writer.member("label", label)
                Sums.fields.writeMembers(of: sums, to: &writer)
                writer.member("is_shadow", isShadow)
            }
        }

        package init(recorded value: JSONValue) throws(CanonicalFailure) {
            label = try value.text("label")
            sums = try Sums(recorded: value)
            isShadow = try value.boolean("is_shadow")
        }

        package init(label: String, sums: Sums, isShadow: Bool) {
            self.label = label
            self.sums = sums
            self.isShadow = isShadow
        }
    }

    package func reply(from reader: LedgerReader) throws -> Reply {
        let lines = try reader.credits(from: from, through: to, by: by, asOf: asOf)
        // What the kinds of claims of one energy are off by offsets, so their lines do not add up to the total's.
        let whole =
            by == .claim ? try reader.credits(from: from, through: to, by: .group, asOf: asOf) : lines
        return Reply(
            by: by.rawValue, from: from, to: to, asOf: asOf,
            rows: lines.map { Line(label: $0.label, sums: Sums($0), isShadow: $0.isShadow) },
            total: Sums(LedgerCredit.total(whole)))
    }
}
