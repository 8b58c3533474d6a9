package import GridMarket
package import CurtailmentEngine
package import GridUnits

/// One row for the chained log.
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

    /// When it was recorded or happened, by the record's own word.
    package var at: UTCInstant {
        switch self {
        case .policy(_, let at), .event(_, let at), .fact(_, let at), .load(_, let at), .interval(_, let at),
            .basis(_, let at), .claim(_, let at):
            at
        case .input(let input): input.at
        case .decision(let decision): decision.at
        }
    }

    /// The interval that a row of settlement is of; nil for other rows.
    package var interval: SettlementInterval? {
        switch self {
        case .interval(let settled, _): settled.energy.interval
        case .basis(let basis, _): basis.interval
        case .claim(let claim, _): claim.interval
        case .policy, .input, .decision, .event, .fact, .load: nil
        }
    }

    /// The group that a row of settlement is of; nil for rows of the site and for other rows.
    package var group: String? {
        if case .interval(let settled, _) = self { return settled.energy.group }
        if case .claim(let claim, _) = self { return claim.group }
        return nil
    }

    /// The signal that a row brings, whether anything was decided by it or not; nil for other rows.
    package var signal: StampedSignal? {
        if case .fact(let signal, _) = self { return signal }
        if case .input(let input) = self, case .signal(let signal) = input.event { return signal }
        return nil
    }

    /// Whether settlement makes it of the other rows, so that `verify` can make it again.
    package var isSettled: Bool { interval != nil }
}

/// Everything that decisions and money depend on beside what arrives.
package struct PolicyRecord: Hashable, Sendable {
    /// Where the load of the groups comes from.
    package enum LoadSource: String, Hashable, Sendable, CaseIterable {
        /// Fleet reports among the inputs.
        case readings
        /// `load` rows.
        case given
    }

    package var policy: SitePolicy
    package var settlement: SettlementPolicy
    package var load: LoadSource
    /// The rules that decided and that settled, by their versions; another version may decide otherwise.
    package var engineVersion: String
    package var settlementVersion: String
    /// SHA-256 of the configuration's text, 64 hexadecimal digits; empty where it was not read from one.
    package var configurationDigest: String

    package init(
        policy: SitePolicy, settlement: SettlementPolicy = .standard, load: LoadSource = .readings,
        engineVersion: String = CurtailmentEngine.version, settlementVersion: String = Settler.version,
        configurationDigest: String = ""
    ) {
        self.policy = policy
        self.settlement = settlement
        self.load = load
        self.engineVersion = engineVersion
        self.settlementVersion = settlementVersion
        self.configurationDigest = configurationDigest
    }

    /// The settlement version of ledgers whose rows name none.
    package static let firstSettlementVersion = "1"
}
