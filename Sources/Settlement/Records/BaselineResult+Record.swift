package import SiteRecord
import GridUnits

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
