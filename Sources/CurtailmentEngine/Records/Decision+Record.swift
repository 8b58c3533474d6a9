import GridMarket
package import SiteRecord
import GridUnits

extension Decision: FieldRecord {
    package static let fields = Fields(
        Decision.init(
            id:at:mode:event:state:available:target:commanded:confirmed:winner:runnerUp:rulings:sleeps:wakes:
            pace:summary:),
        Field("id") { $0.id }, Field("at_ns") { $0.at }, Field("mode") { $0.mode },
        Field("event") { $0.event }, Field("state") { $0.state }, Field("available_uw") { $0.available },
        Field("target_uw") { $0.target }, Field("commanded_uw") { $0.commanded },
        Field("confirmed_uw") { $0.confirmed }, Field("winner") { $0.winner },
        Field("runner_up") { $0.runnerUp }, Field("rulings", unless: []) { $0.rulings },
        Field("sleeps", as: UnitRuns.form, unless: []) { $0.sleeps },
        Field("wakes", as: UnitRuns.form, unless: []) { $0.wakes }, Field("pace") { $0.pace },
        Field("summary") { $0.summary })
}

extension SiteMode: FieldName {}
extension SiteState: FieldName {}

extension ReturnPace: FieldRecord {
    package static let fields = Fields(
        ReturnPace.init(checkedRamp:elapsed:returned:),
        Field("uw_per_min") { $0.rampPerMinute }, Field("elapsed_ns") { $0.elapsed },
        Field("returned_uw") { $0.returned })

    private init(checkedRamp: Power, elapsed: TimeSpan, returned: Power) throws(CanonicalFailure) {
        guard checkedRamp > .zero, elapsed >= .zero, returned >= .zero else {
            throw CanonicalFailure("a return has no pace")
        }
        self.init(rampPerMinute: checkedRamp, elapsed: elapsed, returned: returned)
    }
}

extension Demand: FieldRecord {
    package static let fields = Fields(
        Demand.init(program:reason:ceiling:floor:groups:setPoint:figures:),
        Field("program") { $0.program }, Field("reason") { $0.reason },
        Field("ceiling_uw") { $0.bounds.ceiling }, Field("floor_uw") { $0.bounds.floor },
        Field("groups", as: UnitRuns.form, unless: []) { $0.bounds.groups },
        Field("set_point_uw") { $0.bounds.setPoint }, Field("figures") { $0.figures })

    private init(
        program: Program, reason: Reason, ceiling: Power?, floor: Power?, groups: [Int], setPoint: Power?,
        figures: [Figure]
    ) {
        self.init(
            program: program, reason: reason,
            bounds: Bounds(ceiling: ceiling, floor: floor, groups: groups, setPoint: setPoint),
            figures: figures)
    }
}

extension ConflictRule: FieldName {}

extension Ruling: FieldRecord {
    package static let fields = Fields(
        Ruling.init(rule:stands:yields:wanted:granted:),
        Field("rule") { $0.rule }, Field("stands") { $0.stands }, Field("yields") { $0.yields },
        Field("wanted_uw") { $0.wanted }, Field("granted_uw") { $0.granted })
}

extension Figure: FieldRecord {
    package static let fields = Fields(
        Figure.init(name:value:unit:),
        Field("name") { $0.name }, Field("value") { $0.value }, Field("unit") { $0.unit })
}
