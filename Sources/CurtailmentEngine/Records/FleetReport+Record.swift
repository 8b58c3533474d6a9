package import SiteRecord
import GridUnits

/// One entry for each change, its units as runs.
extension FleetReport: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("groups") { $0.array(groups) { $1.write(to: &$0) } }
            writer.member("changes") { writer in
                writer.array(changes) { writer, change in
                    writer.object { writer in
                        writer.member("state", change.state.rawValue)
                        writer.member("units", UnitRuns.text(change.units))
                    }
                }
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        var changes: [Change] = []
        for run in try value.array("changes") {
            let state: UnitState = try run.name("state")
            changes.append(Change(units: try UnitRuns.units(try run.text("units")), state: state))
        }
        self.init(groups: try value.records("groups"), changes: changes)
    }
}

extension FleetReport.GroupLoad: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("confirmed_uw", confirmed)
            writer.member("curtailed_uw", curtailed)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            confirmed: try value.quantity("confirmed_uw"), curtailed: try value.quantity("curtailed_uw"))
    }
}
