import GridMarket
import GridUnits
package import SiteRecord

/// The obligations in force, of every program.
///
/// None ends by a timeout: only a recall or cancel ends it, of its issuer or a named verbal one, or its own program where it
/// began here. A modification that arrives late, after a newer one or after the end, changes nothing.
package struct ObligationBook: FieldRecord, Hashable, Sendable {
    package static let fields: Fields<ObligationBook> = Fields(
        ObligationBook.init(standing:ended:), Field("standing") { $0.standing }, Field("ended") { $0.ended })

    /// The effect of an instruction.
    enum Change: Hashable, Sendable {
        case began(Obligation)
        case modified(Obligation)
        /// Ended, or, of one's own, recalled.
        case ended([Obligation])
        case voided([Obligation])
        /// The same again.
        case known
        /// Older than what is known; the modification that is.
        case outdated(known: Int)
        /// The modification is known, with another content; the first one stands.
        case contradicted(Obligation)
        /// So many obligations are in force that no other fits.
        case full
        /// Nothing in force is meant.
        case unmatched
    }

    /// The end of an instruction, remembered for what arrives out of order.
    struct Ended: FieldRecord, Hashable, Sendable {
        static let fields: Fields<Ended> = Fields(
            { Ended(identity: Obligation.Identity(issuer: $0, id: $1), modification: $2, at: $3) },
            Field("issuer") { $0.identity.issuer }, Field("id") { $0.identity.id },
            Field("modification") { $0.modification }, Field("at_ns") { $0.at })

        let identity: Obligation.Identity
        let modification: Int
        let at: UTCInstant
    }

    /// In the order in which they began.
    package private(set) var standing: [Obligation] = []
    /// Oldest first.
    private(set) var ended: [Ended] = []

    static let limit = 256
    static let endedLimit = 64
    /// How long a deployment may arrive after its own recall and still be told from a new one under the same id.
    static let outOfOrderFor = TimeSpan.seconds(3_600)

    package init() {}

    init(standing: [Obligation], ended: [Ended]) {
        self.standing = standing
        self.ended = ended
    }

    /// The obligations that a program answers for.
    func standing(of program: Program) -> [Obligation] { standing.filter { $0.program == program } }

    /// The first one that began here for a program: its trip.
    func own(of program: Program) -> Obligation? {
        standing.first { $0.program == program && $0.isOwn }
    }

    /// Begins what a relay or our own trip asks for.
    mutating func begin(_ obligation: Obligation) { standing.append(obligation) }

    /// Lets go of one that began here, once its program has seen what ends it.
    mutating func end(own program: Program) { standing.removeAll { $0.isOwn && $0.program == program } }

    /// Applies an instruction.
    ///
    /// - Parameters:
    ///   - instruction: of any program.
    ///   - now: the clock of its deadline.
    ///   - program: who answers for it; nil where nobody does, when it can only end something.
    ///   - span: how long the load may take to follow.
    /// - Returns: what it came to.
    mutating func apply(
        _ instruction: InstructionSignal, at now: UTCInstant, answeredBy program: Program?,
        within span: TimeSpan?
    ) -> Change {
        switch instruction.action {
        case .recall, .cancel: return end(instruction, at: now)
        case .annul: return void(instruction)
        case .deploy, .setpoint:
            guard let program else { return .unmatched }
            return deploy(instruction, at: now, answeredBy: program, within: span)
        }
    }

    private mutating func deploy(
        _ instruction: InstructionSignal, at now: UTCInstant, answeredBy program: Program,
        within span: TimeSpan?
    ) -> Change {
        let identity = Obligation.Identity(issuer: instruction.issuer, id: instruction.id)
        // The clock runs from the QSE's receipt; a sender's clock that is ahead gives no more time.
        let begins = instruction.effective ?? min(instruction.issued ?? now, now)
        let due = span.map { begins.advanced(byNanoseconds: $0.nanoseconds) }
        if let index = standing.firstIndex(where: { $0.identity == identity && !$0.isOwn }) {
            let known = standing[index]
            guard instruction.modification > known.modification else {
                guard instruction.modification == known.modification else {
                    return .outdated(known: known.modification)
                }
                let isSame =
                    instruction.action == known.action && instruction.power == known.power
                    && instruction.isTest == known.isTest
                return isSame ? .known : .contradicted(known)
            }
            standing[index].modification = instruction.modification
            standing[index].action = instruction.action
            standing[index].power = instruction.power
            standing[index].ceiling = nil
            standing[index].deadline = due
            standing[index].isTest = instruction.isTest
            return .modified(standing[index])
        }
        let late = ended.last {
            $0.identity == identity && now.nanoseconds(since: $0.at) < Self.outOfOrderFor.nanoseconds
        }
        if let late, instruction.modification <= late.modification {
            return .outdated(known: late.modification)
        }
        guard standing.count < Self.limit else { return .full }
        let obligation = Obligation(
            identity: identity, modification: instruction.modification, program: program,
            action: instruction.action, power: instruction.power, since: now, deadline: due,
            answersTo: [instruction.program], isTest: instruction.isTest)
        standing.append(obligation)
        return .began(obligation)
    }

    /// Those that an instruction means: by its id, all of its program where it has none, and by program what is our own.
    private func meant(by instruction: InstructionSignal) -> [Int] {
        let meant = standing.indices.filter { index in
            let known = standing[index]
            return known.answersTo.contains(instruction.program) && known.recalledAt == nil
                && (known.isOwn || instruction.id.isEmpty || known.identity.id == instruction.id)
        }
        // Of two issuers with one id the issuer's own is meant; a verbal recall comes from another one.
        let own = meant.filter { standing[$0].isOwn || standing[$0].identity.issuer == instruction.issuer }
        return own.isEmpty ? meant : own
    }

    private mutating func end(_ instruction: InstructionSignal, at now: UTCInstant) -> Change {
        let meant = meant(by: instruction)
        let current = meant.filter {
            standing[$0].isOwn || instruction.id.isEmpty
                || standing[$0].modification <= instruction.modification
                || standing[$0].identity.issuer != instruction.issuer
        }
        if let newer = meant.first, current.isEmpty { return .outdated(known: standing[newer].modification) }
        if !instruction.id.isEmpty {
            remember(
                Ended(
                    identity: Obligation.Identity(issuer: instruction.issuer, id: instruction.id),
                    modification: instruction.modification, at: now))
        }
        guard !current.isEmpty else { return .unmatched }
        var gone: [Obligation] = []
        for index in current.reversed() {
            gone.insert(standing[index], at: 0)
            if standing[index].isOwn {
                standing[index].recalledAt = now
            } else {
                let known = standing.remove(at: index)
                remember(Ended(identity: known.identity, modification: known.modification, at: now))
            }
        }
        return .ended(gone)
    }

    private mutating func void(_ instruction: InstructionSignal) -> Change {
        let meant = meant(by: instruction).filter { !standing[$0].isOwn }
        for index in meant { standing[index].isVoid = true }
        return meant.isEmpty ? .unmatched : .voided(meant.map { standing[$0] })
    }

    private mutating func remember(_ end: Ended) {
        let before = ended.last { $0.identity == end.identity }?.modification ?? end.modification
        ended.removeAll { $0.identity == end.identity }
        ended.append(
            Ended(identity: end.identity, modification: max(before, end.modification), at: end.at))
        if ended.count > Self.endedLimit { ended.removeFirst(ended.count - Self.endedLimit) }
    }
}

