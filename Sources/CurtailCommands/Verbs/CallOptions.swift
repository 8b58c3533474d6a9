import ArgumentParser
import SiteRecord
import ControlSocket
import GridUnits

/// A call's parameters as options of the command line, made of the declarations that the call gives.
///
/// ArgumentParser finds the options of a type by reflection and fills them in through `Decodable`; this type shows it
/// one option for each parameter.
struct CallOptions<Call: ControlCall>: ParsableArguments, CustomReflectable {
    /// The parameters that were given, as they travel.
    private var given: [JSONValue.Member] = []

    init() {}

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }

    var customMirror: Mirror {
        Mirror(self, children: Call.parameterDeclarations.map { ($0.name, $0.wrapper) as Mirror.Child })
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        for parameter in Call.parameterDeclarations {
            guard let value = try parameter.value(in: values, Key(stringValue: parameter.name)) else {
                continue
            }
            given.append(JSONValue.Member(parameter.name, value))
        }
    }

    /// The call.
    ///
    /// - Throws: `ValidationError` for parameters that do not fit each other.
    func call() throws -> Call {
        do throws(CallProblem) {
            return try Call.parameters.read(.object(given))
        } catch {
            let declarations = Call.parameterDeclarations
            throw ValidationError(
                error.text { name in declarations.first { $0.name == name }?.shownName ?? name })
        }
    }
}

extension ParameterDeclaration {
    /// As the reader of the help knows it.
    fileprivate var shownName: String { isArgument ? name.uppercased() : "--\(option)" }

    /// The option, for ArgumentParser.
    fileprivate var wrapper: Any {
        let name = NameSpecification.customLong(self.option)
        if case .flag = form {
            return Flag(wrappedValue: false, name: name, help: ArgumentHelp(argumentHelp))
        }
        let help = ArgumentHelp(argumentHelp, valueName: isArgument ? self.name : valueName)
        let parse: @Sendable (String) throws -> JSONValue = { [form] in try form.value($0) }
        if isArgument { return Argument<JSONValue?>(help: help, transform: parse) }
        if isRequired { return Option<JSONValue>(name: name, help: help, transform: parse) }
        return Option<JSONValue?>(name: name, help: help, transform: parse)
    }

    fileprivate func value<Key: CodingKey>(
        in values: KeyedDecodingContainer<Key>, _ key: Key
    ) throws -> JSONValue? {
        if case .flag = form {
            return try values.decode(Flag<Bool>.self, forKey: key).wrappedValue ? true : nil
        }
        if isArgument { return try values.decode(Argument<JSONValue?>.self, forKey: key).wrappedValue }
        return isRequired
            ? try values.decode(Option<JSONValue>.self, forKey: key).wrappedValue
            : try values.decode(Option<JSONValue?>.self, forKey: key).wrappedValue
    }

    private var argumentHelp: String {
        guard case .name(let names) = form else { return help }
        return "\(help): \(names.joined(separator: ", "))."
    }

    private var valueName: String {
        switch form {
        case .flag: ""
        case .integer: "n"
        case .text: "text"
        case .megawatts: "mw"
        case .span: "duration"
        case .instant: "instant"
        case .day: "day"
        case .name: name
        }
    }
}

extension ParameterDeclaration.Form {
    /// Reads what people type, and writes it as it travels.
    ///
    /// - Throws: ``TimeText/Failure`` with what would be right.
    fileprivate func value(_ text: String) throws -> JSONValue {
        switch self {
        case .flag: return true
        case .integer:
            guard let number = Int64(text) else {
                throw TimeText.Failure(description: "a whole number is wanted")
            }
            return .integer(number)
        case .text: return .text(text)
        case .megawatts:
            guard let power = try? Power(decimal: text), power >= .zero else {
                throw TimeText.Failure(description: "megawatts are a number of zero or more: 12.5")
            }
            return .text(power.decimal)
        case .span: return .text(try TimeText.span(text).decimalSeconds)
        case .instant: return .text(try TimeText.instant(text).exact)
        case .day: return .text(try TimeText.day(text).description)
        case .name(let names):
            guard names.contains(text) else {
                throw TimeText.Failure(description: "it is one of: \(names.joined(separator: ", "))")
            }
            return .text(text)
        }
    }
}
