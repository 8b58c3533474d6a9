import GridMarket
import GridUnits
package import SiteRecord

/// The declared keys; beside them the groups, the meter that settlement names, and the dated contracts.
extension SitePolicy: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            SettingValue.write(Self.declared.settings(self), to: &writer)
            writer.member(ifPresent: "meter", meter)
            if !economics.contracts.isEmpty {
                writer.member("contracts") { $0.array(economics.contracts) { $1.write(to: &$0) } }
            }
            writer.member("groups") { $0.array(groups) { $1.write(to: &$0) } }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self = try Self.declared.value(recorded: value.without(["meter", "contracts", "groups"]))
        meter = try value.optionalText("meter")
        economics.contracts = value.optional("contracts") == nil ? [] : try value.records("contracts")
        groups = try value.records("groups")
    }

    private static let declared = Section("", "", of: blank) { keys }
}
