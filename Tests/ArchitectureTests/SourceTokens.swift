/// Words as small numbers, the same for every file of a package.
struct WordTable {
    private var numbers: [String: Int] = [:]
    private(set) var words: [String] = []

    mutating func number(of word: String) -> Int {
        if let known = numbers[word] { return known }
        numbers[word] = words.count
        words.append(word)
        return words.count - 1
    }
}

/// A file's code as words and signs, with the place at which each bracket is closed.
struct SourceTokens {
    /// A word's number in the table, or a sign's byte below zero.
    private(set) var tokens: [Int] = []
    private(set) var lines: [Int] = []
    /// For an opening bracket the place of its partner, else its own place.
    private(set) var partners: [Int] = []

    /// Reads the code of a file, whose comments and texts are blank.
    init(_ file: SourceFile, _ table: inout WordTable) {
        var open: [Int] = []
        for (number, line) in file.code.enumerated() {
            var word: [UInt8] = []
            func end() -> Int? {
                guard let first = word.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
                    return nil
                }
                return table.number(of: String(decoding: word, as: UTF8.self))
            }
            for byte in Array(line.utf8) + [UInt8(ascii: " ")] {
                guard !Self.isOfWord(byte) else {
                    word.append(byte)
                    continue
                }
                if let number = end() { tokens.append(number) }
                word.removeAll(keepingCapacity: true)
                if Self.signs.contains(byte) { tokens.append(-Int(byte)) }
                while lines.count < tokens.count {
                    partners.append(lines.count)
                    if Self.isOpening(tokens[lines.count]) {
                        open.append(lines.count)
                    } else if Self.isClosing(tokens[lines.count]), let opening = open.popLast() {
                        partners[opening] = lines.count
                    }
                    lines.append(number + 1)
                }
            }
        }
    }

    private static let signs = Set("{}()[]<>=,.:;@?!".utf8)

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    static func sign(_ text: Unicode.Scalar) -> Int { -Int(text.value) }

    static func isOpening(_ token: Int) -> Bool { "({[".unicodeScalars.contains { sign($0) == token } }

    static func isClosing(_ token: Int) -> Bool { ")}]".unicodeScalars.contains { sign($0) == token } }
}
