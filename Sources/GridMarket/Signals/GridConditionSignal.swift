package import SiteRecord
package import GridUnits

/// State of the ERCOT grid as published; each field only where the sender gave it.
package struct GridConditionSignal: SignalContent {
    package static let kind = SignalKind.grid

    /// Physical Responsive Capability.
    package let physicalResponsiveCapability: Power?
    /// Energy Emergency Alert level, 0 to 3.
    package let emergencyAlertLevel: Int?
    /// The system's load; nil where the signal does not say.
    package let systemLoad: Power?

    package static let fields: Fields<GridConditionSignal> = Fields(
        GridConditionSignal.init(physicalResponsiveCapability:emergencyAlertLevel:systemLoad:),
        Field("prc_uw") { $0.physicalResponsiveCapability }, Field("eea") { $0.emergencyAlertLevel },
        Field("load_uw") { $0.systemLoad })

    /// Creates a state of which any part may be unknown.
    package init(physicalResponsiveCapability: Power?, emergencyAlertLevel: Int?, systemLoad: Power?) {
        self.physicalResponsiveCapability = physicalResponsiveCapability
        self.emergencyAlertLevel = emergencyAlertLevel
        self.systemLoad = systemLoad
    }

    package init(wire fields: SignalFields, at: UTCInstant) throws(SignalRejection) {
        emergencyAlertLevel = try fields.decimal("eea", scale: 0).map(Int.init)
        physicalResponsiveCapability = try fields.quantity("prc_mw", Power.self)
        systemLoad = try fields.quantity("system_load_mw", Power.self)
        guard emergencyAlertLevel != nil || physicalResponsiveCapability != nil || systemLoad != nil else {
            throw SignalRejection(.malformed, "grid needs one of prc_mw, eea, system_load_mw")
        }
    }

    package var text: String {
        [
            emergencyAlertLevel.map { "EEA \($0)" },
            physicalResponsiveCapability.map { "PRC \($0.decimal) MW" },
            systemLoad.map { "load \($0.decimal) MW" },
        ].compactMap(\.self).joined(separator: ", ")
    }

    package func subject(sender: String) -> SignalSubject { SignalSubject(name: sender) }

    /// Only sources that say the same parts disagree.
    package var rankedSubject: SignalSubject? {
        let parts = [
            emergencyAlertLevel == nil ? "" : "eea", physicalResponsiveCapability == nil ? "" : "prc",
            systemLoad == nil ? "" : "load",
        ]
        return SignalSubject(name: parts.joined(separator: " "))
    }

    package func checkValues() throws(SignalRejection) {
        try SignalRange.check(physicalResponsiveCapability, "prc_mw")
        try SignalRange.check(systemLoad, "system_load_mw")
        if let level = emergencyAlertLevel, !(0...3).contains(level) {
            throw SignalRejection(.absurd, "eea \(level) is not an Energy Emergency Alert level, 0 to 3")
        }
    }
}
