package import SiteRecord
package import GridUnits

/// The parameters of a call: the one place that says what they are called, what they mean and how they are read.
package struct CallParameters<Call: Sendable>: Sendable {
    /// Name, meaning and form of each parameter.
    package let declarations: [ParameterDeclaration]
    private let reader: @Sendable (JSONValue) throws(CallProblem) -> Call
    private let writers: [@Sendable (Call) -> JSONValue.Member?]

    /// The parameters in the order of the initialiser's.
    ///
    /// - Parameters:
    ///   - make: makes the call; refuses parameters that do not fit each other.
    ///   - parameters: one for each parameter of `make`.
    package init<each Value: Sendable>(
        _ make: @escaping @Sendable (repeat each Value) throws(CallProblem) -> Call,
        _ parameters: repeat Parameter<Call, each Value>
    ) {
        var declarations: [ParameterDeclaration] = []
        var writers: [@Sendable (Call) -> JSONValue.Member?] = []
        for parameter in repeat each parameters {
            declarations.append(parameter.declaration)
            writers.append(parameter.write)
        }
        self.declarations = declarations
        self.writers = writers
        let table = (repeat each parameters)
        reader = { value throws(CallProblem) in try make(repeat try (each table).read(value)) }
    }

    func write(_ call: Call) -> JSONValue { .object(writers.compactMap { $0(call) }) }

    /// Reads a call; a parameter that it does not know is an error, because a misspelt limit is no limit.
    package func read(_ value: JSONValue?) throws(CallProblem) -> Call {
        let members: [JSONValue.Member]
        switch value {
        case nil, .null?: members = []
        case .object(let given)?: members = given.filter { $0.value != .null }
        case .boolean?, .integer?, .number?, .text?, .array?:
            throw CallProblem(nil, "The parameters are not an object.")
        }
        let unknown = members.map(\.name).filter { name in !declarations.contains { $0.name == name } }
        if let name = unknown.min() {
            throw CallProblem(
                name, "`\(name)` is unknown to this method; varlinkctl introspect shows those it knows.")
        }
        return try reader(.object(members))
    }
}

/// The name of a parameter, its meaning, and the way people write it.
package struct ParameterDeclaration: Hashable, Sendable {
    /// How people write a value.
    package enum Form: Hashable, Sendable {
        case flag, integer, text
        /// Megawatts at the site meter, zero or more.
        case megawatts
        /// More than nothing and at most 366 days.
        case span
        case instant
        /// An operating day of ERCOT.
        case day
        case name([String])
    }

    /// On the wire, with its unit.
    package let name: String
    /// On the command line.
    package let option: String
    /// The sentence that `--help` and the interface description show.
    package let help: String
    /// How its value is written and read.
    package let form: Form
    /// Whether a call without it is refused.
    package let isRequired: Bool
    /// Whether it stands on the command line without its name.
    package let isArgument: Bool

    /// Its type in Varlink's interface definition language.
    var varlinkType: String {
        let type =
            switch form {
            case .flag: "bool"
            case .integer: "int"
            case .text, .megawatts, .span, .instant, .day, .name: "string"
            }
        return (isRequired ? "" : "?") + type
    }
}

/// One parameter of a call and the property that it is.
package struct Parameter<Call: Sendable, Value: Sendable>: Sendable {
    let declaration: ParameterDeclaration
    let read: @Sendable (JSONValue) throws(CallProblem) -> Value
    let write: @Sendable (Call) -> JSONValue.Member?

    /// A parameter.
    ///
    /// - Parameters:
    ///   - name: on the wire, with its unit.
    ///   - form: how its value is written.
    ///   - option: on the command line; by default the name with hyphens.
    ///   - isArgument: whether it stands there without its name.
    ///   - help: one sentence.
    ///   - value: the property.
    package init(
        _ name: String, _ form: ParameterForm<Value>, option: String? = nil, isArgument: Bool = false,
        help: String, _ value: @escaping @Sendable (Call) -> Value
    ) {
        declaration = ParameterDeclaration(
            name: name, option: option ?? name.replacing("_", with: "-"), help: help, form: form.form,
            isRequired: form.isRequired, isArgument: isArgument)
        read = { members throws(CallProblem) in try form.read(members[name], name) }
        write = { call in form.write(value(call)).map { JSONValue.Member(name, $0) } }
    }
}

