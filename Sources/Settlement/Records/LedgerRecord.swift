package import GridMarket
package import CurtailmentEngine
package import SiteRecord
package import GridUnits

/// One row for the chained log: the list of kinds.
///
/// A new kind has a case here, its content in ``content``, its instant in ``at`` and a line in ``forms``;
/// ``LedgerContent`` says the rest.
package enum LedgerRecord: Hashable, Sendable {
    /// The policy of the decisions and settlements after it; written when it differs from the last one.
    case policy(PolicyRecord, at: UTCInstant)
    case input(EngineInput)
    case decision(Decision)
    case event(CurtailmentEvent, at: UTCInstant)
    /// A signal that came too early or too late to be decided by and settles all the same; replays have such.
    case fact(StampedSignal, at: UTCInstant)
    /// The energy of groups where no fleet is read: replays have it from their simulation.
    case load([IntervalEnergy], at: UTCInstant)
    case interval(SettledInterval, at: UTCInstant)
    /// The ground of an interval's claims beside its energy.
    case basis(IntervalBasis, at: UTCInstant)
    case claim(Claim, at: UTCInstant)

    /// The row without its kind and instant, for all that is asked of every kind alike.
    package var content: any LedgerContent {
        switch self {
        case .policy(let policy, _): policy
        case .input(let input): input
        case .decision(let decision): decision
        case .event(let event, _): event
        case .fact(let signal, _): signal
        case .load(let energies, _): energies
        case .interval(let interval, _): interval
        case .basis(let basis, _): basis
        case .claim(let claim, _): claim
        }
    }

    /// When it was recorded or happened, by the record's own word.
    package var at: UTCInstant {
        switch self {
        case .input(let input): input.at
        case .decision(let decision): decision.at
        case .policy(_, let at), .event(_, let at), .fact(_, let at), .load(_, let at), .interval(_, let at),
            .basis(_, let at), .claim(_, let at):
            at
        }
    }

    private static let forms: [LedgerForm] = [
        LedgerForm(LedgerRecord.policy), LedgerForm(whole: LedgerRecord.input),
        LedgerForm(whole: LedgerRecord.decision), LedgerForm(LedgerRecord.event),
        LedgerForm(LedgerRecord.fact), LedgerForm(LedgerRecord.load), LedgerForm(LedgerRecord.interval),
        LedgerForm(LedgerRecord.basis), LedgerForm(LedgerRecord.claim),
    ]
}

extension LedgerRecord {
    /// The kind's name in the chain.
    package var kind: String { type(of: content).kind }

    /// The types of content that rows of the chain can have, one for each kind.
    package static var contents: [any LedgerContent.Type] { forms.map(\.content) }

    /// The interval that a row of settlement is of; nil for other rows.
    package var interval: SettlementInterval? { content.settled?.interval }

    /// The group that a row of settlement is of; nil for rows of the site and for other rows.
    package var group: String? { content.settled?.group }

    /// Whether settlement makes it of the other rows, so that `verify` can make it again.
    package var isSettled: Bool { content.settled != nil }

    /// The signal that a row brings, whether anything was decided by it or not; nil for other rows.
    package var signal: StampedSignal? {
        if case .fact(let signal, _) = self { return signal }
        if case .input(let input) = self, case .signal(let signal) = input.event { return signal }
        return nil
    }

    /// The kind of the row and what it is of, for people.
    package var subject: String {
        guard let settled = content.settled else { return kind }
        let group = settled.group.map { " of \($0)" } ?? ""
        return "\(kind) of \(settled.interval.start.seconds)\(group)"
    }

    /// Writes the row's text in the chain.
    ///
    /// - Parameters:
    ///   - revision: the row's version and the row that it revises; nil for a first version.
    ///   - writer: receives the text.
    package func write(revision: (version: Int64, replaces: Int64)?, to writer: inout CanonicalWriter) {
        let content = content
        if type(of: content).holdsInstant {
            content.write(to: &writer)
        } else {
            content.writeRow(at: at, revision, to: &writer)
        }
    }

    /// Reads a row's text in the chain.
    ///
    /// - Returns: nil for a kind that the list does not have.
    /// - Throws: ``CanonicalFailure`` when the text is not what rows of this kind hold.
    package init?(kind: String, recorded value: JSONValue) throws(CanonicalFailure) {
        guard let form = Self.forms.first(where: { $0.content.kind == kind }) else { return nil }
        self = try form.read(value)
    }
}

extension LedgerContent {
    /// Writes the content as the member of a row that says its instant.
    fileprivate func writeRow(
        at instant: UTCInstant, _ revision: (version: Int64, replaces: Int64)?,
        to writer: inout CanonicalWriter
    ) {
        writer.object { writer in
            writer.member("at_ns", instant)
            if let revision {
                writer.member("version", revision.version)
                writer.member("replaces", revision.replaces)
            }
            writer.member(Self.kind, self)
        }
    }
}

/// A kind's entry of the list: how its rows are read.
private struct LedgerForm: Sendable {
    let content: any LedgerContent.Type
    let read: @Sendable (JSONValue) throws(CanonicalFailure) -> LedgerRecord

    init<Content: LedgerContent>(_ make: @escaping @Sendable (Content, UTCInstant) -> LedgerRecord) {
        content = Content.self
        read = { value throws(CanonicalFailure) in
            make(try value.record(Content.kind), try value.instant("at_ns"))
        }
    }

    /// A kind whose content holds its instant itself.
    init<Content: LedgerContent>(whole make: @escaping @Sendable (Content) -> LedgerRecord) {
        content = Content.self
        read = { value throws(CanonicalFailure) in make(try Content(recorded: value)) }
    }
}
