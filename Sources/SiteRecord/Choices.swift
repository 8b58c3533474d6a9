/// One case of an enumeration that is written as an object with one member, named for the case.
package struct Choice<Root: Sendable>: Sendable {
    let member: ValueShape.Member
    let write: @Sendable (Root, inout CanonicalWriter) -> Bool
    let read: @Sendable (JSONValue) throws(CanonicalFailure) -> Root

    /// A case with a value.
    ///
    /// - Parameters:
    ///   - name: the member's name.
    ///   - make: the case.
    ///   - value: the value of this case; nil for the other cases.
    package init<Value: FieldValue>(
        _ name: String, _ make: @escaping @Sendable (Value) -> Root,
        _ value: @escaping @Sendable (Root) -> Value?
    ) {
        let key = CanonicalWriter.Key(name)
        member = .init(name, Value.shape)
        write = { root, writer in
            guard let value = value(root) else { return false }
            writer.member(key) { value.write(to: &$0) }
            return true
        }
        read = { value throws(CanonicalFailure) in make(try Value(recorded: value)) }
    }

    /// A case whose values are the members of an object.
    ///
    /// - Parameters:
    ///   - name: the member's name.
    ///   - make: the case, of its values.
    ///   - values: the values of this case, all in one; nil for the other cases.
    ///   - fields: one for each value.
    package init<Values: Sendable, each Value: FieldValue>(
        _ name: String, _ make: @escaping @Sendable (repeat each Value) throws(CanonicalFailure) -> Root,
        of values: @escaping @Sendable (Root) -> Values?, _ fields: repeat Field<Values, each Value>
    ) {
        let key = CanonicalWriter.Key(name)
        let table = FieldTable(repeat each fields)
        member = .init(name, .record(table.members))
        write = { root, writer in
            guard let values = values(root) else { return false }
            writer.member(key) { table.write(values, to: &$0) }
            return true
        }
        read = table.reader(make)
    }

    /// A case without a value, written as an empty object or as `true`.
    package init(_ name: String, _ root: Root, as mark: Mark = .object) where Root: Equatable {
        let key = CanonicalWriter.Key(name)
        member = .init(name, mark.shape)
        write = { other, writer in
            guard other == root else { return false }
            writer.member(key) { mark.write(to: &$0) }
            return true
        }
        read = { _ in root }
    }

    /// How a case without a value stands in its member.
    package enum Mark: Sendable {
        case object, yes

        fileprivate var shape: ValueShape {
            switch self {
            case .object: .record([])
            case .yes: .yes
            }
        }

        fileprivate func write(to writer: inout CanonicalWriter) {
            switch self {
            case .object: writer.object { _ in }
            case .yes: writer.boolean(true)
            }
        }
    }
}

/// The cases of an enumeration whose values differ, each as an object with one member.
package struct Choices<Root: Sendable>: Sendable {
    private let choices: [Choice<Root>]

    package init(_ choices: Choice<Root>...) { self.choices = choices }

    /// Creates a table of cases that stand in a list of their own.
    package init(_ choices: [Choice<Root>]) { self.choices = choices }

    /// The members that may stand alone in the object.
    package var members: [ValueShape.Member] { choices.map(\.member) }

    /// Writes the one member of the case into an object.
    package func writeMember(of root: Root, to writer: inout CanonicalWriter) {
        for choice in choices where choice.write(root, &writer) { return }
        preconditionFailure("\(Root.self) has a case that its table of choices lacks")
    }

    /// Reads an object with one member.
    ///
    /// - Throws: ``CanonicalFailure`` when it has several, or one that no case is named for.
    package func read(_ value: JSONValue) throws(CanonicalFailure) -> Root {
        let (name, content) = try value.onlyMember()
        guard let choice = choices.first(where: { $0.member.name == name }) else {
            throw CanonicalFailure("\(Root.self) knows no \(name)")
        }
        do {
            return try choice.read(content)
        } catch {
            throw CanonicalFailure("\(name): \(error.description)")
        }
    }
}

/// An enumeration that is read and written by its table of choices.
package protocol ChoiceRecord: FieldValue {
    /// The cases.
    static var choices: Choices<Self> { get }
}

extension ChoiceRecord {
    package static var shape: ValueShape { .choice(choices.members) }

    package func write(to writer: inout CanonicalWriter) {
        writer.object { Self.choices.writeMember(of: self, to: &$0) }
    }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        self = try Self.choices.read(value)
    }
}
