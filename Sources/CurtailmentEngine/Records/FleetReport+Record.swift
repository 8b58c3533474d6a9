package import SiteRecord
import GridUnits

/// One entry for each change, its units as runs.
extension FleetReport: FieldRecord {
    package static let fields = Fields(
        { groups, changes throws(CanonicalFailure) in
            let report = FleetReport(groups: groups, changes: changes)
            guard report.changes.count == changes.count else {
                throw CanonicalFailure("a change has no units, or two that follow each other are one")
            }
            return report
        },
        Field("groups") { $0.groups }, Field("changes") { $0.changes })
}

extension FleetReport.Change: FieldRecord {
    package static let fields = Fields(
        { state, units in FleetReport.Change(units: units, state: state) },
        Field("state") { $0.state }, Field("units", as: UnitRuns.form) { $0.units })
}

extension UnitState: FieldName {}

extension FleetReport.GroupLoad: FieldRecord {
    package static let fields = Fields(
        FleetReport.GroupLoad.init(confirmed:curtailed:),
        Field("confirmed_uw") { $0.confirmed }, Field("curtailed_uw") { $0.curtailed })
}
