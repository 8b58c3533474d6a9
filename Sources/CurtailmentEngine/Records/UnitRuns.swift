import SiteRecord

/// Unit numbers as text that is short where they follow each other: `1-400,402,9-7`.
///
/// The order is kept; a run may count down.
enum UnitRuns {
    /// More units than any site has; a longer list is not a record of ours.
    static let limit = 1_000_000

    /// A list of units as one text.
    static let form = FieldForm<[Int]>(
        shape: .text(.runs), write: { $1.string(text($0)) },
        read: { value throws(CanonicalFailure) in try units(String(recorded: value)) })

    static func text(_ units: [Int]) -> String {
        var bytes: [UInt8] = []
        var index = 0
        while index < units.count {
            let last = endOfRun(in: units, from: index)
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: String(units[index]).utf8)
            if last > index {
                bytes.append(UInt8(ascii: "-"))
                bytes.append(contentsOf: String(units[last]).utf8)
            }
            index = last + 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// - Throws: ``CanonicalFailure`` when the text is no such list or names more units than ``limit``.
    static func units(_ text: String) throws(CanonicalFailure) -> [Int] {
        guard !text.isEmpty else { return [] }
        var units: [Int] = []
        for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let ends = part.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            guard (1...2).contains(ends.count), let first = number(ends[0]),
                let last = ends.count == 1 ? first : number(ends[1])
            else { throw CanonicalFailure("a unit list is malformed") }
            guard units.count + abs(last - first) < limit else {
                throw CanonicalFailure("a unit list names more than \(limit) units")
            }
            if first <= last {
                units.append(contentsOf: first...last)
            } else {
                units.append(contentsOf: (last...first).reversed())
            }
        }
        return units
    }

    private static func endOfRun(in units: [Int], from start: Int) -> Int {
        guard start + 1 < units.count else { return start }
        let step = units[start + 1] - units[start]
        guard step == 1 || step == -1 else { return start }
        var (next, expected) = (start + 2, units[start + 1] + step)
        while next < units.count, units[next] == expected {
            next += 1
            expected += step
        }
        return next - 1
    }

    private static func number(_ digits: Substring.UTF8View) -> Int? {
        guard let number = Int(Substring(digits)), number >= 0 else { return nil }
        return number
    }
}
