/// Tells the service manager and the journal what the daemon does.
///
/// Calls return at once.
package protocol ServiceReporting: Sendable {
    func write(_ entry: JournalEntry)

    /// Sets the one line that `systemctl status` shows.
    func setStatus(_ line: String)

    /// A pass of the decision loop has finished: the watchdog is fed from here and from nowhere else.
    func passFinished()
}

/// One entry of the journal: a state change, never chatter.
package struct JournalEntry: Hashable, Sendable {
    /// syslog(3) levels that we use.
    package enum Priority: Int, Hashable, Sendable {
        case critical = 2
        case error = 3
        case warning = 4
        /// A transition an operator wants to see.
        case notice = 5
        case information = 6
    }

    /// The message, which fixes its number in the catalogue.
    package let message: JournalMessage
    /// The priority by syslog.
    package let priority: Priority
    /// One line for people, with numbers and units.
    package let text: String
    /// Structured fields beside the message; the journal's catalogue names them.
    package let fields: [JournalField: String]

    package init(
        _ message: JournalMessage, _ priority: Priority, _ text: String, fields: [JournalField: String] = [:]
    ) {
        self.message = message
        self.priority = priority
        self.text = text
        self.fields = fields
    }
}

/// The structured fields, without their `CURTAIL_` prefix.
package enum JournalField: String, Hashable, Sendable, CaseIterable {
    case event = "EVENT"
    case program = "PROGRAM"
    case state = "STATE"
    case targetMegawatts = "TARGET_MW"
    case commandedMegawatts = "COMMANDED_MW"
    case confirmedMegawatts = "CONFIRMED_MW"
    case meteredMegawatts = "METERED_MW"
    case reason = "REASON"
    case price = "PRICE_USD_PER_MWH"
    case frequency = "FREQUENCY_HZ"
    case credit = "CREDIT_USD"
    case decision = "DECISION"
    case source = "SOURCE"
    case unit = "UNIT"
}

/// The kinds of journal entry; each raw value is its `MESSAGE_ID` and has a catalogue entry.
package enum JournalMessage: String, Hashable, Sendable, CaseIterable {
    case started = "5f6c1b0c9d6e4b6fa3a1c8f4a2d90b01"
    case stopping = "b7d5a5c2e1f84a2d8a0b8ddc64a7e902"
    case curtailmentBegan = "0c2f3d6a7e914d1fb5a2d1c3f7b86403"
    case curtailmentChanged = "a91e4f7bd3c24e0c9d8b6a5f1c0e7204"
    case curtailmentRestoring = "3d8a6c5e2b174f9fa4c7e1d0b9f38505"
    case curtailmentEnded = "e4b1c9d7a6f2483e8b5d0c3a7f962106"
    case manualCommand = "71f0d2e8c3b94a65b1e7f4a9d85c3007"
    case frequencyTrip = "c8a5e7b3f1d64092a6b4d8e0c7f15908"
    case modeChanged = "2e9b7d4c1a8f4e63b0d5f7a2c6e18409"
    case sourceState = "96d3f0a8b5c74e21a9f6c2d4e7b0180a"
    case unitFailure = "4ba7e1c6d9f2430f8e5b3a0d7c64f20b"
    case ledgerState = "d1c4b8f5a7e3492db6a0e9c3f852760c"
    case configuration = "68e2a5d0f9b74c1e93d7b4f6a1c80e0d"
    case clockStepped = "f3b9c7a1d5e8426a8c0f2e6d4b97a10e"
    case alarm = "1a6d8e3f7c5b4902bd4e9f0a2c81b70f"
    case ledgerHead = "8c0e5b2d6f9a4713a2d8c6f4e1b75a10"
}
