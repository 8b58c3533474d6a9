package import SiteRecord
package import GridMarket
package import GridUnits

/// The state that one run hands to the next.
package struct Recovery: FieldRecord, Hashable, Sendable {
    /// The engine's own state, without its units.
    package var memory: EngineMemory
    /// `group/unit` of every unit that we put to sleep and have not woken.
    package var asleep: [String]
    /// `group/unit` of every unit that we woke and that was not confirmed running.
    package var returning: [String]

    package static let fields: Fields<Recovery> = Fields(
        Recovery.init(memory:asleep:returning:), Field("memory") { $0.memory },
        Field("asleep", as: IdentifierRuns.form) { $0.asleep },
        Field("returning", as: IdentifierRuns.form, unless: []) { $0.returning })

    package init(memory: EngineMemory, asleep: [String], returning: [String] = []) {
        self.memory = memory
        self.asleep = asleep
        self.returning = returning
    }
}

/// The engine's durable state without its units: small, written with every decision.
package struct EngineMemory: FieldRecord, Hashable, Sendable {
    /// The number of the next decision, counted from 1 through the life of the ledger.
    package var nextDecision: Int64
    /// The number of the next curtailment, counted likewise.
    package var nextEvent: Int64
    /// As last set by `arm` or `disarm`; nil while the configuration's mode stands.
    package var mode: SiteMode?
    /// The curtailment that stood; nil where none did.
    package var event: CurtailmentEvent?
    /// The awards that are in force or still to come.
    package var awards: [AwardSignal]
    /// The obligations in force and the identities seen.
    package var obligations: ObligationBook
    /// Dollars for a petahash and day as last signalled; nil while the configuration's stands.
    package var hashprice: Money?
    /// The memory of each program.
    package var programs: ProgramMemories
    /// Where a ramped return stood after its last wake; nil while none is under way.
    package var pace: ReturnPace?

    package static let fields: Fields<EngineMemory> = Fields(
        EngineMemory.init(nextDecision:nextEvent:mode:event:awards:obligations:hashprice:programs:pace:),
        Field("next_decision") { $0.nextDecision }, Field("next_event") { $0.nextEvent },
        Field("mode") { $0.mode }, Field("event") { $0.event }, Field("awards") { $0.awards },
        Field("obligations") { $0.obligations }, Field("hashprice_uusd_ph_day") { $0.hashprice },
        Field("programs") { $0.programs }, Field("pace") { $0.pace })

    package init(
        nextDecision: Int64, nextEvent: Int64, mode: SiteMode?, event: CurtailmentEvent?,
        awards: [AwardSignal], obligations: ObligationBook, hashprice: Money?, programs: ProgramMemories,
        pace: ReturnPace? = nil
    ) {
        self.nextDecision = nextDecision
        self.nextEvent = nextEvent
        self.mode = mode
        self.event = event
        self.awards = awards
        self.obligations = obligations
        self.hashprice = hashprice
        self.programs = programs
        self.pace = pace
    }

    /// A ledger with nothing in it.
    package static let blank = EngineMemory(
        nextDecision: 1, nextEvent: 1, mode: nil, event: nil, awards: [], obligations: ObligationBook(),
        hashprice: nil, programs: ProgramMemories())
}
