/// Makes the second of two equal keys different, so that one duplicate does not hide the other errors of a
/// file.
///
/// The YAML reader refuses a map with equal keys as a whole and names only the first place.
struct KeyMask {
    private var lines: [[Unicode.Scalar]]
    private var count: UInt32 = 0

    /// A place, counted from 1.
    typealias Place = (line: Int, column: Int)

    init(text: String) {
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    }

    var text: String {
        var scalars = String.UnicodeScalarView()
        for (index, line) in lines.enumerated() {
            if index > 0 { scalars.append("\n") }
            scalars.append(contentsOf: line)
        }
        return String(scalars)
    }

    /// Replaces one scalar of the second occurrence, which moves nothing.
    ///
    /// - Parameters:
    ///   - key: the key that stands twice in one map.
    ///   - first: where it stands first.
    /// - Returns: where it stands the second time; nil when that cannot be found.
    mutating func mask(_ key: String, after first: Place) -> Place? {
        let name = Array(key.unicodeScalars)
        guard !name.isEmpty, lines.indices.contains(first.line - 1),
            let second = isBlock(first) ? inBlock(name, after: first) : inFlow(name, after: first),
            let mark = Unicode.Scalar(0xE000 + count)
        else { return nil }
        count += 1
        let line = lines[second.line - 1]
        let isQuoted = line[second.column - 1] == "\"" || line[second.column - 1] == "'"
        lines[second.line - 1][second.column - (isQuoted ? 0 : 1)] = mark
        return second
    }

    private func isBlock(_ place: Place) -> Bool {
        lines[place.line - 1].prefix(place.column - 1).allSatisfy { $0 == " " || $0 == "-" }
    }

    private func inBlock(_ name: [Unicode.Scalar], after first: Place) -> Place? {
        for line in first.line..<lines.count {
            let scalars = lines[line]
            guard let indent = scalars.firstIndex(where: { $0 != " " && $0 != "\r" }), scalars[indent] != "#"
            else {
                continue
            }
            guard indent >= first.column - 1 else { return nil }
            if indent == first.column - 1, isKey(name, in: scalars, at: indent) {
                return (line + 1, indent + 1)
            }
        }
        return nil
    }

    private func inFlow(_ name: [Unicode.Scalar], after first: Place) -> Place? {
        var depth = 0
        var mayStartKey = false
        for line in (first.line - 1)..<lines.count {
            let scalars = lines[line]
            for column in scalars.indices where line >= first.line || column >= first.column {
                if mayStartKey, depth == 0, isKey(name, in: scalars, at: column) {
                    return (line + 1, column + 1)
                }
                switch scalars[column] {
                case "{", "[": depth += 1
                case "}", "]": depth -= 1
                default: break
                }
                guard depth >= 0 else { return nil }
                if scalars[column] != " " { mayStartKey = scalars[column] == "," }
            }
        }
        return nil
    }

    private func isKey(_ name: [Unicode.Scalar], in scalars: [Unicode.Scalar], at start: Int) -> Bool {
        var index = start
        let quote: Unicode.Scalar? = scalars[start] == "\"" || scalars[start] == "'" ? scalars[start] : nil
        if quote != nil { index += 1 }
        guard scalars[index...].starts(with: name) else { return false }
        index += name.count
        if let quote {
            guard index < scalars.count, scalars[index] == quote else { return false }
            index += 1
        }
        return scalars[index...].first { $0 != " " } == ":"
    }
}