extension ObligationBook.Change {
    /// The word for it; nil where nothing has to be said.
    var notice: Notice.Kind? {
        switch self {
        case .began, .modified, .voided: .obligation
        case .ended: .recall
        case .outdated, .contradicted, .full, .unmatched: .instructionNotHandled
        case .known: nil
        }
    }

    /// The obligations that it is about.
    var obligations: [Obligation] {
        switch self {
        case .began(let obligation), .modified(let obligation), .contradicted(let obligation): [obligation]
        case .ended(let obligations), .voided(let obligations): obligations
        case .known, .outdated, .full, .unmatched: []
        }
    }

    /// The effect of the instruction, in words.
    func text(_ instruction: InstructionSignal, table: ProgramTable) -> String {
        let test = instruction.isTest ? "test " : ""
        let name =
            "\(test)\(instruction.action.rawValue) \(instruction.id) of \(instruction.program.rawValue)"
        let titles = obligations.map { obligation in
            let title = table.kinds.first { $0.program == obligation.program }?.title
            return obligation.isOwn ? title ?? obligation.program.rawValue : obligation.text
        }
        let list = titles.joined(separator: "; ")
        let byHand = "To follow it by hand: curtailctl curtail --by MW --reason \"\(instruction.id)\"."
        return switch self {
        case .began: "In force: \(list)."
        case .modified: "Modification \(instruction.modification) is in force: \(list)."
        case .voided: "The \(name) by \(instruction.issuer) voids, for every claim: \(list)."
        case .ended: "The \(name) by \(instruction.issuer) recalls the \(list)."
        case .known: "The \(name) by \(instruction.issuer) is known."
        case .outdated(let known):
            "The \(name) by \(instruction.issuer), modification \(instruction.modification), changes nothing: "
                + "modification \(known) is known. It is recorded."
        case .contradicted:
            "The \(name) by \(instruction.issuer) contradicts what the same modification said before, which stands: "
                + "\(list). Ask the issuer. \(byHand)"
        case .full:
            "The \(name) by \(instruction.issuer) is not followed: \(ObligationBook.limit) obligations are in force. "
                + byHand
        case .unmatched:
            "The \(name) by \(instruction.issuer) changes nothing: no program here takes it. It is recorded. "
                + byHand
        }
    }
}
