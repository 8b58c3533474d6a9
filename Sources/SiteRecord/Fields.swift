/// The members of one record type, in the order in which they are written.
///
/// The one place where a record says its members: the writer, the reader, the description for other programs and the
/// random records of the round-trip tests are made of it. To add a member to a record, add its property and one line
/// here, where the initialiser has its parameter:
/// ```swift
/// extension HashpriceSignal: FieldRecord {
///     package static let fields = Fields(
///         HashpriceSignal.init(dollarsPerPetahashDay:),
///         Field("uusd_ph_day") { $0.dollarsPerPetahashDay })
/// }
/// ```
package struct Fields<Root: Sendable>: Sendable {
    private let table: FieldTable<Root>
    private let reader: FieldTable<Root>.Reader<Root>

    /// The fields in the order of the record, which is the order of the initialiser's parameters.
    ///
    /// - Parameters:
    ///   - make: makes the record of its members; refuses members that do not fit each other.
    ///   - fields: one for each parameter.
    package init<each Value: FieldValue>(
        _ make: @escaping @Sendable (repeat each Value) throws(CanonicalFailure) -> Root,
        _ fields: repeat Field<Root, each Value>
    ) {
        table = FieldTable(repeat each fields)
        reader = table.reader(make)
    }

    /// The members' names and shapes, in order.
    package var members: [ValueShape.Member] { table.members }

    /// Writes the record as an object.
    package func write(_ root: Root, to writer: inout CanonicalWriter) { table.write(root, to: &writer) }

    /// Writes the members into an object that has others too.
    package func writeMembers(of root: Root, to writer: inout CanonicalWriter) {
        table.writeMembers(of: root, to: &writer)
    }

    /// Reads the record; members that it does not know are passed over.
    ///
    /// - Throws: ``CanonicalFailure`` naming the member that is missing or of the wrong kind.
    package func read(_ value: JSONValue) throws(CanonicalFailure) -> Root { try reader(value) }
}

/// Fields without the type that is made of them.
struct FieldTable<Source>: Sendable {
    typealias Reader<Root> = @Sendable (JSONValue) throws(CanonicalFailure) -> Root

    let members: [ValueShape.Member]
    private let writers: [@Sendable (Source, inout CanonicalWriter) -> Void]
    private let slots: [FieldSlot]

    init<each Value: FieldValue>(_ fields: repeat Field<Source, each Value>) {
        var members: [ValueShape.Member] = []
        var writers: [@Sendable (Source, inout CanonicalWriter) -> Void] = []
        var slots: [FieldSlot] = []
        for field in repeat each fields {
            members.append(
                .init(field.name, field.shape, isOptional: field.missing != nil, usual: field.usual))
            writers.append(field.write)
            slots.append(FieldSlot(field))
        }
        self.members = members
        self.writers = writers
        self.slots = slots
    }

    func write(_ source: Source, to writer: inout CanonicalWriter) {
        writer.object { writeMembers(of: source, to: &$0) }
    }

    func writeMembers(of source: Source, to writer: inout CanonicalWriter) {
        for write in writers { write(source, &writer) }
    }

    func reader<Root, each Value: FieldValue>(
        _ make: @escaping @Sendable (repeat each Value) throws(CanonicalFailure) -> Root
    ) -> Reader<Root> {
        { [slots] value throws(CanonicalFailure) in
            guard case .object(let members) = value else { throw CanonicalFailure("not an object") }
            var position = 0
            // From left to right: the order of the record. Only the types are captured: the type of a tuple of fields
            // would be looked up with every record.
            return try make(repeat try slots.read((each Value).self, of: members, at: &position))
        }
    }
}

/// The part of reading one member that stands beside the type of its value.
private struct FieldSlot: Sendable {
    let name: String
    /// Reads a member that has a form or a usual value of its own; nil where its type says all.
    let special: (@Sendable (JSONValue?) throws(CanonicalFailure) -> any FieldValue)?

    init<Root, Value: FieldValue>(_ field: Field<Root, Value>) {
        name = field.name
        guard field.readForm != nil || (field.missing != nil && Value.missing == nil) else {
            special = nil
            return
        }
        let (missing, read) = (field.missing, field.readForm)
        special = { member throws(CanonicalFailure) in
            if let member, let read { return try read(member) }
            if let member { return try Value(recorded: member) }
            if let missing { return missing }
            throw CanonicalFailure.missing
        }
    }
}

extension [FieldSlot] {
    /// Reads one member and goes on to the next.
    fileprivate func read<Value: FieldValue>(
        _ type: Value.Type, of members: [JSONValue.Member], at position: inout Int
    ) throws(CanonicalFailure) -> Value {
        let name = self[position].name
        // A record is written in this order, so that only members after one that is left out have to be looked for.
        let isInPlace = position < members.count && members[position].name == name
        let member = isInPlace ? members[position].value : members.first { $0.name == name }?.value
        defer { position += 1 }
        do throws(CanonicalFailure) {
            if let special = self[position].special, let value = try special(member) as? Value {
                return value
            }
            if let member { return try Value(recorded: member) }
            if let missing = Value.missing { return missing }
            throw CanonicalFailure.missing
        } catch {
            throw CanonicalFailure("\(name): \(error.description)")
        }
    }
}

extension CanonicalFailure {
    fileprivate static let missing = CanonicalFailure("is missing")
}

/// A record that is read and written by its table of fields.
package protocol FieldRecord: FieldValue {
    /// The members, in order.
    static var fields: Fields<Self> { get }
}

extension FieldRecord {
    package static var shape: ValueShape { .record(fields.members) }

    package func write(to writer: inout CanonicalWriter) { Self.fields.write(self, to: &writer) }

    package init(recorded value: JSONValue) throws(CanonicalFailure) {
        self = try Self.fields.read(value)
    }
}
