import SiteRecord
import GridUnits

extension SectionReader {
    /// Maps of one list that one site may have.
    static let listLimit = 1_000

    /// The maps of a list.
    ///
    /// - Parameters:
    ///   - inner: what the maps hold; its raw value is the key.
    ///   - first: a key that each entry begins with, for the message.
    /// - Returns: empty when the key is absent; what is no map is reported and left out.
    func sections(_ inner: ConfigurationSection, beginningWith first: String) -> [SectionReader] {
        let key = inner.rawValue
        guard let value = value(key) else { return [] }
        guard case .list(let elements) = value.content else {
            report(key, "this is \(value.kindName); write a list, each entry with - \(first):")
            return []
        }
        guard elements.count <= Self.listLimit else {
            report(key, "there are \(elements.count) entries; at most \(Self.listLimit) are possible")
            return []
        }
        return elements.map { SectionReader(inner, $0, diagnostics) }.filter { $0.node != nil }
    }

    /// An amount that has to be there, in the unit people write.
    func required<Amount: Quantity>(_ key: String, in range: ClosedRange<Amount>) -> Amount? {
        requires(key, wanted: "a number") ? quantity(key, in: range) : nil
    }

    func requiredCount(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard requires(key, wanted: "\(range.lowerBound) to \(range.upperBound)") else { return nil }
        return number(key, scale: 0, in: Int64(range.lowerBound)...Int64(range.upperBound)).map { Int($0) }
    }

    func requiredBoolean(_ key: String) -> Bool? {
        requires(key, wanted: "true or false") ? boolean(key, default: false) : nil
    }

    /// One of our own words, which has to be there.
    func requiredChoice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, among choices: [Choice] = Array(Choice.allCases)
    ) -> Choice? {
        let words = choices.map(\.rawValue)
        guard let text = required(key, wanted: words.joined(separator: " or ")) else { return nil }
        guard let choice = choices.first(where: { $0.rawValue == text }) else {
            report(key, Self.unknownWord(text, among: words))
            return nil
        }
        return choice
    }

    /// A part of a whole, 0 to 1; nil when absent or wrong.
    func share(_ key: String) -> Fraction? {
        number(key, scale: 9, in: 0...1_000_000_000).map { Fraction(billionths: $0) }
    }
}
