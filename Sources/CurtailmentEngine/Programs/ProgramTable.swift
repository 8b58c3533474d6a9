package import GridMarket
import GridUnits
package import SiteRecord

/// The programs that this engine knows, highest rank first.
///
/// To add a program: write one file that holds its ``SiteProgram`` and its ``ProgramKind``, and add its kind to
/// ``standard``. Settings, reasons, notices, alarms and memory are declared there; configuration, decisions, status,
/// journal, records and `release --override` follow from the table. A program that ERCOT or the market did not have
/// before also needs its name and rank in `Program`, and the product that it sells in `Program.ancillaryProduct`.
/// Several rows may share one type: the kind carries what differs.
package struct ProgramTable: Sendable {
    let kinds: [ProgramKind]
    /// The closed vocabulary of `CURTAIL_REASON`: every reason of every program.
    package let reasons: [Reason]
    private let sentences: [Reason: String]

    /// The programs of the service.
    package static let standard = ProgramTable([
        UnderfrequencyProgram.kind, ManualProgram.kind, PriceProgram.kind,
    ])

    init(_ kinds: [ProgramKind]) {
        let ranked = kinds.enumerated().sorted {
            ($0.element.program.rank, $0.offset) < ($1.element.program.rank, $1.offset)
        }
        self.kinds = ranked.map(\.element)
        sentences = kinds.reduce(into: [:]) { all, kind in
            for (reason, sentence) in kind.sentences { all[reason] = sentence }
        }
        reasons = sentences.keys.sorted { $0.rawValue < $1.rawValue }
    }

    /// The sections of the configuration, a program's own each, what is earned by before what is obeyed.
    var sections: [Key<SitePolicy>] { kinds.reversed().compactMap(\.section) }

    /// The programs that have a section, by its name, and whether a policy has it.
    package func switches(_ policy: SitePolicy) -> [(name: String, isOn: Bool)] {
        kinds.reversed().compactMap { kind in
            kind.section.map { ($0.outline.name, policy.programs[kind.program] != nil) }
        }
    }

    /// Whether an operator may run against the program for a while.
    package func mayOverride(_ program: Program) -> Bool {
        kinds.contains { $0.program == program && $0.mayBeOverridden }
    }

    func isKnown(_ reason: Reason) -> Bool { sentences[reason] != nil }

    /// A demand in words: the sentence of its reason with its figures.
    func sentence(of demand: Demand) -> String {
        guard let sentence = sentences[demand.reason] else { return demand.reason.rawValue }
        return sentence.split(separator: "{", omittingEmptySubsequences: false).enumerated().map {
            index, part in
            guard index > 0, let end = part.firstIndex(of: "}") else { return String(part) }
            return demand.value(ofFigure: part[..<end]) + part[part.index(after: end)...]
        }.joined()
    }
}

/// One line of the table: what is true of a program whatever it has been through.
struct ProgramKind: Sendable {
    let program: Program
    /// The name of its hold on the load in notices: "under-frequency trip".
    let title: String
    /// The sentence of each of its reasons.
    ///
    /// `{price}` stands for the first figure of that name, `{price*}` for all of them.
    let sentences: [Reason: String]
    /// Its section of the configuration, which switches it on; nil for a program that is always there.
    var section: Key<SitePolicy>?
    /// Whether `release --override` may name it; never an obligation.
    var mayBeOverridden = false
    /// The programs whose deployments and set points it follows; the deadline of each counts from its issue.
    var follows: [Program: TimeSpan] = [:]
    let make: @Sendable (SiteModel) -> any SiteProgram
    /// The state that it carries over a restart.
    let memory: any ProgramMemory.Type
}

extension Demand {
    /// The reason with its numbers, for people.
    package var sentence: String { ProgramTable.standard.sentence(of: self) }

    /// The value of a figure: of the first group where there are several, of all with a `*`.
    fileprivate func value(ofFigure name: Substring) -> String {
        let all = name.hasSuffix("*")
        let name = all ? name.dropLast() : name
        let values = figures.lazy.filter { $0.name == name || $0.name.hasPrefix("\(name) ") }.map(\.value)
        return all ? values.joined(separator: ", ") : values.first ?? "?"
    }
}

/// One running program beside its line of the table.
struct ProgramSlot: Sendable {
    let kind: ProgramKind
    var program: any SiteProgram
}

/// The memories of all programs, each under its program's name.
package struct ProgramMemories: FieldValue, Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        let program: Program
        let content: any ProgramMemory

        static func == (left: Entry, right: Entry) -> Bool {
            left.program == right.program && AnyHashable(left.content) == AnyHashable(right.content)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(program)
            hasher.combine(AnyHashable(content))
        }
    }

    /// In the order of the table.
    private var entries: [Entry] = []

    package init() {}

    /// The memory of a program; nil where there is none.
    subscript(program: Program) -> (any ProgramMemory)? {
        get { entries.first { $0.program == program }?.content }
        set {
            entries.removeAll { $0.program == program }
            guard let newValue else { return }
            let place = entries.firstIndex { $0.program.rank > program.rank } ?? entries.endIndex
            entries.insert(Entry(program: program, content: newValue), at: place)
        }
    }

    package static var shape: ValueShape {
        .record(
            ProgramTable.standard.kinds.map {
                ValueShape.Member($0.program.rawValue, $0.memory.shape, isOptional: true)
            })
    }

    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            for entry in entries { writer.member(entry.program.rawValue) { entry.content.write(to: &$0) } }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        try self.init(recorded: value, table: .standard)
    }

    /// Reads the record by a table.
    ///
    /// - Throws: ``CanonicalFailure`` where a program is not in the table, or what it remembers is malformed.
    init(recorded value: CanonicalValue, table: ProgramTable) throws(CanonicalFailure) {
        guard let members = value.members else { throw CanonicalFailure("expected an object") }
        for kind in table.kinds {
            guard let content = value[kind.program.rawValue] else { continue }
            self[kind.program] = try kind.memory.init(recorded: content)
        }
        guard entries.count == members.count else {
            let unknown = members.map(\.name).filter { name in
                !table.kinds.contains { $0.program.rawValue == name }
            }
            throw CanonicalFailure("no program here is called \(unknown.sorted().joined(separator: ", "))")
        }
    }
}
