package import GridMarket
package import GridUnits
package import SiteRecord

/// One answer of the engine, with everything that was compared to reach it.
package struct Decision: Hashable, Sendable {
    /// Counts through the life of the ledger.
    package var id: Int64
    /// When it was made, by the wall clock.
    package var at: UTCInstant
    /// Whether its orders went out, or only would have.
    package var mode: SiteMode
    /// The curtailment event it belongs to; nil while nothing is curtailed.
    package var event: Int64?
    /// The state of the site that it led to.
    package var state: SiteState
    /// The load the site would draw with none of its units asleep by our order.
    package var available: Power
    /// The load the site may draw.
    package var target: Power
    /// What the site is asked to draw from this instant on, this decision's orders included; what returns later by
    /// ``pace`` is not in it.
    package var commanded: Power
    /// The load of the units as last read.
    package var confirmed: Power
    /// The demand that set the target; nil when nothing holds the load down.
    package var winner: Demand?
    /// The demand that would have decided without the winner.
    package var runnerUp: Demand?
    /// The conflicts between demands that were settled by a rule, highest rank first; few decisions have any.
    package var rulings: [Ruling]
    /// Units put to sleep by this decision, in order.
    package var sleeps: [Int]
    /// Units that return by this decision, in order: at once, or one after the other by ``pace``.
    ///
    /// A decision replaces what the one before it said of a return. A unit that was let go before this instant is on
    /// its way; any other stays asleep unless it stands here again.
    package var wakes: [Int]
    /// How fast ``wakes`` return; nil when all of them do at once.
    package var pace: ReturnPace?
    /// One line an operator understands at a glance, with numbers and units.
    package var summary: String

    package init(
        id: Int64, at: UTCInstant, mode: SiteMode, event: Int64?, state: SiteState, available: Power,
        target: Power,
        commanded: Power, confirmed: Power, winner: Demand?, runnerUp: Demand?, rulings: [Ruling] = [],
        sleeps: [Int], wakes: [Int], pace: ReturnPace? = nil, summary: String
    ) {
        self.id = id
        self.at = at
        self.mode = mode
        self.event = event
        self.state = state
        self.available = available
        self.target = target
        self.commanded = commanded
        self.confirmed = confirmed
        self.winner = winner
        self.runnerUp = runnerUp
        self.rulings = rulings
        self.sleeps = sleeps
        self.wakes = wakes
        self.pace = pace
        self.summary = summary
    }
}

/// The state of the site as a whole, by confirmed megawatts.
package enum SiteState: String, Hashable, Sendable, CaseIterable {
    case running, shedding, curtailed, restoring
}

/// The wish of one program now.
package struct Demand: Hashable, Sendable {
    /// The program that wishes.
    package var program: Program
    /// The reason, of the program's own vocabulary.
    package var reason: Reason
    /// The load that the program wants.
    package var bounds: Bounds
    /// The numbers that were compared, in reading order.
    package var figures: [Figure]

    package init(program: Program, reason: Reason, bounds: Bounds, figures: [Figure]) {
        self.program = program
        self.reason = reason
        self.bounds = bounds
        self.figures = figures
    }
}

/// Why a program wants something: a word of `CURTAIL_REASON`, declared by the program that gives it.
///
/// The vocabulary is closed: only the reasons of ``ProgramTable`` are read back.
package struct Reason: RawRepresentable, Hashable, Sendable, CaseIterable {
    /// The word in the journal (`CURTAIL_REASON`), in status and in the ledger.
    package let rawValue: String

    /// Declares a reason of a program.
    init(_ rawValue: String) { self.rawValue = rawValue }

    /// A reason that some program has declared; nil for any other word.
    package init?(rawValue: String) {
        self.init(rawValue)
        guard ProgramTable.standard.isKnown(self) else { return nil }
    }

    /// In order of their words.
    package static var allCases: [Reason] { ProgramTable.standard.reasons }
}

/// One number of a decision, ready to print.
package struct Figure: Hashable, Sendable {
    /// `price`, `break_even`, `threshold`, `margin` and others.
    package let name: String
    /// Decimal text.
    package let value: String
    /// `usd_per_mwh`, `hz`, `mw`, `s`, `usd_per_h`, or empty.
    package let unit: String

    package init(name: String, value: String, unit: String) {
        self.name = name
        self.value = value
        self.unit = unit
    }
}

extension Decision: FieldRecord {
    package static let fields = Fields(
        Decision.init(
            id:at:mode:event:state:available:target:commanded:confirmed:winner:runnerUp:rulings:sleeps:wakes:
            pace:summary:),
        Field("id") { $0.id }, Field("at_ns") { $0.at }, Field("mode") { $0.mode },
        Field("event") { $0.event }, Field("state") { $0.state }, Field("available_uw") { $0.available },
        Field("target_uw") { $0.target }, Field("commanded_uw") { $0.commanded },
        Field("confirmed_uw") { $0.confirmed }, Field("winner") { $0.winner },
        Field("runner_up") { $0.runnerUp }, Field("rulings", unless: []) { $0.rulings },
        Field("sleeps", as: UnitRuns.form, unless: []) { $0.sleeps },
        Field("wakes", as: UnitRuns.form, unless: []) { $0.wakes }, Field("pace") { $0.pace },
        Field("summary") { $0.summary })
}

extension SiteMode: FieldName {}
extension SiteState: FieldName {}

extension ReturnPace: FieldRecord {
    package static let fields = Fields(
        ReturnPace.init(checkedRamp:elapsed:returned:),
        Field("uw_per_min") { $0.rampPerMinute }, Field("elapsed_ns") { $0.elapsed },
        Field("returned_uw") { $0.returned })

    private init(checkedRamp: Power, elapsed: TimeSpan, returned: Power) throws(CanonicalFailure) {
        guard checkedRamp > .zero, elapsed >= .zero, returned >= .zero else {
            throw CanonicalFailure("a return has no pace")
        }
        self.init(rampPerMinute: checkedRamp, elapsed: elapsed, returned: returned)
    }
}

extension Demand: FieldRecord {
    package static let fields = Fields(
        Demand.init(program:reason:ceiling:floor:groups:setPoint:figures:),
        Field("program") { $0.program }, Field("reason") { $0.reason },
        Field("ceiling_uw") { $0.bounds.ceiling }, Field("floor_uw") { $0.bounds.floor },
        Field("groups", as: UnitRuns.form, unless: []) { $0.bounds.groups },
        Field("set_point_uw") { $0.bounds.setPoint }, Field("figures") { $0.figures })

    private init(
        program: Program, reason: Reason, ceiling: Power?, floor: Power?, groups: [Int], setPoint: Power?,
        figures: [Figure]
    ) {
        self.init(
            program: program, reason: reason,
            bounds: Bounds(ceiling: ceiling, floor: floor, groups: groups, setPoint: setPoint),
            figures: figures)
    }
}

extension ConflictRule: FieldName {}

extension Ruling: FieldRecord {
    package static let fields = Fields(
        Ruling.init(rule:stands:yields:wanted:granted:),
        Field("rule") { $0.rule }, Field("stands") { $0.stands }, Field("yields") { $0.yields },
        Field("wanted_uw") { $0.wanted }, Field("granted_uw") { $0.granted })
}

extension Figure: FieldRecord {
    package static let fields = Fields(
        Figure.init(name:value:unit:),
        Field("name") { $0.name }, Field("value") { $0.value }, Field("unit") { $0.unit })
}
