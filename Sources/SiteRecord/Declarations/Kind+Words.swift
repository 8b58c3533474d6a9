package import GridUnits

/// An enumeration whose cases are words of the configuration.
package typealias Word = RawRepresentable<String> & CaseIterable & Hashable & Sendable

extension Kind where Value: Word {
    /// One word of an enumeration.
    ///
    /// - Parameters:
    ///   - words: those that may be written; all by default.
    ///   - advice: what to say of a word that is none of them, by that word.
    /// - Returns: the kind.
    package static func choice(
        among words: [Value] = Array(Value.allCases), advice: [String: String] = [:]
    ) -> Kind {
        let texts = words.map(\.rawValue)
        let list = Words.list(texts)
        return Kind(scalar: KindOutline(wanted: list, allowed: list)) {
            text, isBounded throws(KeyProblem) in
            let word = isBounded ? words.first { $0.rawValue == text } : Value(rawValue: text)
            guard let word else { throw KeyProblem(advice[text] ?? Words.unknown(text, among: texts)) }
            return word
        } text: {
            $0.rawValue
        }
    }
}

extension Kind {
    /// A list of different words of an enumeration.
    ///
    /// - Parameters:
    ///   - noun: names one word to an operator.
    ///   - usual: the word that an error shows as example; the first one by default.
    ///   - least: words that have to be written; an empty list is otherwise allowed.
    /// - Returns: the kind of a set of such words.
    package static func choices<Choice: Word>(
        of noun: String = "word", suchAs usual: Choice? = nil, atLeast least: Int = 0
    ) -> Kind where Value == Set<Choice> {
        let words = Choice.allCases.map(\.rawValue)
        let example = "[\(usual?.rawValue ?? words.first ?? "")]"
        return Kind(KindOutline(wanted: "a list such as \(example)")) { written, _ in
            guard case .list(let elements) = written.node.content else {
                written.report("this is \(written.node.kindName); write a list such as \(example)")
                return nil
            }
            guard elements.count >= least || written.isRecorded else {
                written.report("the list is empty; write at least one \(noun), such as \(example)")
                return nil
            }
            var chosen: Set<Choice> = []
            var isRight = true
            for element in elements {
                guard let choice = element.text.flatMap(Choice.init(rawValue:)) else {
                    let text = element.text ?? element.kindName
                    written.report(Words.unknown(text, among: words), at: element.position)
                    isRight = false
                    continue
                }
                guard !chosen.insert(choice).inserted else { continue }
                written.report("\(choice.rawValue) stands twice", at: element.position)
                isRight = false
            }
            return isRight ? chosen : nil
        } show: { chosen in
            // A set has no order of its own, and equal policies have to be equal bytes.
            .list(Choice.allCases.filter(chosen.contains).map(\.rawValue))
        }
    }
}

extension Kind where Value == Bool {
    /// True or false.
    package static var flag: Kind {
        let wanted = "true or false"
        return Kind(scalar: KindOutline(wanted: wanted, allowed: wanted)) {
            text, _ throws(KeyProblem) in
            switch text {
            case "true": true
            case "false": false
            default: throw KeyProblem("\"\(text.prefix(40))\" is neither true nor false")
            }
        } text: {
            "\($0)"
        }
    }
}

extension Kind where Value == String {
    /// A text that has to fulfil a condition.
    ///
    /// - Parameters:
    ///   - wanted: what to write, for messages.
    ///   - problem: what is wrong with a text; nil when nothing is.
    /// - Returns: the kind.
    package static func text(
        _ wanted: String, problem: @escaping @Sendable (String) -> String? = { _ in nil }
    ) -> Kind {
        Kind(scalar: KindOutline(wanted: wanted)) { text, isBounded throws(KeyProblem) in
            if isBounded, let problem = problem(text) { throw KeyProblem(problem) }
            return text
        } text: {
            $0
        }
    }

    /// A path, absolute or relative to the configuration.
    ///
    /// - Parameter wanted: what to write, for messages.
    /// - Returns: the kind.
    package static func path(_ wanted: String = "a path") -> Kind {
        text(wanted) { text in
            text.isEmpty || text.utf8.contains(0)
                ? "the path is empty; write \(wanted), relative to the configuration or absolute" : nil
        }
    }

    /// A name that may stand in paths and on the wire.
    ///
    /// - Parameter wanted: what to write, for messages.
    /// - Returns: the kind.
    package static func name(_ wanted: String = "a name") -> Kind { text(wanted, problem: NameText.problem) }
}

extension Kind where Value == CalendarDate {
    /// A day of the market.
    package static var day: Kind<CalendarDate> {
        Kind(scalar: KindOutline(wanted: "a day such as 2026-01-31")) { text, _ throws(KeyProblem) in
            try Words.day(text)
        } text: {
            $0.description
        }
    }
}

extension Kind where Value == [CalendarDate] {
    /// A list of different days, in order.
    package static var days: Kind {
        let wanted = "a list such as [2026-11-26, 2026-12-25]"
        return Kind(KindOutline(wanted: wanted)) { written, _ in
            guard case .list(let elements) = written.node.content else {
                written.report("this is \(written.node.kindName); write \(wanted)")
                return nil
            }
            var days: Set<CalendarDate> = []
            var isRight = true
            for element in elements {
                do throws(KeyProblem) {
                    let day = try Words.day(element.text ?? element.kindName)
                    if days.insert(day).inserted { continue }
                    written.report("\(day) stands twice", at: element.position)
                } catch {
                    written.report(error.message, at: element.position)
                }
                isRight = false
            }
            return isRight ? days.sorted() : nil
        } show: {
            .list($0.map(\.description))
        }
    }
}

extension Kind where Value == UTCInstant {
    /// A moment with its zone.
    package static var moment: Kind {
        let example = "2026-07-30T21:45:00Z"
        return Kind(scalar: KindOutline(wanted: "a moment such as \(example)")) {
            text, _ throws(KeyProblem) in
            guard let instant = UTCInstant(rfc3339: text) else {
                throw KeyProblem(
                    "\"\(text.prefix(40))\" is no moment; write \(example), with Z or an offset")
            }
            return instant
        } text: {
            $0.seconds
        }
    }
}

/// Words and days in messages.
package enum Words {
    /// Days that a policy may name; others are slips of the keyboard.
    private static let years = 2000...2199

    /// The words with commas, and `or` before the last.
    package static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.joined() }
        return "\(words.dropLast().joined(separator: ", ")) or \(last)"
    }

    /// The advice about a word that is none of those that may be written.
    package static func unknown(_ text: String, among words: [String]) -> String {
        if let near = NearestName.of(text, among: words) {
            return "\"\(text.prefix(40))\" is unknown; did you mean \(near)? Possible: \(list(words))"
        }
        return "\"\(text.prefix(40))\" is unknown; write \(list(words))"
    }

    static func day(_ text: String) throws(KeyProblem) -> CalendarDate {
        guard let day = CalendarDate(text: text), years.contains(day.year) else {
            throw KeyProblem(
                "\"\(text.prefix(40))\" is no day of \(years.lowerBound) to \(years.upperBound); "
                    + "write 2026-01-31")
        }
        return day
    }
}
