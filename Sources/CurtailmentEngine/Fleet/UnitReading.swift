import GridMarket
package import GridUnits

/// The answer of one unit, as its driver read it.
package struct UnitReading: Hashable, Sendable {
    /// A unit's own word on whether it mines.
    package enum Activity: String, Hashable, Sendable, CaseIterable {
        case running, asleep
        /// The unit does not say; only its power tells.
        case unknown
    }

    /// The outcome of asking or telling a unit.
    package enum Answer: Hashable, Sendable {
        /// Drawing so much, by the unit's own reading, before PUE.
        case drawing(Power, Activity)
        /// Said it will; proves nothing about the load.
        case acknowledged(FleetOrder.Action)
        /// No answer within the deadline, connection refused or reset.
        case unreachable(String)
        /// Answered, but would not: held by another tool's session, unknown command, nonsense.
        case refused(String)
    }

    /// The unit's number through all groups.
    package let unit: Int
    /// When the answer came.
    package let at: MonotonicInstant
    /// The answer, or the way in which there was none.
    package let answer: Answer

    package init(unit: Int, at: MonotonicInstant, answer: Answer) {
        self.unit = unit
        self.at = at
        self.answer = answer
    }
}

/// Units to put to sleep or to wake, in the order in which it has to happen.
package struct FleetOrder: Hashable, Sendable {
    /// The thing a unit is told.
    package enum Action: String, Hashable, Sendable, CaseIterable {
        case sleep, wake
    }

    /// Whether the order may wait for the ledger.
    package enum Urgency: String, Hashable, Sendable, CaseIterable {
        /// Trip, manual command or obligation: goes out at once, recorded right after.
        case urgent
        /// Economic shed or any restore: goes out once it is in the ledger.
        case recorded
    }

    /// The decision that gave the order.
    package let decision: Int64
    /// Sleep or wake, for every unit of the order.
    package let action: Action
    /// The units by their numbers through all groups, in order.
    package let units: [Int]
    /// Whether the order may wait for the ledger.
    package let urgency: Urgency

    package init(decision: Int64, action: Action, units: [Int], urgency: Urgency) {
        self.decision = decision
        self.action = action
        self.units = units
        self.urgency = urgency
    }
}

/// Where a unit stands.
package enum UnitState: String, Hashable, Sendable, CaseIterable {
    case running, shedding, asleep, waking
    /// Answered nothing lately; what it draws is not known and counted as full.
    case unreachable
    /// Answers, but does not do what it was told.
    case refusing
    /// Asleep, but not by us; never woken by us.
    case notOurs = "not_ours"
    /// Not read yet since the start.
    case unconfirmed
}
