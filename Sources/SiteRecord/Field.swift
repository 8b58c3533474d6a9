/// One member of a record: its name, and the property it is written from.
///
/// The member has to be there, unless its type has a value that a missing member stands for (nil of an optional) or
/// `unless:` names one.
package struct Field<Root, Value: FieldValue>: Sendable {
    /// The member's name in the record; the unit is part of it (`uw`, `uusd`, `ns`).
    let name: String
    let shape: ValueShape
    /// The value that a missing member stands for.
    let missing: Value?
    /// How that value would be written; nil for the nil of an optional.
    let usual: [UInt8]?
    let write: @Sendable (Root, inout CanonicalWriter) -> Void
    /// Reads a form of the member's own; nil where it has the one of its type.
    let readForm: (@Sendable (JSONValue) throws(CanonicalFailure) -> Value)?

    private init(
        _ name: String, _ shape: ValueShape, missing: Value?, usual: [UInt8]? = nil,
        readForm: (@Sendable (JSONValue) throws(CanonicalFailure) -> Value)? = nil,
        write: @escaping @Sendable (Root, inout CanonicalWriter) -> Void
    ) {
        self.name = name
        self.shape = shape
        self.missing = missing
        self.usual = usual
        self.readForm = readForm
        self.write = write
    }

    /// A member in the form that the type of its value has everywhere.
    package init(_ name: String, _ value: @escaping @Sendable (Root) -> Value) {
        let key = CanonicalWriter.Key(name)
        self.init(name, Value.shape, missing: Value.missing) { root, writer in
            value(root).writeMember(key, to: &writer)
        }
    }

    /// A member that is left out where it has the usual value.
    package init(_ name: String, unless usual: Value, _ value: @escaping @Sendable (Root) -> Value)
    where Value: Equatable {
        let key = CanonicalWriter.Key(name)
        self.init(name, Value.shape, missing: usual, usual: usual.canonicalBytes) { root, writer in
            let value = value(root)
            if value != usual { value.writeMember(key, to: &writer) }
        }
    }

    /// A member in a form of its own, as money with all its six digits.
    package init(_ name: String, as form: FieldForm<Value>, _ value: @escaping @Sendable (Root) -> Value) {
        let key = CanonicalWriter.Key(name)
        self.init(name, form.shape, missing: nil, readForm: form.read) { root, writer in
            writer.member(key) { form.write(value(root), &$0) }
        }
    }

    /// A member in a form of its own that is left out where it is nil.
    package init<Wrapped>(
        _ name: String, as form: FieldForm<Wrapped>, _ value: @escaping @Sendable (Root) -> Value
    ) where Value == Wrapped? {
        let key = CanonicalWriter.Key(name)
        self.init(
            name, form.shape, missing: .some(nil),
            readForm: { member throws(CanonicalFailure) in try form.read(member) },
            write: { root, writer in
                if let value = value(root) { writer.member(key) { form.write(value, &$0) } }
            })
    }

    /// A member in a form of its own that is left out where it has the usual value.
    package init(
        _ name: String, as form: FieldForm<Value>, unless usual: Value,
        _ value: @escaping @Sendable (Root) -> Value
    ) where Value: Equatable {
        let key = CanonicalWriter.Key(name)
        var sample = CanonicalWriter()
        form.write(usual, &sample)
        self.init(name, form.shape, missing: usual, usual: sample.bytes, readForm: form.read) {
            root, writer in
            let value = value(root)
            if value != usual { writer.member(key) { form.write(value, &$0) } }
        }
    }
}

/// The form of a member that its type has not everywhere: one amount in two units, a list as one text.
package struct FieldForm<Value>: Sendable {
    /// The form for those who do not know the type.
    package let shape: ValueShape
    /// Writes the value.
    package let write: @Sendable (Value, inout CanonicalWriter) -> Void
    /// Reads the value back.
    package let read: @Sendable (JSONValue) throws(CanonicalFailure) -> Value

    package init(
        shape: ValueShape, write: @escaping @Sendable (Value, inout CanonicalWriter) -> Void,
        read: @escaping @Sendable (JSONValue) throws(CanonicalFailure) -> Value
    ) {
        self.shape = shape
        self.write = write
        self.read = read
    }
}
