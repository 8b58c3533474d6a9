/// One name that a file declares.
struct Declaration: Hashable {
    enum Kind: Hashable {
        /// A structure, an enumeration, a class, an actor or a protocol.
        case type
        case function, property, alias
        /// A case that is made where its name stands.
        case value
        /// A case that may also be read from its name in text.
        case namedValue
    }

    let name: Int
    let kind: Kind
    let file: Int
    /// From its name to the end of its body.
    let range: ClosedRange<Int>
    let line: Int
}

/// What one file declares and reads.
struct DeclarationScan {
    private(set) var declarations: [Declaration] = []
    /// The places of words that name something declared elsewhere, and whether it is only compared with a pattern.
    private(set) var uses: [(place: Int, isPattern: Bool)] = []
    /// Bodies of extensions, which belong to their type.
    private(set) var extensions: [(name: Int, range: ClosedRange<Int>)] = []

    /// Where in the text the scan stands: what an opened bracket holds.
    private enum Context: Hashable {
        case type, enumeration(isNamed: Bool), code, parameters
    }

    private let file: Int
    private let source: SourceTokens
    private let table: WordTable
    private let makesEveryValue: Bool
    private var contexts: [Context] = []
    private var next: Context?
    private var names: Set<Int> = []
    private var patterns: Set<Int> = []

    /// Scans a file.
    ///
    /// - Parameters:
    ///   - source: its words.
    ///   - file: its number.
    ///   - table: what the words are.
    ///   - makesEveryValue: whether a value that is only read from its name counts as never made.
    init(_ source: SourceTokens, file: Int, _ table: WordTable, makesEveryValue: Bool = false) {
        self.file = file
        self.makesEveryValue = makesEveryValue
        self.source = source
        self.table = table
        var place = 0
        while place < source.tokens.count { place = step(at: place) }
        collectUses()
    }

    private func word(at place: Int) -> String? {
        guard source.tokens.indices.contains(place), source.tokens[place] >= 0 else { return nil }
        return table.words[source.tokens[place]]
    }

    private func isSign(_ sign: Unicode.Scalar, at place: Int) -> Bool {
        source.tokens.indices.contains(place) && source.tokens[place] == SourceTokens.sign(sign)
    }

    private var holdsMembers: Bool {
        switch contexts.last {
        case nil, .type, .enumeration: true
        case .code, .parameters: false
        }
    }

    private mutating func step(at place: Int) -> Int {
        let token = source.tokens[place]
        guard token >= 0 else {
            if isSign("{", at: place) {
                contexts.append(next ?? .code)
                next = nil
            } else if SourceTokens.isOpening(token) {
                contexts.append(.parameters)
            } else if SourceTokens.isClosing(token) {
                _ = contexts.popLast()
            }
            return place + 1
        }
        switch table.words[token] {
        case "struct", "enum", "class", "actor", "protocol", "extension": return type(at: place)
        case "func", "var", "let", "typealias": return holdsMembers ? member(at: place) : place + 1
        case "case":
            if case .enumeration(let isNamed) = contexts.last { return values(at: place, isNamed: isNamed) }
            return pattern(at: place)
        default: return place + 1
        }
    }

    private mutating func type(at place: Int) -> Int {
        guard holdsMembers, !isSign(".", at: place - 1), word(at: place - 1) != "import",
            let name = word(at: place + 1), !["func", "var", "let"].contains(name)
        else { return place + 1 }
        var brace = place + 1
        while brace < source.tokens.count, !isSign("{", at: brace) { brace += 1 }
        guard brace < source.tokens.count else { return place + 1 }
        let range = place + 1...source.partners[brace]
        let header = (place + 1..<brace).compactMap { word(at: $0) }
        next =
            word(at: place) == "enum"
            ? .enumeration(isNamed: !makesEveryValue && !Self.namedBy.isDisjoint(with: header)) : .type
        if word(at: place) == "extension" {
            var last = place + 1
            while isSign(".", at: last + 1) { last += 2 }
            extensions.append((source.tokens[last], place...source.partners[brace]))
        } else if !(place - 4..<place).contains(where: { word(at: $0) == "main" }) {
            declare(place + 1, .type, range)
        }
        return place + 2
    }

