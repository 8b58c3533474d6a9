package import GridUnits
package import SiteRecord

/// A baseline, with everything it was made of, so that a ledger line can prove it.
package struct BaselineResult: Hashable, Sendable {
    /// The finding of the method.
    package enum Finding: Hashable, Sendable {
        /// The same energy in every whole interval of the event.
        case flat(Energy)
        /// Each interval's own energy, in order.
        case byInterval([IntervalLoad])
        /// No baseline but a limit, and the intervals that went beyond it.
        case ceiling(Power, exceededIn: [SettlementInterval])
        /// Nothing, and why.
        case gap(BaselineGap)
    }

    /// The method that was asked for.
    package let method: BaselineMethod
    /// The baseline, or why there is none.
    package let finding: Finding
    /// The readings the finding rests on; those known so far where there is a gap.
    package let inputs: [BaselineInput]
    /// Like days that were passed over, newest first.
    package let excludedDays: [ExcludedDay]
    /// By what the event's own day corrected its like days; nil where nothing was corrected.
    package let adjustment: Fraction?

    package init(
        method: BaselineMethod, finding: Finding, inputs: [BaselineInput] = [],
        excludedDays: [ExcludedDay] = [], adjustment: Fraction? = nil
    ) {
        self.method = method
        self.finding = finding
        self.inputs = inputs
        self.excludedDays = excludedDays
        self.adjustment = adjustment
    }

    /// Why there is no baseline; nil where there is one.
    package var gap: BaselineGap? {
        guard case .gap(let gap) = finding else { return nil }
        return gap
    }

    /// The energy that would have been drawn in a whole interval; nil where the finding does not say it.
    package func energy(in interval: SettlementInterval) -> Energy? {
        switch finding {
        case .flat(let energy): energy
        case .byInterval(let loads): loads.first { $0.interval == interval }?.energy
        case .ceiling, .gap: nil
        }
    }
}

/// One thing that a baseline was made of.
package enum BaselineInput: Hashable, Sendable {
    /// The use made of a like day.
    package enum DayUse: String, Hashable, Sendable, CaseIterable {
        case averaged
        case droppedAsHighest = "dropped_highest"
        case droppedAsLowest = "dropped_lowest"
        /// Of the same weekday: the energy of the day is fitted on it, and the form.
        case fittedEnergyAndForm = "fitted_energy_and_form"
        /// Of the same kind only.
        case fittedForm = "fitted_form"
    }

    case sample(TelemetrySample)
    case interval(IntervalLoad)
    /// A like day and what decided on its use: its energy, or its distance from the event.
    case day(CalendarDate, Energy, DayUse)
    /// The Maximum Base Load, as declared to ERCOT.
    case declared(Power)
}

/// A like day that took no part.
package struct ExcludedDay: Hashable, Sendable {
    /// Why a like day was passed over.
    package enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Something was curtailed on it, so that it does not say what is drawn freely.
        case eventDay = "event_day"
        /// The meter did not report all of its intervals.
        case incomplete
        /// It lacks an hour that the event has: the spring day.
        case lacksHour = "lacks_hour"
    }

    /// The operating day.
    package let day: CalendarDate
    /// Why it was passed over.
    package let reason: Reason

    package init(day: CalendarDate, reason: Reason) {
        self.day = day
        self.reason = reason
    }
}

/// Why a baseline could not be found; nothing is filled in.
package enum BaselineGap: Hashable, Sendable {
    /// The meter's telemetry was silent for longer than the method allows.
    case silent(from: UTCInstant, to: UTCInstant)
    /// The meter did not report an interval that is needed.
    case intervalMissing(SettlementInterval)
    /// Fewer like days than the method needs.
    case tooFewDays(found: Int, needed: Int)
    /// Fewer like days of the same weekday than the method needs.
    case tooFewOfWeekday(found: Int, needed: Int)
    /// The like days drew nothing at all, so that no interval has a part of them.
    case nothingDrawn
    /// The day before the event, which its days are compared by, is an event day itself.
    case curtailedTheDayBefore(CalendarDate)
    /// The hours before the event hold no whole interval, or the like days drew nothing in them.
    case nothingToAdjustBy
    /// No Maximum Base Load has been declared.
    case nothingDeclared
}

extension BaselineResult: FieldRecord {
    package static let fields = Fields(
        { method, finding, inputs, excludedDays, adjustment, _ in
            BaselineResult(
                method: method, finding: finding, inputs: inputs, excludedDays: excludedDays,
                adjustment: adjustment)
        },
        Field("method") { $0.method }, Field("finding") { $0.finding }, Field("inputs") { $0.inputs },
        Field("excluded") { $0.excludedDays }, Field("adjustment") { $0.adjustment },
        // For people who read the record: they follow from the method.
        Field("limitations", unless: []) { $0.method.limitations })
}

extension BaselineLimitation: FieldName {}

extension BaselineResult.Finding: ChoiceRecord {
    package static let choices = Choices<BaselineResult.Finding>(
        Choice(
            "flat", BaselineResult.Finding.flat,
            of: { if case .flat(let energy) = $0 { energy } else { nil } }, Field("uws") { $0 }),
        Choice(
            "by_interval", BaselineResult.Finding.byInterval,
            of: { if case .byInterval(let loads) = $0 { loads } else { nil } }, Field("loads") { $0 }),
        Choice(
            "ceiling", BaselineResult.Finding.ceiling(_:exceededIn:),
            of: { if case .ceiling(let power, let exceeded) = $0 { (power, exceeded) } else { nil } },
            Field("uw") { $0.0 }, Field("exceeded_ns") { $0.1 }),
        Choice("gap", BaselineResult.Finding.gap) { if case .gap(let gap) = $0 { gap } else { nil } })
}

extension IntervalLoad: FieldRecord {
    package static let fields = Fields(
        IntervalLoad.init(interval:energy:), Field("start_ns") { $0.interval }, Field("uws") { $0.energy })
}

extension ExcludedDay: FieldRecord {
    package static let fields = Fields(
        ExcludedDay.init(day:reason:), Field("day") { $0.day }, Field("reason") { $0.reason })
}

extension ExcludedDay.Reason: FieldName {}
