package import SiteRecord
package import GridUnits

/// An order of the QSE, the transmission operator or a person who speaks for them.
package struct InstructionSignal: SignalContent {
    package static let kind = SignalKind.instruction

    /// The order itself.
    package enum Action: String, Hashable, Sendable, CaseIterable {
        case deploy, recall, cancel, setpoint
        /// Declares an instruction void: the load stays until its recall, and nothing is claimed for it.
        case annul
    }

    /// The issuer's identifier; a recall names the deployment it ends, or is empty for "whatever the program holds".
    package let id: String
    /// Counts the issuer's corrections of one instruction; a lower one than already seen is old news.
    package let modification: Int
    /// The program that is deployed or recalled.
    package let program: Program
    /// The order itself.
    package let action: Action
    /// The megawatts of the order; nil for all that was sold, and for a recall.
    package let power: Power?
    /// When the QSE received it from ERCOT: the clock of every deadline; nil where the sender does not say.
    package let issued: UTCInstant?
    /// When the load has to begin to follow; nil at once.
    package let effective: UTCInstant?
    /// The market participant who instructs.
    package let issuer: String
    /// Whether ERCOT or the QSE tests the site with it: obeyed like any other, and named as a test.
    package let isTest: Bool
    /// Advisory only: an obligation ends by its recall, never by a clock.
    package let end: UTCInstant?

    package static let fields: Fields<InstructionSignal> = Fields(
        InstructionSignal.init(id:modification:program:action:power:issued:effective:issuer:isTest:end:),
        Field("id") { $0.id }, Field("modification") { $0.modification }, Field("program") { $0.program },
        Field("action") { $0.action }, Field("uw") { $0.power }, Field("issued_ns") { $0.issued },
        Field("effective_ns") { $0.effective }, Field("issuer") { $0.issuer },
        Field("test", unless: false) { $0.isTest }, Field("end_ns") { $0.end })

    /// Creates an instruction; a `setpoint` has a power, everything but a recall and a cancel has an identifier.
    package init(
        id: String, modification: Int, program: Program, action: Action, power: Power?,
        issued: UTCInstant? = nil, effective: UTCInstant?, issuer: String, isTest: Bool = false,
        end: UTCInstant?
    ) {
        self.id = id
        self.modification = modification
        self.program = program
        self.action = action
        self.power = power
        self.issued = issued
        self.effective = effective
        self.issuer = issuer
        self.isTest = isTest
        self.end = end
    }

    package init(wire fields: SignalFields, at: UTCInstant) throws(SignalRejection) {
        action = try fields.word("action", of: Action.self)
        power = try fields.quantity("mw", Power.self)
        id = fields.text("id") ?? ""
        switch action {
        case .setpoint where power == nil: throw SignalRejection(.malformed, "a setpoint needs mw")
        case .deploy where id.isEmpty, .setpoint where id.isEmpty, .annul where id.isEmpty:
            throw SignalRejection(
                .malformed, "a \(action.rawValue) needs an id, so that its recall can name it")
        case .deploy, .recall, .cancel, .setpoint, .annul: break
        }
        guard let count = try fields.decimal("modification", scale: 0) ?? 0 as Int64?, count >= 0 else {
            throw SignalRejection(.malformed, "modification is a count from 0")
        }
        modification = Int(count)
        program = try fields.word("program", of: Program.self)
        issued = try fields.instant("issued_at")
        effective = try fields.instant("effective")
        issuer = fields.text("issuer") ?? fields.text("source") ?? "unnamed"
        isTest = try fields.flag("test") ?? false
        end = try fields.instant("end")
    }

    package var text: String {
        "\(isTest ? "test: " : "")\(action.rawValue) \(program.rawValue) \(id)"
            + (power.map { " \($0.decimal) MW" } ?? "")
    }

    /// A recall or cancel without an identifier is about all that its program holds.
    package func subject(sender: String) -> SignalSubject {
        id.isEmpty ? SignalSubject(name: program.rawValue, type: "program") : SignalSubject(name: id)
    }

    package func order(at: UTCInstant) -> Int64 {
        id.isEmpty ? at.nanosecondsSinceEpoch : Int64(modification)
    }

    /// An instruction without a time may be a new one in the same words: obeying twice is harmless, dropping is not.
    package func mayRepeat(hasTime: Bool) -> Bool { !hasTime }

    package func checkValues() throws(SignalRejection) {
        try SignalRange.check(power, "mw")
        guard power.map({ $0 >= .zero }) ?? true else {
            throw SignalRejection(
                .absurd, "mw of an instruction is how much, not which way: it is not negative")
        }
        if let issued { try SignalRange.check(issued, "issued_at") }
    }
}

extension InstructionSignal.Action: FieldName {}
