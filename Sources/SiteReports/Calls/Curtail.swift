package import SiteRecord
package import ControlSocket
package import CurtailmentEngine
package import GridUnits

/// A manual curtailment.
package struct Curtail: SiteCall {
    package static let method = "Curtail"
    package static let abstract = "Curtail by hand; the latest manual command wins."
    package static let discussion = """
        Give exactly one of --to, --by, --all, --percent. Megawatts are at the site meter; percent is of the \
        curtailable load in service. Without --for it stands until released.
        Example: curtailctl curtail --to 12.5 --for 2h --reason "QSE asked by phone"
        """

    /// The load that shall remain or go.
    package let level: OperatorCommand.Level
    /// Until released, when nil.
    package let span: TimeSpan?
    /// Say what would happen, and do nothing.
    package let isDryRun: Bool
    /// The reason for the ledger; empty where none was given.
    package let reason: String

    package static let parameters = CallParameters(
        Curtail.init(all:to:by:percent:span:isDryRun:reason:),
        Parameter("all", .flag, help: "Everything that can be curtailed.") { $0.level == .everything },
        Parameter("to_mw", .megawatts, option: "to", help: "The site may draw at most this many MW.") {
            if case .to(let power) = $0.level { power } else { nil }
        },
        Parameter("by_mw", .megawatts, option: "by", help: "So many MW less than it would draw.") {
            if case .by(let power) = $0.level { power } else { nil }
        },
        Parameter("percent", .integer, help: "Percent of the curtailable load, 1 to 100.") {
            if case .percent(let percent) = $0.level { Int64(percent) } else { nil }
        },
        Parameter("for_s", .seconds, option: "for", help: "How long: 90 (s), 15m, 2h.") { $0.span },
        Parameter("dry_run", .flag, help: "Say which units, MW and what it would change; do nothing.") {
            $0.isDryRun
        }, Parameter("reason", .reason, help: reasonHelp) { $0.reason })

    package init(
        level: OperatorCommand.Level, span: TimeSpan? = nil, isDryRun: Bool = false, reason: String
    ) {
        self.level = level
        self.span = span
        self.isDryRun = isDryRun
        self.reason = reason
    }

    private init(
        all: Bool, to: Power?, by: Power?, percent: Int64?, span: TimeSpan?, isDryRun: Bool, reason: String
    ) throws(CallProblem) {
        if let percent, !(1...100).contains(percent) {
            throw CallProblem("percent", "`percent` is \(percent), outside 1 to 100.")
        }
        let levels: [OperatorCommand.Level?] = [
            all ? .everything : nil, to.map { .to($0) }, by.map { .by($0) },
            percent.map { .percent(Int($0)) },
        ]
        let given = levels.compactMap(\.self)
        guard given.count == 1 else {
            throw CallProblem(
                "all",
                "Give exactly one of `all`, `to_mw`, `by_mw` and `percent`; \(given.count) were given.")
        }
        self.init(level: given[0], span: span, isDryRun: isDryRun, reason: reason)
    }

    /// A dry run is a question.
    package var right: ControlRights { isDryRun ? .read : .command }

    /// The action taken, or the one that would be.
    package enum Reply: CanonicallyRecorded, Hashable, Sendable {
        case done(CommandReply)
        case dryRun(DryRun)

        package func write(to writer: inout CanonicalWriter) {
            switch self {
            case .done(let reply): reply.write(to: &writer)
            case .dryRun(let reply): reply.write(to: &writer)
            }
        }

        package init(recorded value: JSONValue) throws(CanonicalFailure) {
            self =
                value["schema"]?.string == DryRun.schema
                ? .dryRun(try DryRun(recorded: value)) : .done(try CommandReply(recorded: value))
        }
    }

    /// `curtaild.dry_run/1`.
    package struct DryRun: SiteDocument, Hashable {
        package static let schema = "curtaild.dry_run/1"
        /// The load that the site would be asked for.
        package let target: Power
        /// The load that would go, by the ratings of the units.
        package let sheds: Power
        /// How many units would be put to sleep.
        package let units: Int
        /// The units that would sleep, by group.
        package let groups: [GroupLine]
        /// How many units would be woken.
        package let wakes: Int
        /// Dollars in an hour at the price now; nil where nothing would change.
        package let lostHash: Money?
        /// The energy cost an hour that would be saved at the price now; nil where no price is known.
        package let energyAvoided: Money?
        /// The dry run in a sentence.
        package let message: String

        package static let fields: Fields<DryRun> = Fields(
            DryRun.init(target:sheds:units:groups:wakes:lostHash:energyAvoided:message:),
            Field.decimal("target_mw") { $0.target }, Field.decimal("sheds_mw") { $0.sheds },
            Field("units") { $0.units }, Field("groups") { $0.groups }, Field("wakes") { $0.wakes },
            Field.decimalOrNull("lost_hash_usd_per_h") { $0.lostHash },
            Field.decimalOrNull("energy_avoided_usd_per_h") { $0.energyAvoided },
            Field("message") { $0.message })

        package init(
            target: Power, sheds: Power, units: Int, groups: [GroupLine], wakes: Int, lostHash: Money?,
            energyAvoided: Money?, message: String
        ) {
            self.target = target
            self.sheds = sheds
            self.units = units
            self.groups = groups
            self.wakes = wakes
            self.lostHash = lostHash
            self.energyAvoided = energyAvoided
            self.message = message
        }
    }

    /// The units of one group that would sleep.
    package struct GroupLine: FieldRecord, Hashable {
        /// The group by its name in the configuration.
        package let name: String
        /// How many units would sleep.
        package let units: Int
        /// Their load, by their ratings.
        package let power: Power

        package static let fields: Fields<GroupLine> = Fields(
            GroupLine.init(name:units:power:), Field("name") { $0.name }, Field("units") { $0.units },
            Field.decimal("mw") { $0.power })

        package init(name: String, units: Int, power: Power) {
            self.name = name
            self.units = units
            self.power = power
        }
    }

    package static func page(_ reply: Reply, _ style: TextStyle) -> String {
        switch reply {
        case .done(let reply): reply.page(style)
        case .dryRun(let reply): reply.page(style)
        }
    }
}

extension Curtail.DryRun {
    fileprivate func page(_ style: TextStyle) -> String {
        var page = TextPage(style: style)
        page.plain(message)
        page.field(
            "Dry run",
            "target \(target.decimal(places: 3)) MW: \(units) units would sleep (\(sheds.decimal(places: 3)) MW), "
                + "\(wakes) would wake; nothing was done")
        page.field(
            "An hour",
            "loses \(shown(lostHash, places: 2)) USD of hashrate, "
                + "saves \(shown(energyAvoided, places: 2)) USD of energy at the price now")
        guard !groups.isEmpty else { return page.text }
        var table = TextTable([.flexible("GROUP"), .right("UNITS"), .right("MW")])
        for group in groups {
            table.rows.append([group.name, "\(group.units)", group.power.decimal(places: 3)])
        }
        page.table(table)
        return page.text
    }
}
