import GridMarket
import GridUnits

extension CurtailmentEngine {
    /// Brings the standing conditions up to date; each keeps the time at which it began.
    mutating func updateAlarms(utc: UTCInstant) {
        var standing: [Alarm] = []
        for (kind, text) in conditions() {
            let since = alarms.first { $0.kind == kind }?.since ?? utc
            standing.append(Alarm(kind: kind, since: since, text: text))
        }
        if standing != alarms { alarms = standing }
    }

    private func conditions() -> [(kind: Alarm.Kind, text: String)] {
        var conditions: [(kind: Alarm.Kind, text: String)] = []
        for slot in programs.reversed() { conditions += slot.program.conditions }
        if let capability = grid.physicalResponsiveCapability,
            capability < policy.grid.physicalResponsiveCapabilityBelow
        {
            conditions.append(
                (
                    .physicalResponsiveCapabilityLow,
                    "PRC \(capability.decimal) MW is below "
                        + "\(policy.grid.physicalResponsiveCapabilityBelow.decimal) MW"
                ))
        }
        if let level = grid.emergencyAlertLevel, level >= policy.grid.emergencyAlertFrom {
            conditions.append((.emergencyAlert, "ERCOT has declared EEA \(level)"))
        }
        if isLedgerBlocked {
            conditions.append(
                (.ledgerBlocked, "The ledger cannot be written: economic sheds and restores wait"))
        }
        if areMetersAmbiguous {
            conditions.append(
                (
                    .severalMeters,
                    "\(meters.names.count) meters report (\(meters.names.joined(separator: ", "))) and "
                        + "none is chosen: nothing settles by a meter. Name the site's: settlement.meter"
                ))
        }
        if mode == .shadow, !fleet.asleep.isEmpty {
            conditions.append(
                (
                    .unitsAsleepInShadow,
                    "\(fleet.asleep.count) units are still asleep by us; arm, then release, to wake them"
                ))
        }
        if !fleet.asleep.isEmpty || !fleet.returning.isEmpty {
            let failed = fleet.failedCount()
            if failed > 0 {
                conditions.append(
                    (
                        .unitsNotFollowing,
                        "\(failed) units do not follow: curtailctl fleet --state unreachable"
                    ))
            }
        }
        return conditions
    }
}

extension Stance {
    /// The meaning of the stance, for people.
    var text: String {
        switch self {
        case .hold: "the program holds what it last wanted"
        case .release: "the program wants nothing"
        case .curtail: "the program wants the load curtailed"
        }
    }
}
