import CurtailmentEngine
import GridUnits

/// Reads the parameters of one call; whatever is not taken is an error, because a misspelt limit is no limit.
struct ControlParameters {
    private var remaining: [String: ControlValue] = [:]

    init(_ value: ControlValue?) throws(ControlFailure) {
        guard let value, value != .null else { return }
        guard let members = value.members else {
            throw ControlFailure(.invalidArgument, "The parameters are not an object. Nothing was done.")
        }
        for member in members where member.value != .null { remaining[member.name] = member.value }
    }

    /// Refuses what nobody has taken.
    func finish() throws(ControlFailure) {
        guard let name = remaining.keys.min() else { return }
        throw Self.invalid(name, "is unknown to this method; varlinkctl introspect shows those it knows")
    }

    mutating func text(_ name: String) throws(ControlFailure) -> String? {
        guard let value = remaining.removeValue(forKey: name) else { return nil }
        guard let text = value.string else { throw Self.invalid(name, "has to be a string") }
        return text
    }

    mutating func boolean(_ name: String) throws(ControlFailure) -> Bool {
        guard let value = remaining.removeValue(forKey: name) else { return false }
        guard let flag = value.boolean else { throw Self.invalid(name, "has to be true or false") }
        return flag
    }

    mutating func integer(_ name: String) throws(ControlFailure) -> Int64? {
        guard let value = remaining.removeValue(forKey: name) else { return nil }
        guard let number = value.integer else { throw Self.invalid(name, "has to be a whole number") }
        return number
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws(ControlFailure) -> Choice? {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Self.invalid(name, "is “\(text.prefix(60))”, which is none of: \(known)")
        }
        return choice
    }

    mutating func instant(_ name: String) throws(ControlFailure) -> UTCInstant? {
        guard let text = try text(name) else { return nil }
        guard let instant = UTCInstant(rfc3339: text) else {
            throw Self.invalid(
                name, "is “\(text.prefix(60))”; write an instant with its zone: 2026-07-22T21:45:00Z")
        }
        return instant
    }

    mutating func day(_ name: String) throws(ControlFailure) -> CalendarDate? {
        guard let text = try text(name) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).compactMap { Int($0) }
        guard text.utf8.count == 10, parts.count == 3,
            let day = CalendarDate(year: parts[0], month: parts[1], day: parts[2])
        else { throw Self.invalid(name, "is “\(text.prefix(60))”; write an operating day: 2026-07-22") }
        return day
    }

    /// A power at the site, at least zero.
    mutating func megawatts(_ name: String) throws(ControlFailure) -> Power? {
        guard let text = try text(name) else { return nil }
        guard let power = try? Power(decimal: text), power >= .zero else {
            throw Self.invalid(name, "is “\(text.prefix(60))”; write megawatts of zero or more: 12.5")
        }
        return power
    }

    /// A span of more than zero seconds and at most a year.
    mutating func seconds(_ name: String) throws(ControlFailure) -> TimeSpan? {
        guard let text = try text(name) else { return nil }
        guard let nanoseconds = try? DecimalText.parse(text.utf8, scale: 9), nanoseconds > 0,
            nanoseconds <= 366 * 86_400 * 1_000_000_000
        else {
            throw Self.invalid(
                name, "is “\(text.prefix(60))”; write seconds, more than 0 and at most 31622400: 3600")
        }
        return TimeSpan(nanoseconds: nanoseconds)
    }

    /// The operator's words, which the ledger keeps.
    mutating func reason() throws(ControlFailure) -> String {
        let text = try text("reason") ?? ""
        guard text.contains(where: { !$0.isWhitespace }), text.utf8.count <= 1_000,
            !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
        else {
            throw Self.invalid(
                "reason", "is missing, longer than 1000 bytes or not one line; the ledger keeps it")
        }
        return text
    }

    static func invalid(_ name: String, _ problem: String) -> ControlFailure {
        ControlFailure(
            .invalidArgument, "The parameter \(name) \(problem). Nothing was done.", parameter: name)
    }
}
