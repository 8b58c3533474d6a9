package import GridUnits

extension JSONValue {
    /// Reads an amount of a stored unit.
    package func quantity<Amount: Quantity>(
        _ key: String, as type: Amount.Type = Amount.self
    ) throws(CanonicalFailure) -> Amount {
        Amount(stored: try integer(key))
    }

    /// Reads an amount that may be missing.
    package func optionalQuantity<Amount: Quantity>(
        _ key: String, as type: Amount.Type = Amount.self
    ) throws(CanonicalFailure) -> Amount? {
        try optionalInteger(key).map(Amount.init(stored:))
    }

    /// Reads nanoseconds since 1970 UTC.
    package func instant(_ key: String) throws(CanonicalFailure) -> UTCInstant {
        UTCInstant(nanosecondsSinceEpoch: try integer(key))
    }

    /// Reads nanoseconds.
    package func span(_ key: String) throws(CanonicalFailure) -> TimeSpan {
        TimeSpan(nanoseconds: try integer(key))
    }

    /// Reads microwatt-seconds.
    package func energy(_ key: String) throws(CanonicalFailure) -> Energy {
        if case .integer(let small) = try value(key) { return Energy(microwattSeconds: Int128(small)) }
        guard let large = Int128(try text(key)) else { throw CanonicalFailure("\(key) is not an energy") }
        return Energy(microwattSeconds: large)
    }

    /// Reads `n` or `n/d`.
    package func fraction(_ key: String) throws(CanonicalFailure) -> Fraction {
        let parts = try text(key).split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let numerator = Int128(parts[0]),
            let denominator = parts.count == 1 ? 1 : Int128(parts[1])
        else { throw CanonicalFailure("\(key) is not a ratio") }
        do {
            return try Fraction(numerator, over: denominator)
        } catch {
            throw CanonicalFailure("\(key) is not a ratio: its denominator is zero")
        }
    }

    /// Reads one of the names of an enumeration.
    package func name<Name: RawRepresentable>(
        _ key: String, as type: Name.Type = Name.self
    ) throws(CanonicalFailure) -> Name where Name.RawValue == String {
        let text = try text(key)
        guard let name = Name(rawValue: text) else { throw CanonicalFailure("\(key) knows no \(text)") }
        return name
    }

    /// Reads a name that may be missing.
    package func optionalName<Name: RawRepresentable>(
        _ key: String, as type: Name.Type = Name.self
    ) throws(CanonicalFailure) -> Name? where Name.RawValue == String {
        optional(key) == nil ? nil : try name(key)
    }

    /// Reads names in order.
    package func names<Name: RawRepresentable>(
        _ key: String, as type: Name.Type = Name.self
    ) throws(CanonicalFailure) -> [Name] where Name.RawValue == String {
        var names: [Name] = []
        for element in try array(key) {
            guard case .text(let text) = element, let name = Name(rawValue: text) else {
                throw CanonicalFailure("\(key) holds a name that is not known")
            }
            names.append(name)
        }
        return names
    }

    /// Reads a number that has to fit `Int`.
    package func count(_ key: String) throws(CanonicalFailure) -> Int { Int(try integer(key)) }

    /// An object without some of its members.
    package func without(_ keys: [String]) -> JSONValue {
        guard let members else { return self }
        return .object(members.filter { !keys.contains($0.name) })
    }

    /// The one member of an object that stands for a case of an enumeration.
    package func onlyMember() throws(CanonicalFailure) -> (name: String, value: JSONValue) {
        guard let members, members.count == 1, let member = members.first else {
            throw CanonicalFailure("expected an object with one member, the name of its case")
        }
        return (member.name, member.value)
    }
}
