import SiteRecord
import CurtailmentEngine
import LedgerStore
import Settlement

/// Gives a fresh engine every recorded input and compares what it answers with what is recorded.
///
/// The records of a run stand as policy, `started` input, and then each input with the decision and the event it made.
struct LedgerRerun {
    /// Inputs that were rerun, and rows that were compared.
    private(set) var inputs = 0
    private(set) var decisions = 0
    private(set) var events = 0
    /// Inputs after a gap in the record: the engine's state is known again at the next start.
    private(set) var inputsNotRerun = 0

    /// Units that sleep because of us after the last input; nil while that is not known.
    private(set) var asleep: Set<String>?

    /// Whether a daemon must have left its state: its engine said that something is to be remembered.
    private(set) var isMemoryExpected = false

    private var policy: SitePolicy?
    private var loadsAreRead = false
    private var isOurEngine = true
    private var engine: CurtailmentEngine?
    private var expectedDecision: Decision?
    private var expectedEvent: CurtailmentEvent?

    /// Reruns the next row.
    ///
    /// - Returns: why this is the first row that differs; nil when it is as it should be.
    mutating func check(_ entry: ChainEntry) -> String? {
        switch entry.content {
        case .gap:
            engine = nil
            asleep = nil
            expectedDecision = nil
            expectedEvent = nil
            return nil
        case .seal, .samples, .retention: return missing
        case .record(.policy(let terms, _)):
            // Another engine may decide otherwise; from where it does, its decisions are left to their digests.
            let missing = missing
            isOurEngine = terms.engineVersion == CurtailmentEngine.version
            policy = terms.policy
            loadsAreRead = terms.load == .readings
            return missing
        case .record(.input(let input)): return missing ?? rerun(input)
        case .record(.decision(let decision)):
            guard engine != nil else { return nil }
            defer { expectedDecision = nil }
            decisions += 1
            return difference("decision", recorded: decision, expected: expectedDecision)
        case .record(.event(let event, _)):
            guard engine != nil else { return nil }
            defer { expectedEvent = nil }
            events += 1
            return difference("event", recorded: event, expected: expectedEvent)
        case .record: return nil
        }
    }

    /// The row that the last input should have made and the ledger ends without; nil when nothing is missing.
    func finish() -> String? { missing }

    private var missing: String? {
        guard isOurEngine else { return nil }
        if let expectedDecision { return "decision \(expectedDecision.id) is missing before it" }
        if let expectedEvent { return "the row of event \(expectedEvent.id) is missing before it" }
        return nil
    }

    private mutating func rerun(_ input: EngineInput) -> String? {
        if case .started = input.event {
            guard let policy else { return "a run starts and no policy stands before it" }
            engine = CurtailmentEngine(policy: policy)
        }
        guard engine != nil else {
            inputsNotRerun += 1
            asleep = nil
            return nil
        }
        inputs += 1
        let output = engine?.handle(input)
        expectedDecision = output?.decision
        expectedEvent = output?.event
        isMemoryExpected = isMemoryExpected || (loadsAreRead && output?.isMemoryChanged == true)
        if let output { follow(input, output) }
        return nil
    }

    /// Keeps account of the units as the daemon does with each transaction.
    private mutating func follow(_ input: EngineInput, _ output: EngineOutput) {
        if case .started(let recovery) = input.event { asleep = Set(recovery.asleep) }
        guard let engine else { return }
        if let decision = output.decision, decision.mode == .armed {
            asleep?.formUnion(decision.sleeps.map { engine.name(ofUnit: $0) })
        }
        asleep?.subtract(output.returned.map { engine.name(ofUnit: $0) })
    }

    private mutating func difference<Record: CanonicallyWritten & Hashable>(
        _ kind: String, recorded: Record, expected: Record?
    ) -> String? {
        guard recorded != expected else { return nil }
        guard isOurEngine else {
            engine = nil
            asleep = nil
            return nil
        }
        guard let expected else { return "the engine makes no \(kind) of the input before it" }
        let text = String(decoding: expected.canonicalBytes, as: UTF8.self)
        return "the engine makes another \(kind) of the input before it: \(text.prefix(600))"
    }
}
