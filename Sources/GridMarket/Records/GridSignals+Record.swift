package import SiteRecord
import GridUnits

extension FrequencySample: FieldRecord {
    package static let fields = Fields(
        FrequencySample.init(at:frequency:rateOfChange:isGood:),
        Field("at_ns") { $0.at }, Field("uhz") { $0.frequency }, Field("uhz_s") { $0.rateOfChange },
        Field("good") { $0.isGood })
}

extension GridConditionSignal: FieldRecord {
    package static let fields = Fields(
        GridConditionSignal.init(physicalResponsiveCapability:emergencyAlertLevel:systemLoad:),
        Field("prc_uw") { $0.physicalResponsiveCapability }, Field("eea") { $0.emergencyAlertLevel },
        Field("load_uw") { $0.systemLoad })
}

extension LoadForecastSignal: FieldRecord {
    package static let fields = Fields(
        LoadForecastSignal.init(start:end:load:issued:),
        Field("start_ns") { $0.start }, Field("end_ns") { $0.end }, Field("uw") { $0.load },
        Field("issued_ns") { $0.issued })
}

extension MeterSignal: FieldRecord {
    package static let fields = Fields(
        MeterSignal.init(meter:power:cumulative:usage:),
        Field("meter") { $0.meter }, Field("uw") { $0.power }, Field("uws") { $0.cumulative },
        Field("usage") { $0.usage })
}

extension MeterSignal.Usage: FieldRecord {
    package static let fields = Fields(
        MeterSignal.Usage.init(start:end:energy:),
        Field("start_ns") { $0.start }, Field("end_ns") { $0.end }, Field("uws") { $0.energy })
}
