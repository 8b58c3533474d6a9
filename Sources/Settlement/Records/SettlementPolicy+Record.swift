import GridMarket
import GridUnits
package import SiteRecord

/// The declared keys, and beside them the contracts with the terms of the economics first.
extension SettlementPolicy: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            SettingValue.write(Self.declared.settings(self), to: &writer)
            writer.member("contracts", contracts)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self = try Self.declared.value(recorded: value.without(["contracts"]))
        contracts = try value.record("contracts")
    }
}
