/// How the value of a key is written and shown, and which values are allowed.
///
/// Files, records and `--sweep` are all read by ``read``; reloads, records and the documentation all show by ``show``.
package struct Kind<Value: Hashable & Sendable>: Sendable {
    let outline: KindOutline
    /// Reads a value that is written; nil when it is wrong, which has been reported.
    ///
    /// The second value is the one in force without the key, if any: a section changes only what it says.
    let read: @Sendable (WrittenValue, Value?) -> Value?
    /// The value as it would stand in a file.
    let show: @Sendable (Value) -> SettingValue

    /// Declares a kind.
    package init(
        _ outline: KindOutline,
        read: @escaping @Sendable (WrittenValue, Value?) -> Value?,
        show: @escaping @Sendable (Value) -> SettingValue
    ) {
        self.outline = outline
        self.read = read
        self.show = show
    }

    /// Declares a kind that is written as a single text.
    ///
    /// - Parameters:
    ///   - outline: what to write.
    ///   - parse: the value of a text; the second argument is false where no range is to be asked.
    ///   - text: the text of a value; what it gives is parsed to the same value again.
    package init(
        scalar outline: KindOutline,
        parse: @escaping @Sendable (String, Bool) throws(KeyProblem) -> Value,
        text: @escaping @Sendable (Value) -> String
    ) {
        self.init(outline) { written, _ in
            guard let scalar = written.scalar(wanted: outline.wanted) else { return nil }
            do throws(KeyProblem) {
                return try parse(scalar, !written.isRecorded)
            } catch {
                written.report(error.message)
                return nil
            }
        } show: {
            .text(text($0))
        }
    }
}

extension Kind {
    /// The same kind, shown otherwise where configurations are compared.
    package func shown(_ show: @escaping @Sendable (Value) -> SettingValue) -> Kind {
        Kind(outline, read: read, show: show)
    }
}

/// Why a text is not the value it should be; says what would be right.
package struct KeyProblem: Error {
    /// The problem in a sentence that says what is allowed.
    package let message: String

    package init(_ message: String) { self.message = message }
}

extension Kind {
    /// A value that may be missing.
    ///
    /// - Parameters:
    ///   - kind: of the value that is there.
    ///   - none: the word for no value, in the documentation and in changes.
    ///   - isWritten: whether the word may be written in the file.
    /// - Returns: the kind.
    package static func optional<Wrapped>(
        _ kind: Kind<Wrapped>, none: String, isWritten: Bool = false
    ) -> Kind where Value == Wrapped? {
        var outline = kind.outline
        outline.isSwitch = outline.inner != nil && none == "off"
        return Kind(outline) { written, present in
            if isWritten, written.node.text == none { return .some(nil) }
            guard let read = kind.read(written, present ?? nil) else { return nil }
            return .some(read)
        } show: {
            $0.map(kind.show) ?? .absent(none)
        }
    }
}
