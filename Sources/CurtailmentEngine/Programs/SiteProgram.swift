package import SiteRecord
import GridMarket
import GridUnits

/// The instant at which programs are asked, and what the site could draw then.
struct Moment {
    let now: MonotonicInstant
    let utc: UTCInstant
    /// The load the site would draw with none of its units asleep by our order.
    let available: Power
}

/// The books that all programs share and none of them owns.
struct ProgramBooks: Hashable, Sendable {
    var awards = AwardBook()
    var obligations = ObligationBook()
}

/// The wish of one program now.
///
/// Its numbers are made only when somebody reads them.
struct Wish: Hashable, Sendable {
    let program: Program
    let reason: Reason
    let bounds: Bounds
}

/// The results of asking the programs beside their wishes.
struct ProgramTurn {
    /// When to ask again though nothing has happened.
    var deadline: Deadline
    var notices: [Notice] = []
    /// Whether a program's durable memory changed.
    var isMemoryChanged = false

    init(after now: MonotonicInstant) { deadline = Deadline(after: now) }
}

/// The state that a program carries over a restart.
package protocol ProgramMemory: FieldRecord, Hashable, Sendable {}

/// A way to earn or a duty: its policy, state, wish, words and memory, in one file, with one line in ``ProgramTable``.
///
/// The engine gives every program every event and then asks it once. A program is a value without I/O, clock or
/// randomness. Whatever has no meaning for a program it leaves to the default.
protocol SiteProgram: Sendable {
    /// Applies one event; what it means for the wish is for ``evaluate(at:site:books:turn:)``.
    mutating func apply(
        _ event: EngineEvent, at moment: Moment, site: SiteModel, books: inout ProgramBooks,
        turn: inout ProgramTurn)

    /// Brings the program up to date with the time, the books and the site.
    ///
    /// - Parameters:
    ///   - moment: now.
    ///   - site: groups, ratings, break-evens and the policy.
    ///   - books: awards and obligations; the program answers for the obligations that are its own.
    ///   - turn: gets deadlines, notices and whether the memory changed.
    /// - Returns: the wish; nil where the program wants nothing.
    mutating func evaluate(
        at moment: Moment, site: SiteModel, books: inout ProgramBooks, turn: inout ProgramTurn
    ) -> Wish?

    /// Says what has just happened, after the orders for it have gone out.
    mutating func report(to turn: inout ProgramTurn)

    /// The numbers that were compared for a wish, in reading order.
    func figures(of wish: Wish, site: SiteModel, books: ProgramBooks) -> [Figure]

    /// The delivered price of energy that the program decides by, microdollars per megawatt-hour; nil where there is none.
    func marginalPrice(site: SiteModel, now: MonotonicInstant) -> Fraction?

    /// Standing conditions, each with its text.
    var conditions: [(kind: Alarm.Kind, text: String)] { get }

    /// An obligation that the program answers, in words: what it is and what ends it.
    func text(of obligation: Obligation) -> String

    /// Goes on under another policy; groups are known by their names.
    mutating func adopt(_ site: SiteModel, after before: SiteModel)

    /// Wants nothing until then, by an operator's override.
    mutating func override(until: MonotonicInstant, utc: UTCInstant)

    /// The state for a later run; nil where there is none.
    func memory(site: SiteModel) -> (any ProgramMemory)?

    /// Takes up where the run before stopped.
    mutating func recover(_ memory: any ProgramMemory, site: SiteModel, clock: RecoveredClock)
}

extension SiteProgram {
    mutating func apply(
        _ event: EngineEvent, at moment: Moment, site: SiteModel, books: inout ProgramBooks,
        turn: inout ProgramTurn
    ) {}

    mutating func report(to turn: inout ProgramTurn) {}

    func marginalPrice(site: SiteModel, now: MonotonicInstant) -> Fraction? { nil }

    var conditions: [(kind: Alarm.Kind, text: String)] { [] }

    func text(of obligation: Obligation) -> String { obligation.text }

    mutating func adopt(_ site: SiteModel, after before: SiteModel) {}

    mutating func override(until: MonotonicInstant, utc: UTCInstant) {}

    func memory(site: SiteModel) -> (any ProgramMemory)? { nil }

    mutating func recover(_ memory: any ProgramMemory, site: SiteModel, clock: RecoveredClock) {}
}

/// Places remembered UTC instants on this run's monotonic clock.
struct RecoveredClock {
    let now: MonotonicInstant
    let utc: UTCInstant

    func monotonic(of instant: UTCInstant) -> MonotonicInstant {
        now.advanced(by: TimeSpan(nanoseconds: instant.nanoseconds(since: utc)))
    }
}
