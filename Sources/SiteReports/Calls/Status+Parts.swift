package import SiteRecord
package import GridUnits

extension Status {
    /// An instruction in force.
    package struct Obligation: FieldRecord, Hashable {
        /// The program by its name on the wire.
        package let program: String
        /// The name that its recall has to give; nil where it ends without one.
        package let id: String?
        /// When it came into force.
        package let since: UTCInstant
        /// The load the site may draw under it; nil where its program fixes that from moment to moment.
        package let ceiling: Power?
        /// When the load has to follow; nil where it had to at once.
        package let deadline: UTCInstant?
        /// The instruction in words, with what ends it.
        package let text: String

        package static let fields: Fields<Obligation> = Fields(
            Obligation.init(program:id:since:ceiling:deadline:text:), Field("program") { $0.program },
            Field.orNull("id") { $0.id }, Field.instant("since") { $0.since },
            Field.decimalOrNull("ceiling_mw") { $0.ceiling }, Field.instantOrNull("deadline") { $0.deadline },
            Field("text") { $0.text })

        package init(
            program: String, id: String?, since: UTCInstant, ceiling: Power?, deadline: UTCInstant? = nil,
            text: String
        ) {
            self.program = program
            self.id = id
            self.since = since
            self.ceiling = ceiling
            self.deadline = deadline
            self.text = text
        }

        var line: String {
            "\(program)\(id.map { " \($0)" } ?? "") since \(since.shown): "
                + "\(ceiling.map { "at most \($0.decimal(places: 3)) MW, " } ?? "")\(text)"
        }
    }

    /// A manual curtailment in force.
    package struct Manual: FieldRecord, Hashable {
        /// As commanded, in words.
        package let level: String
        /// The load the site may draw under it.
        package let ceiling: Power
        /// When it was commanded.
        package let since: UTCInstant
        /// Nil until released.
        package let until: UTCInstant?
        /// The user who commanded it.
        package let issuer: String
        /// The reason given; empty where none was.
        package let reason: String

        package static let fields: Fields<Manual> = Fields(
            Manual.init(level:ceiling:since:until:issuer:reason:), Field("level") { $0.level },
            Field.decimal("ceiling_mw") { $0.ceiling }, Field.instant("since") { $0.since },
            Field.instantOrNull("until") { $0.until }, Field("issuer") { $0.issuer },
            Field("reason") { $0.reason })

        package init(
            level: String, ceiling: Power, since: UTCInstant, until: UTCInstant?, issuer: String,
            reason: String
        ) {
            self.level = level
            self.ceiling = ceiling
            self.since = since
            self.until = until
            self.issuer = issuer
            self.reason = reason
        }

        var text: String {
            "at most \(ceiling.decimal(places: 3)) MW since \(since.shown) until \(until?.shown ?? "released"), "
                + "by \(issuer)\(reason.isEmpty ? "" : ": \(reason)")"
        }
    }

    /// The last grid frequency.
    package struct FrequencyReading: FieldRecord, Hashable {
        /// The frequency in hertz.
        package let frequency: Frequency
        /// The source that brought it.
        package let source: String
        /// The time of the measurement.
        package let at: UTCInstant

        package static let fields: Fields<FrequencyReading> = Fields(
            FrequencyReading.init(frequency:source:at:), Field.decimal("hz") { $0.frequency },
            Field("source") { $0.source }, Field.instant("at") { $0.at })

        package init(frequency: Frequency, source: String, at: UTCInstant) {
            self.frequency = frequency
            self.source = source
            self.at = at
        }
    }

    /// A source in short; ``Signals`` says more.
    package struct Source: FieldRecord, Hashable {
        /// The source by its name in the configuration.
        package let name: String
        /// The word of a ``SourceCondition``.
        package let condition: String
        /// Since its last signal; nil before the first.
        package let age: TimeSpan?
        /// With its unit.
        package let lastValue: String?

        package static let fields: Fields<Source> = Fields(
            Source.init(name:condition:age:lastValue:), Field("name") { $0.name },
            Field("condition") { $0.condition }, Field.secondsOrNull("age_s") { $0.age },
            Field.orNull("last_value") { $0.lastValue })

        package init(name: String, condition: String, age: TimeSpan?, lastValue: String?) {
            self.name = name
            self.condition = condition
            self.age = age
            self.lastValue = lastValue
        }
    }

    /// A standing condition that somebody has to look after.
    package struct AlarmLine: FieldRecord, Hashable {
        /// The condition by the word of `Alarm.Kind`.
        package let kind: String
        /// When the condition began.
        package let since: UTCInstant
        /// The condition in one line, with its numbers.
        package let text: String

        package static let fields: Fields<AlarmLine> = Fields(
            AlarmLine.init(kind:since:text:), Field("kind") { $0.kind },
            Field.instant("since") { $0.since }, Field("text") { $0.text })

        package init(kind: String, since: UTCInstant, text: String) {
            self.kind = kind
            self.since = since
            self.text = text
        }
    }

    /// The settlement of the operating day.
    package struct Today: FieldRecord, Hashable {
        /// Nil before the first interval.
        package let day: CalendarDate?
        /// Energy not drawn because of curtailments.
        package let curtailed: Energy
        /// Energy not bought, at the price it settled at.
        package let energyAvoided: Money
        /// The hash not earned: a cost, positive.
        package let lostHash: Money
        /// The cost of starting units again: a cost, positive.
        package let restartCost: Money
        /// All claims of the day with their signs.
        package let net: Money

        package static let fields: Fields<Today> = Fields(
            Today.init(day:curtailed:energyAvoided:lostHash:restartCost:net:),
            Field.dayOrNull("day") { $0.day },
            Field.megawattHours("curtailed_mwh") { $0.curtailed },
            Field.dollars("energy_avoided_usd") { $0.energyAvoided },
            Field.dollars("lost_hash_usd") { $0.lostHash },
            Field.dollars("restart_cost_usd") { $0.restartCost },
            Field.dollars("net_usd") { $0.net })

        package init(
            day: CalendarDate?, curtailed: Energy, energyAvoided: Money, lostHash: Money, restartCost: Money,
            net: Money
        ) {
            self.day = day
            self.curtailed = curtailed
            self.energyAvoided = energyAvoided
            self.lostHash = lostHash
            self.restartCost = restartCost
            self.net = net
        }
    }

    /// Whether what is decided can be recorded.
    package struct LedgerState: FieldRecord, Hashable {
        /// The digest of the last row; nil while there is none.
        package let head: String?
        /// `writable` or `blocked`.
        package let condition: String

        package static let fields: Fields<LedgerState> = Fields(
            LedgerState.init(head:condition:), Field.orNull("head") { $0.head },
            Field("condition") { $0.condition })

        package init(head: String?, condition: String) {
            self.head = head
            self.condition = condition
        }

        /// Whether nothing can be recorded now.
        package var isBlocked: Bool { condition == "blocked" }
    }
}
