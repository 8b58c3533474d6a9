package import SiteRecord
package import GridUnits

/// The forms in which documents hold values: amounts as decimal text in the unit of their name, unknown ones as null.
extension FieldForm {
    /// Text that one function writes and another reads back.
    static func text(
        _ write: @escaping @Sendable (Value) -> String, _ parse: @escaping @Sendable (String) -> Value?
    ) -> FieldForm {
        FieldForm(
            shape: .text(.free), write: { value, writer in writer.string(write(value)) },
            read: { value throws(CanonicalFailure) in
                let text = try value.asText()
                guard let parsed = parse(text) else {
                    throw CanonicalFailure("“\(text.prefix(60))” makes no sense")
                }
                return parsed
            })
    }

    /// Null where there is nothing.
    static func orNull<Wrapped: Sendable>(_ form: FieldForm<Wrapped>) -> FieldForm where Value == Wrapped? {
        FieldForm(
            shape: form.shape,
            write: { value, writer in
                if let value { form.write(value, &writer) } else { writer.null() }
            },
            read: { value throws(CanonicalFailure) in value == .null ? nil : try form.read(value) })
    }
}

extension FieldForm where Value: FieldValue {
    /// The form that the type has everywhere.
    static var plain: FieldForm {
        FieldForm(
            shape: Value.shape, write: { $0.write(to: &$1) },
            read: { value throws(CanonicalFailure) in try Value(recorded: value) })
    }
}

extension FieldForm where Value: Quantity {
    /// The exact amount in the unit people write.
    static var decimal: FieldForm { .text({ $0.decimal }, { try? Value(decimal: $0) }) }
}

extension FieldForm<Money> {
    /// Dollars with all six digits.
    static var dollars: FieldForm { .text({ $0.decimalSixPlaces }, { try? Money(decimal: $0) }) }
}

extension FieldForm<EnergyPrice> {
    /// Dollars with two digits at least.
    static var price: FieldForm {
        .text(
            { DecimalText.format(Int128($0.stored), scale: 6, minimumFraction: 2) },
            { try? EnergyPrice(decimal: $0) })
    }
}

extension FieldForm<Energy> {
    /// Megawatt-hours with six digits.
    static var megawattHours: FieldForm {
        .text(
            { $0.megawattHours(places: 6) },
            { text in
                (try? DecimalText.parse(text.utf8, scale: 6)).map {
                    Energy(microwattSeconds: Int128($0) * 3_600_000_000)
                }
            })
    }
}

extension FieldForm<Power> {
    static var watts: FieldForm {
        .text(
            { $0.watts },
            { text in (try? DecimalText.parse(text.utf8, scale: 6)).map(Power.init(microwatts:)) })
    }
}

extension FieldForm<UTCInstant> {
    /// RFC 3339 in UTC, with milliseconds.
    static var instant: FieldForm { .text({ $0.milliseconds }, { UTCInstant(rfc3339: $0) }) }
}

extension FieldForm<TimeSpan> {
    /// Whole seconds as text.
    static var seconds: FieldForm {
        .text({ "\($0.nanoseconds / 1_000_000_000)" }, { Int64($0).map { .seconds($0) } })
    }

    /// Whole seconds as a number.
    static var wholeSeconds: FieldForm {
        FieldForm(
            shape: .integer, write: { $1.integer($0.nanoseconds / 1_000_000_000) },
            read: { value throws(CanonicalFailure) in .seconds(try value.asInteger()) })
    }
}

extension FieldForm<CalendarDate> {
    static var day: FieldForm { .text({ $0.description }, { CalendarDate(text: $0) }) }
}

extension Power {
    /// Watts as decimal text.
    package var watts: String { DecimalText.format(Int128(microwatts), scale: 6) }
}

extension EnergyPrice {
    /// An exact price in microdollars per megawatt-hour, rounded once, half to even; nil where it does not fit.
    package init?(exactMicrodollars amount: Fraction) {
        guard let rounded = Int64(exactly: amount.roundedHalfToEven) else { return nil }
        self.init(microdollarsPerMegawattHour: rounded)
    }
}

/// Values by name, in order: an object whose members are not known beforehand.
package struct ByName<Value: FieldValue & Hashable>: FieldValue, Hashable {
    /// One value with its name.
    package struct Member: Hashable, Sendable {
        /// The member's name in the object.
        package let name: String
        /// The member's content, by its form.
        package let value: Value
    }

    /// The values in the order in which they are written.
    package private(set) var members: [Member]

    /// Creates the object of its members, in order.
    package init(_ members: [(String, Value)]) {
        self.members = members.map { Member(name: $0.0, value: $0.1) }
    }

    /// The value of a name; nil where it has none.
    package subscript(name: String) -> Value? { members.first { $0.name == name }?.value }

    package static var shape: ValueShape { .record([]) }

    package func write(to writer: inout CanonicalWriter) { FieldForm.byName(.plain).write(self, &writer) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        self = try FieldForm.byName(.plain).read(value)
    }
}

extension FieldForm {
    /// An object with a member for each name.
    static func byName<Each: FieldValue & Hashable>(_ form: FieldForm<Each>) -> FieldForm
    where Value == ByName<Each> {
        FieldForm(
            shape: ByName<Each>.shape,
            write: { values, writer in
                writer.object { writer in
                    for each in values.members { writer.member(each.name) { form.write(each.value, &$0) } }
                }
            },
            read: { value throws(CanonicalFailure) in
                guard let members = value.members else { throw CanonicalFailure("not an object") }
                var values: [(String, Each)] = []
                for member in members { values.append((member.name, try form.read(member.value))) }
                return ByName(values)
            })
    }
}
