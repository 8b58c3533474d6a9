import GridUnits

extension CurtailmentEngine {
    /// How long after a restart units that were not read yet are spared by what stood before it.
    static let recoveryPatience = TimeSpan.seconds(5)

    /// After a restart in the middle of an event nobody knows which units sleep on their own account.
    ///
    /// Ordering all of them to sleep again would make those ours, and they would be woken at the end. So what stood
    /// before is planned without the units that were not read yet, until all are, or the patience is over. What is
    /// newly asked for does not wait.
    mutating func watchRecovery(_ input: EngineInput) {
        var isAskedAnew = false
        switch input.event {
        case .started(let recovery):
            recoveringUntil =
                recovery.memory.event == nil ? nil : input.monotonic.advanced(by: Self.recoveryPatience)
        case .command, .frequency(.crossed):
            isAskedAnew = true
        case .frequency(.recovered), .frequency(.second), .frequency(.implausible), .signal, .fleet, .timer,
            .policy,
            .clockStepped, .ledger:
            break
        }
        guard let until = recoveringUntil else { return }
        guard isAskedAnew || input.monotonic >= until || !fleet.states.contains(.unconfirmed) else { return }
        recoveringUntil = nil
        settled = nil
    }
}
