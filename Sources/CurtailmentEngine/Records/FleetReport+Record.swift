package import CanonicalRecord
import GridUnits

/// Changes that follow each other into the same state share one entry.
extension FleetReport: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("groups") { $0.array(groups) { $1.write(to: &$0) } }
            writer.member("changes") { writer in
                writer.array(runsOfChanges()) { writer, run in
                    writer.object { writer in
                        writer.member("state", run.state.rawValue)
                        writer.member("units", UnitRuns.text(run.units))
                    }
                }
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        var changes: [Change] = []
        for run in try value.array("changes") {
            let state: UnitState = try run.name("state")
            for unit in try UnitRuns.units(try run.text("units")) {
                changes.append(Change(unit: unit, state: state))
            }
        }
        self.init(groups: try value.records("groups"), changes: changes)
    }

    private func runsOfChanges() -> [(state: UnitState, units: [Int])] {
        var runs: [(state: UnitState, units: [Int])] = []
        for change in changes {
            if runs.last?.state == change.state {
                runs[runs.count - 1].units.append(change.unit)
            } else {
                runs.append((change.state, [change.unit]))
            }
        }
        return runs
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
