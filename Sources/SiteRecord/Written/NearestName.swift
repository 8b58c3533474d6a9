/// Finds the name that was probably meant.
package enum NearestName {
    /// The known name with the least edit distance, when that is small enough to be a slip of the keyboard.
    ///
    /// - Parameters:
    ///   - name: what was written.
    ///   - known: what could have been meant, in the order of preference among equals.
    /// - Returns: nil when nothing is near.
    package static func of(_ name: String, among known: some Sequence<String>) -> String? {
        let written = Array(name.lowercased().utf8.prefix(longest))
        var best: (name: String, distance: Int)?
        for candidate in known {
            let distance = distance(written, Array(candidate.lowercased().utf8))
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        guard let best, best.distance <= max(2, best.name.utf8.count / 3) else { return nil }
        // A short word is near every other short word; half of it has to be right.
        return best.distance * 2 <= best.name.utf8.count ? best.name : nil
    }

    /// Longer names are cut, so that a megabyte of key costs nothing.
    private static let longest = 80

    /// Levenshtein distance with exchanged neighbours counted once.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(
                    last[column + 1] + 1, current[column] + 1, last[column] + (byte == other ? 0 : 1))
                if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
