/// Swift text with the content of comments and of strings blanked out, line for line, so that rules see code only.
struct SwiftCode {
    private var input: [UInt8]
    private var output: [UInt8] = []
    private var position = 0

    /// Blanks a text.
    static func only(of text: String) -> String {
        var code = SwiftCode(input: Array(text.utf8))
        code.copyCode(untilClosingParenthesis: false)
        return String(decoding: code.output, as: UTF8.self)
    }

    private init(input: [UInt8]) { self.input = input }

    private func isAt(_ text: StaticString) -> Bool { input[position...].starts(with: "\(text)".utf8) }

    private var isAtEnd: Bool { position >= input.count }

    private mutating func copy() {
        output.append(input[position])
        position += 1
    }

    private mutating func copy(_ count: Int) {
        output += input[position..<min(position + count, input.count)]
        position += count
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where !isAtEnd {
            output.append(input[position] == UInt8(ascii: "\n") ? UInt8(ascii: "\n") : UInt8(ascii: " "))
            position += 1
        }
    }

    /// The bytes with which a comment, a string or a parenthesis may begin; all others are copied unseen.
    private static let beginners = Array("/\"#()".utf8)

    private mutating func copyCode(untilClosingParenthesis isInterpolation: Bool) {
        var depth = 0
        while !isAtEnd {
            guard Self.beginners.contains(input[position]) else {
                copy()
                continue
            }
            if isAt("//") {
                while !isAtEnd, !isAt("\n") { blank() }
            } else if isAt("/*") {
                blankComment()
            } else if let pounds = stringStart {
                copyString(pounds: pounds)
            } else if isInterpolation, depth == 0, isAt(")") {
                return
            } else {
                depth += isAt("(") ? 1 : isAt(")") ? -1 : 0
                copy()
            }
        }
    }

    private mutating func blankComment() {
        var depth = 0
        repeat {
            if isAt("/*") {
                depth += 1
                blank(2)
            } else if isAt("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && !isAtEnd
    }

    /// The number of `#` before the quote of a string that starts here; nil when none does.
    private var stringStart: Int? {
        let pounds = input[position...].prefix { $0 == UInt8(ascii: "#") }.count
        let quote = position + pounds
        return quote < input.count && input[quote] == UInt8(ascii: "\"") ? pounds : nil
    }

    private mutating func copyString(pounds: Int) {
        let escape = [UInt8(ascii: "\\")] + Array(repeating: UInt8(ascii: "#"), count: pounds)
        copy(pounds)
        let quotes = isAt("\"\"\"") ? 3 : 1
        copy(quotes)
        let end =
            Array(repeating: UInt8(ascii: "\""), count: quotes)
            + Array(repeating: UInt8(ascii: "#"), count: pounds)
        while !isAtEnd {
            if input[position...].starts(with: end) { return copy(end.count) }
            guard input[position...].starts(with: escape) else {
                blank()
                continue
            }
            blank(escape.count)
            if isAt("(") {
                copy()
                copyCode(untilClosingParenthesis: true)
                if !isAtEnd { copy() }
            } else {
                blank()
            }
        }
    }
}
