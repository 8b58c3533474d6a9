package import SiteRecord
import GridUnits

extension BaselineInput: ChoiceRecord {
    package static let choices = Choices<BaselineInput>(
        Choice("sample", BaselineInput.sample) { if case .sample(let sample) = $0 { sample } else { nil } },
        Choice("interval", BaselineInput.interval) { if case .interval(let load) = $0 { load } else { nil } },
        Choice(
            "day", BaselineInput.day,
            of: { if case .day(let day, let energy, let use) = $0 { (day, energy, use) } else { nil } },
            Field("day") { $0.0 }, Field("uws") { $0.1 }, Field("use") { $0.2 }),
        Choice(
            "declared", BaselineInput.declared,
            of: { if case .declared(let power) = $0 { power } else { nil } }, Field("uw") { $0 }))
}

extension BaselineInput.DayUse: FieldName {}

extension TelemetrySample: FieldRecord {
    package static let fields = Fields(
        TelemetrySample.init(at:power:), Field("at_ns") { $0.at }, Field("uw") { $0.power })
}

extension BaselineGap: ChoiceRecord {
    package static let choices = Choices<BaselineGap>(
        Choice(
            "silent", BaselineGap.silent(from:to:),
            of: { if case .silent(let from, let to) = $0 { (from, to) } else { nil } },
            Field("from_ns") { $0.0 }, Field("to_ns") { $0.1 }),
        Choice(
            "interval_missing", BaselineGap.intervalMissing,
            of: { if case .intervalMissing(let interval) = $0 { interval } else { nil } },
            Field("start_ns") { $0 }),
        Choice(
            "too_few_days", BaselineGap.tooFewDays(found:needed:),
            of: { if case .tooFewDays(let found, let needed) = $0 { (found, needed) } else { nil } },
            Field("found") { $0.0 }, Field("needed") { $0.1 }),
        Choice(
            "too_few_of_weekday", BaselineGap.tooFewOfWeekday(found:needed:),
            of: { if case .tooFewOfWeekday(let found, let needed) = $0 { (found, needed) } else { nil } },
            Field("found") { $0.0 }, Field("needed") { $0.1 }),
        Choice("nothing_drawn", .nothingDrawn),
        Choice(
            "curtailed_the_day_before", BaselineGap.curtailedTheDayBefore,
            of: { if case .curtailedTheDayBefore(let day) = $0 { day } else { nil } }, Field("day") { $0 }),
        Choice("nothing_to_adjust_by", .nothingToAdjustBy),
        Choice("nothing_declared", .nothingDeclared))
}
