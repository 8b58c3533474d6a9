package import CurtailmentEngine
package import SiteRecord
import GridUnits

/// Everything that decisions and money depend on beside what arrives.
package struct PolicyRecord: Hashable, Sendable {
    /// Where the load of the groups comes from.
    package enum LoadSource: String, Hashable, Sendable, CaseIterable {
        /// Fleet reports among the inputs.
        case readings
        /// `load` rows.
        case given
    }

    /// The policy by which the engine decided.
    package var policy: SitePolicy
    /// The policy by which money was settled.
    package var settlement: SettlementPolicy
    /// Where the load of the groups comes from.
    package var load: LoadSource
    /// The version of the rules that decided; another version may decide otherwise.
    package var engineVersion: String
    /// The version of the rules that settled; another version may settle otherwise.
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
}

extension PolicyRecord: FieldRecord, LedgerContent {
    package static let kind = "policy"

    package static let fields = Fields(
        PolicyRecord.init(
            policy:settlement:load:engineVersion:settlementVersion:configurationDigest:),
        Field("policy") { $0.policy }, Field("settlement") { $0.settlement }, Field("load") { $0.load },
        Field("engine") { $0.engineVersion }, Field("settlement_rules") { $0.settlementVersion },
        Field("configuration_sha256") { $0.configurationDigest })
}

extension PolicyRecord.LoadSource: FieldName {}

extension SettlementPolicy: FieldValue {
    package static var shape: ValueShape { .custom }
}
