package import GridUnits

extension JSONValue {
    /// Reads an amount of a stored unit.
    package func quantity<Amount: Quantity>(
        _ key: String, as type: Amount.Type = Amount.self
    ) throws(CanonicalFailure) -> Amount {
        Amount(stored: try integer(key))
    }

    /// Reads nanoseconds since 1970 UTC.
    package func instant(_ key: String) throws(CanonicalFailure) -> UTCInstant {
        UTCInstant(nanosecondsSinceEpoch: try integer(key))
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
