package import GridMarket
package import GridUnits

/// An instruction in force: what holds the load, by whose order, and what ends it.
package struct Obligation: Hashable, Sendable {
    /// Under which an issuer knows the instruction; its modifications share it.
    package struct Identity: Hashable, Sendable {
        package let issuer: String
        package let id: String

        package init(issuer: String, id: String) {
            self.issuer = issuer
            self.id = id
        }
    }

    package let identity: Identity
    /// The newest that was applied.
    package var modification: Int
    /// The program that answers for it.
    package let program: Program
    /// A deployment holds the load below a ceiling, a set point moves it both ways.
    package var action: InstructionSignal.Action
    /// As instructed.
    package var power: Power?
    /// What the site may draw under it, once its program has fixed that.
    package var ceiling: Power?
    package let since: UTCInstant
    /// When the load has to follow.
    package var deadline: UTCInstant?
    /// The programs whose recall ends it; none where nobody's does.
    package let answersTo: [Program]
    /// When one of our own was recalled; its program still has to let go of it.
    package var recalledAt: UTCInstant?
    /// Annulled by its issuer: the load stays where it is until the recall, and nothing is claimed for it.
    package var isVoid = false

    package init(
        identity: Identity, modification: Int = 0, program: Program,
        action: InstructionSignal.Action = .deploy,
        power: Power? = nil, ceiling: Power? = nil, since: UTCInstant, deadline: UTCInstant? = nil,
        answersTo: [Program]
    ) {
        self.identity = identity
        self.modification = modification
        self.program = program
        self.action = action
        self.power = power
        self.ceiling = ceiling
        self.since = since
        self.deadline = deadline
        self.answersTo = answersTo
    }

    /// The issuer of what a relay or our own trip began: no recall knows its id, so one matches it by program.
    package static let ownIssuer = "site"

    package var isOwn: Bool { identity.issuer == Self.ownIssuer }

    /// Whether only a recall ends it.
    package var awaitsRecall: Bool { !answersTo.isEmpty && recalledAt == nil }

    /// The obligation in words.
    var text: String {
        let power = power.map { " of \($0.decimal) MW" } ?? ""
        let due = deadline.map { ", due \($0.seconds)" } ?? ""
        let void = isVoid ? ", annulled" : ""
        return "\(action.rawValue) \(identity.id)\(power) by \(identity.issuer)\(due)\(void), until recalled"
    }
}

/// An obligation in force, in words.
package struct HeldObligation: Hashable, Sendable {
    package let obligation: Obligation
    /// What it is and what ends it.
    package let text: String
}
