import SiteRecord

/// Identifiers that count up (`s21-1`, `s21-2`, …) written once with how many follow.
enum IdentifierRuns {
    /// A list of identifiers as runs.
    static let form = FieldForm<[String]>(
        shape: .list(IdentifierRun.shape),
        write: { names, writer in
            let runs = runs(names, identifier: \.self) { _, _ in true }
            writer.array(runs) { writer, run in
                IdentifierRun(first: run.first, count: run.count).write(to: &writer)
            }
        },
        read: { value throws(CanonicalFailure) in
            var names: [String] = []
            for run in try [IdentifierRun](recorded: value) {
                names += try identifiers(from: run.first, count: run.count)
            }
            return names
        })

    /// The identifier whose trailing number is one higher, keeping leading zeros; nil without a short number.
    static func successor(of identifier: String) -> String? {
        let digits = identifier.utf8.reversed().prefix {
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }.count
        guard (1...15).contains(digits) else { return nil }
        let stem = identifier.utf8.dropLast(digits)
        guard let number = Int(Substring(identifier.utf8.suffix(digits))) else { return nil }
        let next = String(number + 1)
        let zeros = String(repeating: "0", count: max(0, digits - next.utf8.count))
        return String(Substring(stem)) + zeros + next
    }

    /// Splits a list into runs; `isAlike` says whether a run may go on from one element to the next.
    static func runs<Element>(
        _ elements: [Element], identifier: (Element) -> String, isAlike: (Element, Element) -> Bool
    ) -> [(first: Element, count: Int)] {
        var runs: [(first: Element, count: Int)] = []
        var previous: Element?
        for element in elements {
            if let previous, let last = runs.last, isAlike(previous, element),
                isSame(successor(of: identifier(previous)), identifier(element))
            {
                runs[runs.count - 1].count = last.count + 1
            } else {
                runs.append((element, 1))
            }
            previous = element
        }
        return runs
    }

    /// The identifiers of one run.
    ///
    /// - Throws: ``CanonicalFailure`` when the first one cannot be counted on, or the run is absurdly long.
    static func identifiers(from first: String, count: Int) throws(CanonicalFailure) -> [String] {
        guard (1...UnitRuns.limit).contains(count) else {
            throw CanonicalFailure("a run of \(count) identifiers is not a record of ours")
        }
        var identifiers = [first]
        var current = first
        while identifiers.count < count {
            guard let next = successor(of: current) else {
                throw CanonicalFailure("identifier \(current) has no number to count on from")
            }
            identifiers.append(next)
            current = next
        }
        return identifiers
    }

    /// Byte for byte: `==` takes canonically equivalent texts for equal, and the round trip would not be
    /// exact.
    private static func isSame(_ left: String?, _ right: String) -> Bool {
        guard let left else { return false }
        return left.utf8.elementsEqual(right.utf8)
    }
}

/// One run of identifiers that count up.
private struct IdentifierRun: FieldRecord {
    static let fields: Fields<IdentifierRun> = Fields(
        IdentifierRun.init(first:count:), Field("id") { $0.first }, Field("count") { $0.count })

    let first: String
    let count: Int
}
