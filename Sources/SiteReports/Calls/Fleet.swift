package import SiteRecord
package import ControlSocket
package import CurtailmentEngine
package import GridUnits

/// Units and groups.
package struct Fleet: SiteCall {
    package static let method = "Fleet"
    package static let abstract = "Groups and units: state, megawatts, last order, last answer."
    package static let discussion =
        "Groups in MW at the site meter, units in W.\nExample: curtailctl fleet --state unreachable"

    /// The one group asked for; nil for all.
    package let group: String?
    /// The one state of units asked for; nil for all.
    package let state: UnitState?
    /// The one rack asked for, as the units file names it; nil for all.
    package let rack: String?

    package static let parameters = CallParameters(
        Fleet.init(group:state:rack:), Parameter("group", .text, help: "Only this group.") { $0.group },
        Parameter("state", .name(), help: "Only units in this state") { $0.state },
        Parameter("rack", .text, help: "Only units of this rack.") { $0.rack })

    package init(group: String? = nil, state: UnitState? = nil, rack: String? = nil) {
        self.group = group
        self.state = state
        self.rack = rack
    }

    /// `curtaild.fleet/1`.
    package struct Reply: SiteDocument {
        package static let schema = "curtaild.fleet/1"
        /// The groups, in the order of the configuration.
        package let groups: [GroupLine]
        /// The units that were asked for, as far as one answer lists them.
        package let units: [UnitLine]
        /// Units beyond the most that one answer lists.
        package let unitsOmitted: Int

        package static let fields: Fields<Reply> = Fields(
            Reply.init(groups:units:unitsOmitted:), Field("groups") { $0.groups },
            Field("units") { $0.units }, Field("units_omitted") { $0.unitsOmitted })

        package init(groups: [GroupLine], units: [UnitLine], unitsOmitted: Int) {
            self.groups = groups
            self.units = units
            self.unitsOmitted = unitsOmitted
        }
    }

    /// One group, in megawatts at the site meter.
    package struct GroupLine: FieldRecord, Hashable {
        /// The group by its name in the configuration.
        package let name: String
        /// The driver's name; nil while a reload is taking the group out.
        package let driver: String?
        /// How many units the group has.
        package let units: Int
        /// The load of all its units by their ratings.
        package let rated: Power
        /// The load it is asked for now.
        package let commanded: Power
        /// The load read back; a unit that was not read counts in full.
        package let confirmed: Power
        /// The load that its sleeping units do not draw.
        package let curtailed: Power
        /// Nil where the group's numbers do not fit.
        package let breakEven: EnergyPrice?
        /// How many units are in each state that occurs.
        package let states: ByName<Int>

        package static let fields: Fields<GroupLine> = Fields(
            GroupLine.init(
                name:driver:units:rated:commanded:confirmed:curtailed:breakEven:states:),
            Field("name") { $0.name }, Field.orNull("driver") { $0.driver },
            Field("units") { $0.units }, Field.decimal("rated_mw") { $0.rated },
            Field.decimal("commanded_mw") { $0.commanded },
            Field.decimal("confirmed_mw") { $0.confirmed },
            Field.decimal("curtailed_mw") { $0.curtailed },
            Field.priceOrNull("break_even_usd_per_mwh") { $0.breakEven },
            Field("states") { $0.states })

        package init(
            name: String, driver: String?, units: Int, rated: Power, commanded: Power, confirmed: Power,
            curtailed: Power, breakEven: EnergyPrice?, states: ByName<Int>
        ) {
            self.name = name
            self.driver = driver
            self.units = units
            self.rated = rated
            self.commanded = commanded
            self.confirmed = confirmed
            self.curtailed = curtailed
            self.breakEven = breakEven
            self.states = states
        }
    }

    /// One unit, in watts of its own.
    package struct UnitLine: FieldRecord, Hashable {
        /// The unit by its name in the configuration, unique in its group.
        package let id: String
        /// The name of the unit's group.
        package let group: String
        /// As the units file names it; empty where it does not.
        package let rack: String
        /// The state as read: `running`, `asleep`, `unreachable` and so on.
        package let state: String
        /// The power by the configuration.
        package let rated: Power
        /// The power as last read; nil before the first reading.
        package let drawing: Power?
        /// The last order; nil where it was never told anything.
        package let order: String?
        /// The unit's last answer in words; nil before the first.
        package let lastAnswer: String?
        /// The time since that answer; nil before the first.
        package let age: TimeSpan?

        package static let fields: Fields<UnitLine> = Fields(
            UnitLine.init(id:group:rack:state:rated:drawing:order:lastAnswer:age:),
            Field("id") { $0.id }, Field("group") { $0.group }, Field("rack") { $0.rack },
            Field("state") { $0.state },
            Field.watts("rated_w") { $0.rated },
            Field.wattsOrNull("drawing_w") { $0.drawing },
            Field.orNull("order") { $0.order },
            Field.orNull("last_answer") { $0.lastAnswer },
            Field.secondsOrNull("age_s") { $0.age })

        package init(
            id: String, group: String, rack: String, state: String, rated: Power, drawing: Power?,
            order: String?, lastAnswer: String?, age: TimeSpan?
        ) {
            self.id = id
            self.group = group
            self.rack = rack
            self.state = state
            self.rated = rated
            self.drawing = drawing
            self.order = order
            self.lastAnswer = lastAnswer
            self.age = age
        }
    }
}

extension Fleet {
    package static func page(_ reply: Reply, _ style: TextStyle) -> String {
        var page = TextPage(style: style)
        var groups = TextTable([
            .flexible("GROUP"), .left("DRIVER"), .right("UNITS"), .right("RATED MW"), .right("COMMANDED"),
            .right("CONFIRMED"), .right("CURTAILED"), .right("BREAK-EVEN"),
        ])
        for group in reply.groups {
            groups.rows.append([
                group.name, group.driver ?? unknownText, "\(group.units)", group.rated.decimal(places: 3),
                group.commanded.decimal(places: 3), group.confirmed.decimal(places: 3),
                group.curtailed.decimal(places: 3), shown(group.breakEven, places: 2),
            ])
        }
        page.table(groups)
        for group in reply.groups where !group.states.members.isEmpty {
            let states = group.states.members.map { "\($0.value) \($0.name)" }.joined(separator: ", ")
            page.plain("\(group.name): \(states)")
        }
        if !reply.units.isEmpty {
            page.blank()
            // A site that names no racks needs no column for them.
            let hasRacks = reply.units.contains { !$0.rack.isEmpty }
            let rack: [TextTable.Column] = hasRacks ? [.flexible("RACK")] : []
            var table = TextTable(
                [.flexible("UNIT"), .flexible("GROUP")] + rack + [
                    .left("STATE"), .right("RATED W"), .right("DRAWING W"), .left("ORDER"),
                    .flexible("LAST ANSWER"), .right("AGE"),
                ])
            for unit in reply.units {
                table.rows.append(
                    [unit.id, unit.group] + (hasRacks ? [unit.rack] : []) + [
                        unit.state, unit.rated.watts, unit.drawing?.watts ?? unknownText,
                        unit.order ?? unknownText, unit.lastAnswer ?? unknownText, shown(unit.age),
                    ])
            }
            page.table(table)
        }
        if reply.unitsOmitted > 0 {
            page.plain(
                "\(reply.unitsOmitted) more units; narrow it: curtailctl fleet --group NAME --rack RACK --state STATE"
            )
        }
        return page.text
    }
}
