/// Declarations that no source reads: tests alone keep nothing alive.
///
/// A name counts as read wherever it stands outside of what declares it, so that two things of one name vouch for each
/// other; nothing that is read is ever found. What is read only by something dead is dead as well.
struct DeadDeclarations {
    /// Names that protocols and frameworks outside of the package call.
    static let calledFromOutside: Set = [
        // SwiftNIO's handlers and their types.
        "InboundIn", "InboundOut", "OutboundOut", "channelActive", "channelInactive", "channelRead",
        "channelReadComplete", "errorCaught", "userInboundEventTriggered",
        // SerialExecutor, CustomStringConvertible, Sequence, ParsableCommand and Verb.
        "unownedExecutor", "description", "makeIterator", "validate", "run", "configuration",
        // CodingKey, CustomReflectable, and the name of a document that Encodable writes.
        "intValue", "customMirror", "schema",
        // Result builders.
        "buildExpression", "buildBlock",
    ]
    /// What only tests pull: the port that the system chose, a try of a blocked ledger, a fault of the fake miners.
    static let pulledByTests: Set = ["localAddress", "retryNow", "setFault"]

    /// Where the words for what happens stand: notices, alarms, reasons, states of events, kinds of journal entries.
    ///
    /// Each of them has to be said by something; being read back from a record is not enough.
    static let vocabularies = [
        "Sources/CurtailmentEngine/Decisions/", "Sources/SitePorts/Ports/ServiceReporting.swift",
    ]

    private var table = WordTable()
    private var files: [SourceFile] = []
    private var declarations: [Int: [Declaration]] = [:]
    private var uses: [Int: [(file: Int, place: Int, isPattern: Bool)]] = [:]
    private var extensions: [Int: [(file: Int, range: ClosedRange<Int>)]] = [:]
    /// The places of each file that lie in something dead.
    private var isDead: [[Bool]] = []

    /// Finds them.
    ///
    /// - Parameter all: the package's files; the fakes and helpers of tests are among the sources and count as tests.
    /// - Returns: a violation for each, in the order of the files.
    static func found(_ all: [SourceFile]) -> [Violation] {
        var search = DeadDeclarations(
            all.filter { $0.isSwift && $0.isSource && $0.module != "CurtailTesting" })
        return search.run()
    }

    private init(_ files: [SourceFile]) {
        self.files = files
        let sources = files.map { SourceTokens($0, &table) }
        for (file, source) in sources.enumerated() {
            let isVocabulary = Self.vocabularies.contains { files[file].path.hasPrefix($0) }
            let scan = DeclarationScan(source, file: file, table, makesEveryValue: isVocabulary)
            for declaration in scan.declarations {
                declarations[declaration.name, default: []].append(declaration)
            }
            for (name, range) in scan.extensions { extensions[name, default: []].append((file, range)) }
            for use in scan.uses {
                uses[source.tokens[use.place], default: []].append((file, use.place, use.isPattern))
            }
            isDead.append(Array(repeating: false, count: source.tokens.count))
        }
    }

    private mutating func run() -> [Violation] {
        let alive = Self.calledFromOutside.union(Self.pulledByTests)
        var candidates = declarations.filter { !alive.contains(table.words[$0.key]) }
        var dead: [Declaration] = []
        while true {
            let found = candidates.filter { !isRead($0.key, $0.value) }
            if found.isEmpty { break }
            // The largest first: what lies in something dead is not named beside it.
            func size(_ name: Int, _ group: [Declaration]) -> Int {
                ranges(name, group).reduce(0) { $0 + $1.range.count }
            }
            for (name, group) in found.sorted(by: { size($0.key, $0.value) > size($1.key, $1.value) }) {
                candidates[name] = nil
                dead += group.filter { !isDead[$0.file][$0.range.lowerBound] }
                for (file, range) in ranges(name, group) { for place in range { isDead[file][place] = true } }
            }
        }
        return dead.sorted { ($0.file, $0.line) < ($1.file, $1.line) }.map {
            Violation(
                path: files[$0.file].path, line: $0.line,
                what:
                    "\(table.words[$0.name]) is \($0.kind == .value ? "never made" : "read by nothing in Sources")"
            )
        }
    }

    /// Where a name stands for itself: bodies of what it declares, and extensions of the type.
    private func ranges(_ name: Int, _ group: [Declaration]) -> [(file: Int, range: ClosedRange<Int>)] {
        group.map { ($0.file, $0.range) }
            + (group.contains { $0.kind == .type } ? extensions[name] ?? [] : [])
    }

    private func isRead(_ name: Int, _ group: [Declaration]) -> Bool {
        let own = ranges(name, group)
        // Being compared with makes no value.
        let isMade = group.allSatisfy { $0.kind == .value }
        return (uses[name] ?? []).contains { use in
            !(isMade && use.isPattern) && !isDead[use.file][use.place]
                && !own.contains { $0.file == use.file && $0.range.contains(use.place) }
        }
    }
}
