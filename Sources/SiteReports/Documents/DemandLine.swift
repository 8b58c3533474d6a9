package import SiteRecord
package import CurtailmentEngine
import GridMarket
package import GridUnits

/// The wish of a program, with the numbers it compared.
package struct DemandLine: FieldRecord, Hashable {
    /// A number that the program compared.
    package struct FigureLine: FieldRecord, Hashable {
        /// The number's name, for example `break_even`.
        package let name: String
        /// Decimal text.
        package let value: String
        /// `usd_per_mwh`, `hz`, `mw`, `s`, `usd_per_h`, or empty.
        package let unit: String

        package static let fields: Fields<FigureLine> = Fields(
            FigureLine.init(name:value:unit:), Field("name") { $0.name }, Field("value") { $0.value },
            Field("unit") { $0.unit })
    }

    /// The program by its name.
    package let program: String
    /// The reason by its name in the journal and the ledger.
    package let reason: String
    /// The demand in a sentence.
    package let sentence: String
    /// The load that the site may draw at most; nil where the program does not say.
    package let ceiling: Power?
    /// The load the site has to draw at least; nil where the program does not say.
    package let floor: Power?
    /// The load the site has to draw; nil where the program does not say.
    package let setPoint: Power?
    /// The numbers that were compared, in reading order.
    package let figures: [FigureLine]

    package static let fields: Fields<DemandLine> = Fields(
        DemandLine.init(program:reason:sentence:ceiling:floor:setPoint:figures:),
        Field("program") { $0.program },
        Field("reason") { $0.reason }, Field("sentence") { $0.sentence },
        Field.decimalOrNull("ceiling_mw") { $0.ceiling },
        Field.decimalOrNull("floor_mw") { $0.floor }, Field.decimalOrNull("set_point_mw") { $0.setPoint },
        Field("figures") { $0.figures })

    package init(
        program: String, reason: String, sentence: String, ceiling: Power? = nil, floor: Power? = nil,
        setPoint: Power? = nil, figures: [FigureLine] = []
    ) {
        self.program = program
        self.reason = reason
        self.sentence = sentence
        self.ceiling = ceiling
        self.floor = floor
        self.setPoint = setPoint
        self.figures = figures
    }

    /// The demand of a decision, for people and programs.
    package init(_ demand: Demand) {
        self.init(
            program: demand.program.rawValue, reason: demand.reason.rawValue, sentence: demand.sentence,
            ceiling: demand.bounds.ceiling, floor: demand.bounds.floor, setPoint: demand.bounds.setPoint,
            figures: demand.figures.map { FigureLine(name: $0.name, value: $0.value, unit: $0.unit) })
    }
}
