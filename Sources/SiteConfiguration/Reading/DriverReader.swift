import GridUnits
import SitePorts
import SiteRecord

extension DriverForm {
    /// The driver of a group, by its name.
    static func kind(among drivers: [DriverForm]) -> Kind<DriverForm> {
        let words = drivers.map(\.name)
        return Kind(scalar: KindOutline(wanted: Words.list(words), allowed: Words.list(words))) {
            text, _ throws(KeyProblem) in
            guard let driver = drivers.first(where: { $0.name == text }) else {
                throw KeyProblem(Words.unknown(text, among: words))
            }
            return driver
        } text: {
            $0.name
        }
    }

    /// The purpose of each driver.
    static func documentation(of drivers: [DriverForm]) -> String {
        drivers.map { "\($0.name): \($0.documentation)." }.joined(separator: " ")
    }

    func has(_ option: String) -> Bool { options.contains { $0.name == option } }
}

/// The value of a driver's own key, as it is written.
private typealias OptionKind = Kind<FleetSettings.Option>

extension DriverForm.Option {
    /// The key of a group that holds it.
    var key: Key<GroupSettings> {
        switch kind {
        case .program:
            Key(
                name, \.options[name], .optional(Self.program, none: "none"), documentation,
                sample: "#\(Self.example)")
        case .count(let range, let standard):
            Key(name, \.options[name], .optional(Self.count(range), none: "\(standard)"), documentation)
        }
    }

    /// An example of a program and its arguments.
    static let example = "[/usr/local/lib/curtaild/contactor, --bus, \"3\"]"

    private static let program = OptionKind(
        KindOutline(wanted: "a program and its arguments, such as \(example)")
    ) { written, _ in
        guard case .list(let elements) = written.node.content, !elements.isEmpty else {
            written.report("this is \(written.node.kindName); write a list such as \(example)")
            return nil
        }
        let words = elements.compactMap(\.text).filter { !$0.utf8.contains(0) }
        guard words.count == elements.count else {
            written.report("an argument is no text; write a list such as \(example)")
            return nil
        }
        guard words[0].hasPrefix("/") else {
            written.report(
                "\"\(words[0].prefix(80))\" is no absolute path, and nothing is looked up; write a list such as "
                    + example)
            return nil
        }
        return .program(words)
    } show: { option in
        guard case .program(let words) = option else { return .absent("none") }
        return .list(words)
    }

    private static func count(_ range: ClosedRange<Int>) -> OptionKind {
        let allowed = "\(range.lowerBound) to \(range.upperBound)"
        let bounds = Int64(range.lowerBound)...Int64(range.upperBound)
        return OptionKind(scalar: KindOutline(wanted: allowed, allowed: allowed)) {
            text, _ throws(KeyProblem) in
            do throws(NumberProblem) {
                return .count(Int(try NumberText.read(text, scale: 0, in: bounds)))
            } catch {
                throw KeyProblem(error.message)
            }
        } text: { option in
            guard case .count(let count) = option else { return "" }
            return "\(count)"
        }
    }
}

extension Kind where Value == String {
    /// A place of units in the operator's words, which is shown to people.
    static let rack = Kind.text("the name of a rack or row") { RackText.problem($0) }

    /// The name of a credential of the service, or the absolute path of a file.
    static let credential = Kind.text("the name of a credential") { text in
        text.hasPrefix("/") && !text.utf8.contains(0) ? nil : NameText.problem(text)
    }
}

/// The form of a rack's name.
enum RackText {
    /// In characters.
    static let longest = 64

    /// Why a text cannot be one; nil when it can.
    static func problem(_ text: String) -> String? {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 32 && !(127..<160).contains(scalar.value)
                && !scalar.properties.isDefaultIgnorableCodePoint
        }
        return isPlain && text.count <= longest
            ? nil : "a rack's name has at most \(longest) characters and none that does not show"
    }
}

/// The credentials of units, each read once.
final class CredentialShelf {
    private let reader: CredentialReader?
    private let diagnostics: Diagnostics
    private var known: [String: Secret?] = [:]

    init(reader: CredentialReader?, diagnostics: Diagnostics) {
        self.reader = reader
        self.diagnostics = diagnostics
    }

    /// The credential of a name.
    ///
    /// - Parameters:
    ///   - name: of a credential of the service, or the absolute path of a file.
    ///   - driver: of the unit's group.
    ///   - position: where the name stands, for what is wrong.
    /// - Returns: nil where credentials are not read, or when it cannot be had, which has been reported.
    func secret(_ name: String, for driver: DriverForm, at position: TextPosition) -> Secret? {
        guard driver.takesCredential else {
            diagnostics.report(
                "credential: driver \(driver.name) has no use for one; leave it empty", at: position)
            return nil
        }
        guard let reader else { return nil }
        if let secret = known[name] { return secret }
        do throws(CredentialFailure) {
            let secret = try reader(name)
            known[name] = .some(secret)
            return secret
        } catch {
            known[name] = .some(nil)
            diagnostics.report("credential: \(name): \(error.message)", at: position)
            return nil
        }
    }
}