    /// A case of such an enumeration is also made from a text or a number.
    private static let namedBy: Set = [
        "String", "Int", "Int32", "UInt8", "UInt16", "UInt32", "CaseIterable", "FieldName",
    ]

    private mutating func member(at place: Int) -> Int {
        let kind: Declaration.Kind
        switch word(at: place) {
        case "func": kind = .function
        case "typealias": kind = .alias
        case .some, nil: kind = .property
        }
        guard word(at: place + 1) != nil else { return place + 1 }
        var names = [place + 1]
        if kind == .property { names += furtherNames(after: place + 1) }
        for name in names { declare(name, kind, name...end(after: name)) }
        return (names.last ?? place) + 1
    }

    /// The names that stand behind the first one on its line, each with a type or a value of its own.
    private func furtherNames(after name: Int) -> [Int] {
        var names: [Int] = []
        var place = name + 1
        while place < source.tokens.count, source.lines[place] == source.lines[name], !isSign("{", at: place)
        {
            let isNamed =
                isSign(":", at: place + 2) || isSign("=", at: place + 2) || isSign(",", at: place + 2)
            if isSign(",", at: place), word(at: place + 1) != nil, isNamed { names.append(place + 1) }
            place = SourceTokens.isOpening(source.tokens[place]) ? source.partners[place] + 1 : place + 1
        }
        return names
    }

    /// The end of a member's body or value; its own name where it has neither.
    private func end(after name: Int) -> Int {
        var place = name + 1
        while place < source.tokens.count {
            if isSign("{", at: place) { return source.partners[place] }
            let isOver = word(at: place).map(Self.beginners.contains) ?? isSign("}", at: place)
            if isOver { return place - 1 }
            place = SourceTokens.isOpening(source.tokens[place]) ? source.partners[place] + 1 : place + 1
        }
        return name
    }

    private static let beginners: Set = [
        "func", "var", "let", "case", "struct", "enum", "init", "static", "package", "private", "fileprivate",
        "mutating", "extension", "subscript", "typealias",
    ]

    private mutating func values(at start: Int, isNamed: Bool) -> Int {
        var place = start + 1
        while word(at: place) != nil {
            declare(place, isNamed ? .namedValue : .value, place...place)
            place += 1
            if isSign("(", at: place) { place = source.partners[place] + 1 }
            if isSign("=", at: place) {
                let line = source.lines[place]
                while place < source.tokens.count, !isSign(",", at: place), source.lines[place] == line {
                    place += 1
                }
            }
            guard isSign(",", at: place) else { break }
            place += 1
        }
        return place
    }

    /// The values that a switch or a condition compares with.
    private mutating func pattern(at start: Int) -> Int {
        var place = start + 1
        while place < source.tokens.count, !isSign(":", at: place), !isSign("=", at: place) {
            if isSign(".", at: place) { patterns.insert(place + 1) }
            if SourceTokens.isOpening(source.tokens[place]) {
                for inner in place..<source.partners[place] where isSign(".", at: inner) {
                    patterns.insert(inner + 1)
                }
                place = source.partners[place]
            }
            place += 1
        }
        return place
    }

    private mutating func declare(_ place: Int, _ kind: Declaration.Kind, _ range: ClosedRange<Int>) {
        names.insert(place)
        declarations.append(
            Declaration(
                name: source.tokens[place], kind: kind, file: file, range: range, line: source.lines[place]))
    }

    /// Every word but declared names and labels of arguments.
    private mutating func collectUses() {
        var brackets: [Int] = []
        for (place, token) in source.tokens.enumerated() {
            if SourceTokens.isOpening(token) { brackets.append(token) }
            if SourceTokens.isClosing(token) { _ = brackets.popLast() }
            guard token >= 0, !names.contains(place) else { continue }
            let isLabel =
                brackets.last == SourceTokens.sign("(") && isSign(":", at: place + 1)
                && (isSign("(", at: place - 1) || isSign(",", at: place - 1))
            if !isLabel { uses.append((place, patterns.contains(place))) }
        }
    }
}
