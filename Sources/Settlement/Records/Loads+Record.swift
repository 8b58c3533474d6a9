package import SiteRecord
import CurtailmentEngine
import GridUnits

extension LoadBook: FieldRecord {
    static let fields = Fields(
        LoadBook.init(
            names:commanded:levels:since:real:shadow:unwatched:shadowUnits:
            returning:),
        Field("names") { $0.names }, Field("commanded") { $0.isCommanded.map { $0 ? 1 : 0 } },
        Field("levels") { $0.levels }, Field("since_ns") { $0.since }, Field("real") { $0.real },
        Field("would") { $0.shadow }, Field("unwatched", unless: []) { $0.unwatched.parts },
        Field("would_sleep") { $0.shadowUnits.sorted() }, Field("returning") { $0.returning })

    private init(
        names: [String], commanded: [Int], levels: [Level], since: UTCInstant?, real: IntervalBook,
        shadow: IntervalBook, unwatched: [UnwatchedTime.Part], shadowUnits: [Int],
        returning: Returning?
    ) {
        self.init(
            names: names, isCommanded: commanded.map { $0 != 0 }, levels: levels, since: since, real: real,
            shadow: shadow, unwatched: UnwatchedTime(parts: unwatched), shadowUnits: Set(shadowUnits),
            returning: returning)
    }
}

/// As of its last wake; the units are numbered by the policy in force.
extension LoadBook.Returning: FieldRecord {
    static let fields = Fields(
        LoadBook.Returning.init(mode:waiting:lastWake:pace:),
        Field("mode") { $0.mode }, Field("waiting") { Array($0.ramp.waiting) },
        Field("mono_ns") { $0.ramp.lastWake }, Field("pace") { $0.ramp.paceOfLastWake })

    private init(
        mode: SiteMode, waiting: [Int], lastWake: MonotonicInstant, pace: ReturnPace?
    ) throws(CanonicalFailure) {
        guard let pace else { throw CanonicalFailure("a return has no pace") }
        self.init(
            ramp: RestoreRamp(queue: waiting, pace: pace, statedAt: lastWake), mode: mode, units: UnitTable())
    }
}

extension LoadBook.Level: FieldRecord {
    static let fields = Fields(
        LoadBook.Level.init(consumed:curtailed:shadow:),
        Field("consumed_uw") { $0.consumed }, Field("curtailed_uw") { $0.curtailed },
        Field("shadow_uw") { $0.shadow })
}

extension UnwatchedTime.Part: FieldRecord {
    static let fields = Fields(
        UnwatchedTime.Part.init(interval:nanoseconds:),
        Field("start_ns") { $0.interval }, Field("ns") { $0.nanoseconds })
}

extension MeterBook: FieldRecord {
    static let fields = Fields(
        MeterBook.init(at:meter:power:register:doubt:open:telemetry:),
        Field("at_ns") { $0.last?.at }, Field("meter") { $0.last?.meter }, Field("uw") { $0.last?.power },
        Field("register") { $0.registers.last }, Field("doubt", unless: nil) { $0.registers.doubt },
        Field("open") { $0.open }, Field("telemetry") { $0.telemetry })

    private init(
        at: UTCInstant?, meter: String?, power: Power?, register: RegisterWatch.Reading?,
        doubt: RegisterWatch.Doubt?, open: [Sums], telemetry: [TelemetrySample]
    ) throws(CanonicalFailure) {
        guard (at == nil) == (meter == nil) else {
            throw CanonicalFailure("a last reading has at_ns and meter")
        }
        if let at, let meter { last = Last(at: at, meter: meter, power: power) }
        registers = RegisterWatch(last: register, doubt: doubt)
        self.open = open
        self.telemetry = telemetry
    }
}

extension MeterBook.Sums: FieldRecord {
    static let fields = Fields(
        MeterBook.Sums.init(interval:energy:coveredNanoseconds:fault:hasSeveralMeters:),
        Field("start_ns") { $0.interval }, Field("uws") { $0.energy },
        Field("covered_ns") { $0.coveredNanoseconds }, Field("fault") { $0.fault },
        Field("several_meters") { $0.hasSeveralMeters })
}

extension MeterBook.Reading: FieldRecord {
    static let fields = Fields(
        MeterBook.Reading.init(interval:energy:gap:),
        Field("start_ns") { $0.interval }, Field("uws") { $0.energy }, Field("gap") { $0.gap })
}

extension CurtailmentBook.Standing: FieldRecord {
    static let fields = Fields(
        CurtailmentBook.Standing.init(event:baseline:),
        Field("event") { $0.event }, Field("baseline") { $0.baseline })
}

/// A page that waits for its price; it has no rows and no claims yet.
extension SettlementPage: FieldRecord {
    package static let fields = Fields(
        SettlementPage.init(
            interval:policyNumber:hashprice:energies:metered:meterGap:curtailments:ended:unwatched:),
        Field("start_ns") { $0.interval }, Field("policy") { $0.policyNumber },
        Field("uusd_ph_day") { $0.hashprice }, Field("energies") { $0.energies },
        Field("metered_uws") { $0.metered }, Field("meter_gap") { $0.meterGap },
        Field("curtailments") { $0.curtailments }, Field("ended", unless: []) { $0.ended },
        Field("unwatched_ns", unless: .zero) { $0.unwatched })
}
