import ControlLoop
import CurtailmentEngine
import GridUnits
import LedgerStore
import Settlement

/// Money and records of a replay.
struct ReplayBooks {
    /// What the report adds up.
    struct Totals {
        var intervals = 0
        var baseline = Energy.zero
        var consumed = Energy.zero
        var curtailed = Energy.zero
        var claims = ClaimTotals()
    }

    private(set) var totals = Totals()
    private let policy: SitePolicy
    private var terms: [String: SettlementTerms] = [:]
    private var hashprice: Money?
    private let ledger: Ledger?
    private var pending: [LedgerRecord] = []
    private var lastPriced: UTCInstant?

    /// Records written in one transaction.
    private static let batch = 20_000

    init(policy: SitePolicy, ledgerPath: String?, at start: UTCInstant) throws {
        self.policy = policy
        ledger = try ledgerPath.map { try Ledger(path: $0) }
        if ledger != nil { pending.append(.policy(policy, at: start)) }
        try setTerms(hashprice: policy.economics.dollarsPerPetahashDay)
    }

    private mutating func setTerms(hashprice new: Money) throws {
        guard hashprice != new else { return }
        hashprice = new
        for group in policy.groups {
            terms[group.name] = try group.settlementTerms(policy: policy, hashprice: new)
        }
    }

    mutating func record(_ input: EngineInput, _ output: EngineOutput) throws {
        if case .signal(let stamped) = input.event, case .hashprice(let signal) = stamped.signal {
            try setTerms(hashprice: signal.dollarsPerPetahashDay)
        }
        guard ledger != nil else { return }
        pending.append(.input(input))
        if let decision = output.decision { pending.append(.decision(decision)) }
        if let event = output.event { pending.append(.event(event, at: input.at)) }
        try writeIfFull()
    }

    /// Prices closed intervals; an interval without a price takes part in no sum.
    mutating func settle(
        _ energies: [IntervalEnergy], prices: [UTCInstant: EnergyPrice], at now: UTCInstant,
        engine: CurtailmentEngine
    ) throws {
        for energy in energies {
            guard let price = prices[energy.interval.start] else { continue }
            if energy.interval.start != lastPriced {
                lastPriced = energy.interval.start
                totals.intervals += 1
            }
            totals.baseline += energy.baseline
            totals.consumed += energy.consumed
            totals.curtailed += energy.curtailed
            let claims = try terms[energy.group]?.claims(for: energy, at: price) ?? []
            for claim in claims { try totals.claims.add(claim) }
            guard ledger != nil else { continue }
            pending.append(.interval(energy, price: price, at: now))
            pending.append(contentsOf: claims.map { .claim($0, at: now) })
        }
        try writeIfFull()
    }

    mutating func finish() throws {
        guard let ledger else { return }
        try write()
        try ledger.close()
    }

    private mutating func writeIfFull() throws {
        if pending.count >= Self.batch { try write() }
    }

    private mutating func write() throws {
        try ledger?.append(pending)
        pending.removeAll(keepingCapacity: true)
    }
}