/// How a parameter's value is written on the wire; nil stands for a parameter that is not given.
package struct ParameterForm<Value: Sendable>: Sendable {
    let form: ParameterDeclaration.Form
    var isRequired = false
    /// Reads the value of a parameter of this name.
    let read: @Sendable (JSONValue?, String) throws(CallProblem) -> Value
    let write: @Sendable (Value) -> JSONValue?

    /// A value that may be left out, in the one form that `parse` reads and `text` writes.
    fileprivate static func optional<Wrapped: Sendable>(
        _ form: ParameterDeclaration.Form, _ wanted: String,
        _ parse: @escaping @Sendable (String) -> Wrapped?,
        _ text: @escaping @Sendable (Wrapped) -> String
    ) -> ParameterForm where Value == Wrapped? {
        ParameterForm(
            form: form,
            read: { value, name throws(CallProblem) in
                guard let given = try Self.text(value, name) else { return nil }
                guard let parsed = parse(given) else {
                    throw CallProblem(name, "`\(name)` is “\(given.prefix(60))”; write \(wanted).")
                }
                return parsed
            }, write: { $0.map { .text(text($0)) } })
    }

    fileprivate static func text(_ value: JSONValue?, _ name: String) throws(CallProblem) -> String? {
        guard let value else { return nil }
        guard let text = value.string else { throw CallProblem(name, "`\(name)` has to be a string.") }
        return text
    }
}

extension ParameterForm<Bool> {
    /// True or not given.
    package static var flag: ParameterForm {
        ParameterForm(
            form: .flag,
            read: { value, name throws(CallProblem) in
                guard let value else { return false }
                guard let flag = value.boolean else {
                    throw CallProblem(name, "`\(name)` has to be true or false.")
                }
                return flag
            }, write: { $0 ? true : nil })
    }
}

extension ParameterForm<Int64?> {
    /// A whole number.
    package static var integer: ParameterForm {
        ParameterForm(
            form: .integer,
            read: { value, name throws(CallProblem) in
                guard let value else { return nil }
                guard let number = value.integer else {
                    throw CallProblem(name, "`\(name)` has to be a whole number.")
                }
                return number
            }, write: { $0.map(JSONValue.integer) })
    }
}

extension ParameterForm<String?> {
    package static var text: ParameterForm { .optional(.text, "text", { $0 }, { $0 }) }
}

extension ParameterForm<UTCInstant?> {
    /// An instant as RFC 3339; nil where none is given.
    package static var instant: ParameterForm<UTCInstant?> {
        .optional(
            .instant, "an instant with its zone: 2026-07-22T21:45:00Z", UTCInstant.init(rfc3339:),
            { $0.exact })
    }
}

extension ParameterForm<CalendarDate?> {
    /// An operating day as `2026-07-22`; nil where none is given.
    package static var day: ParameterForm<CalendarDate?> {
        .optional(.day, "an operating day: 2026-07-22", CalendarDate.init(text:), { $0.description })
    }
}

extension ParameterForm<Power?> {
    /// A power at the site, at least zero.
    package static var megawatts: ParameterForm<Power?> {
        .optional(
            .megawatts, "megawatts of zero or more: 12.5",
            { text in (try? Power(decimal: text)).flatMap { $0 >= .zero ? $0 : nil } }, { $0.decimal })
    }
}

extension ParameterForm<TimeSpan?> {
    /// A span of more than zero seconds and at most 366 days.
    package static var seconds: ParameterForm<TimeSpan?> {
        .optional(
            .span, "seconds, more than 0 and at most 31622400: 3600",
            { text in
                guard let nanoseconds = try? DecimalText.parse(text.utf8, scale: 9),
                    (1...366 * 86_400 * 1_000_000_000).contains(nanoseconds)
                else { return nil }
                return TimeSpan(nanoseconds: nanoseconds)
            }, { $0.decimalSeconds })
    }
}

extension ParameterForm {
    /// One of the names of an enumeration, or none.
    package static func name<Name: RawRepresentable<String> & CaseIterable & Sendable>() -> ParameterForm
    where Value == Name? {
        let known = Name.allCases.map(\.rawValue)
        return .optional(
            .name(known), "one of: \(known.joined(separator: ", "))", Name.init(rawValue:), { $0.rawValue })
    }

    /// One of the names of an enumeration; not given, the usual one.
    package static func name(else usual: Value) -> ParameterForm
    where Value: RawRepresentable<String> & CaseIterable {
        let optional = ParameterForm<Value?>.name()
        return ParameterForm(
            form: optional.form,
            read: { value, name throws(CallProblem) in try optional.read(value, name) ?? usual },
            write: { optional.write($0) })
    }
}

extension ParameterForm<String> {
    /// The operator's words, which the ledger keeps; they have to be there.
    package static var reason: ParameterForm {
        ParameterForm(
            form: .text, isRequired: true,
            read: { value, name throws(CallProblem) in
                let text = try Self.text(value, name) ?? ""
                guard text.contains(where: { !$0.isWhitespace }) else {
                    throw CallProblem(
                        name, "`\(name)` is empty. Say why, for whoever reads the ledger: line maintenance.")
                }
                guard text.utf8.count <= 1_000,
                    !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
                else {
                    throw CallProblem(
                        name, "`\(name)` is longer than 1000 bytes or not one line; the ledger keeps it.")
                }
                return text
            }, write: { .text($0) })
    }
}
