package import GridMarket
package import GridUnits
package import SiteRecord

/// An instruction in force: what holds the load, by whose order, and what ends it.
package struct Obligation: Hashable, Sendable {
    /// The name by which an issuer knows the instruction; its modifications share it.
    package struct Identity: Hashable, Sendable {
        /// The market participant or person who instructed, by the name on the wire.
        package let issuer: String
        /// The issuer's identifier, shared by the modifications and the recall.
        package let id: String

        package init(issuer: String, id: String) {
            self.issuer = issuer
            self.id = id
        }
    }

    /// The name by which modifications and the recall find it.
    package let identity: Identity
    /// The newest that was applied.
    package var modification: Int
    /// The program that answers for it.
    package let program: Program
    /// A deployment holds the load below a ceiling, a set point moves it both ways.
    package var action: InstructionSignal.Action
    /// As instructed.
    package var power: Power?
    /// The load the site may draw under it, once its program has fixed that.
    package var ceiling: Power?
    /// When it came into force.
    package let since: UTCInstant
    /// When the load has to follow.
    package var deadline: UTCInstant?
    /// The programs whose recall ends it; none where nobody's does.
    package let answersTo: [Program]
    /// When one of our own was recalled; its program still has to let go of it.
    package var recalledAt: UTCInstant?
    /// Annulled by its issuer: the load stays where it is until the recall, and nothing is claimed for it.
    package var isVoid: Bool
    /// Ordered to test the site, which follows it all the same.
    package var isTest: Bool

    /// Creates an obligation in force from `since`; without programs to answer to nobody's recall ends it.
    package init(
        identity: Identity, modification: Int = 0, program: Program,
        action: InstructionSignal.Action = .deploy,
        power: Power? = nil, ceiling: Power? = nil, since: UTCInstant, deadline: UTCInstant? = nil,
        answersTo: [Program], recalledAt: UTCInstant? = nil, isVoid: Bool = false, isTest: Bool = false
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
        self.recalledAt = recalledAt
        self.isVoid = isVoid
        self.isTest = isTest
    }

    /// The issuer of what a relay or our own trip began: no recall knows its id, so one matches it by program.
    package static let ownIssuer = "site"

    /// Whether the site itself began it, by a relay or our own trip.
    package var isOwn: Bool { identity.issuer == Self.ownIssuer }

    /// Whether only a recall ends it.
    package var awaitsRecall: Bool { !answersTo.isEmpty && recalledAt == nil }

    /// The obligation in words.
    var text: String {
        let power = power.map { " of \($0.decimal) MW" } ?? ""
        let due = deadline.map { ", due \($0.seconds)" } ?? ""
        let void = isVoid ? ", annulled" : ""
        return
            "\(isTest ? "test: " : "")\(action.rawValue) \(identity.id)\(power) by \(identity.issuer)\(due)\(void), until recalled"
    }
}

/// An obligation in force, in words.
package struct HeldObligation: Hashable, Sendable {
    /// The obligation itself.
    package let obligation: Obligation
    /// The obligation and its end, in words.
    package let text: String
}

extension Obligation: FieldRecord {
    package static let fields: Fields<Obligation> = Fields(
        {
            Obligation(
                identity: Identity(issuer: $0, id: $1), modification: $2, program: $3, action: $4, power: $5,
                ceiling: $6, since: $7, deadline: $8, answersTo: $9, recalledAt: $10, isVoid: $11,
                isTest: $12)
        },
        Field("issuer") { $0.identity.issuer }, Field("id") { $0.identity.id },
        Field("modification") { $0.modification }, Field("program") { $0.program },
        Field("action") { $0.action }, Field("uw") { $0.power }, Field("ceiling_uw") { $0.ceiling },
        Field("since_ns") { $0.since }, Field("deadline_ns") { $0.deadline },
        Field("answers_to") { $0.answersTo }, Field("recalled_ns") { $0.recalledAt },
        Field("void", unless: false) { $0.isVoid }, Field("test", unless: false) { $0.isTest })
}
