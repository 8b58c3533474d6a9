package import SiteRecord
import GridUnits

extension InstructionSignal: FieldRecord {
    package static let fields = Fields(
        InstructionSignal.init(id:modification:program:action:power:effective:issuer:end:),
        Field("id") { $0.id }, Field("modification") { $0.modification }, Field("program") { $0.program },
        Field("action") { $0.action }, Field("uw") { $0.power }, Field("effective_ns") { $0.effective },
        Field("issuer") { $0.issuer }, Field("end_ns") { $0.end })
}

extension Program: FieldName {}
extension InstructionSignal.Action: FieldName {}

extension AwardSignal: FieldRecord {
    package static let fields = Fields(
        AwardSignal.init(id:program:market:power:start:end:),
        Field("id") { $0.id }, Field("program") { $0.program }, Field("market", unless: .dam) { $0.market },
        Field("uw") { $0.power }, Field("start_ns") { $0.start }, Field("end_ns") { $0.end })
}
