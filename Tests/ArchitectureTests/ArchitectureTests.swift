import Testing

@Suite("Architecture")
struct ArchitectureTests {
    private static let files = Result { try PackageTree.files() }

    /// A rule with the words for what it demands.
    struct Rule: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let check: @Sendable ([SourceFile]) -> [Violation]

        init(_ description: String, _ check: @escaping @Sendable ([SourceFile]) -> [Violation]) {
            testDescription = description
            self.check = check
        }
    }

    static let rules = [
        Rule("pure modules import only pure modules", ImportRules.pureModulesStayPure),
        Rule("adapters never import each other", ImportRules.adaptersStayApart),
        Rule("the loop knows no adapter", ImportRules.loopKnowsNoAdapter),
        Rule("each library is imported by its own module", ImportRules.librariesHaveOneOwner),
        Rule("unsafe stays where it is reviewed", CodeRules.unsafeStaysWhereReviewed),
        Rule("nothing is forced", CodeRules.nothingIsForced),
        Rule("promises to the compiler are explained", CodeRules.promisesAreExplained),
        Rule("tasks have parents", CodeRules.tasksHaveParents),
        Rule("nothing is public", CodeRules.nothingIsPublic),
        Rule("pure modules count in integers", CodeRules.pureModulesCountInIntegers),
        Rule("nothing is left open in comments", CodeRules.nothingIsLeftOpen),
        Rule("only tests know shared data", CodeRules.onlyTestsKnowSharedData),
        Rule("what modules share is documented", DocumentationRules.sharedDeclarationsAreDocumented),
        Rule("everything declared is read", DeadDeclarations.found),
        Rule("files are at most 300 lines", SizeRules.filesAreShort),
        Rule("functions are at most 60 lines", SizeRules.functionsAreShort),
    ]

    @Test("the package keeps its rule", arguments: rules)
    func packageKeeps(rule: Rule) throws {
        let violations = rule.check(try Self.files.get())
        #expect(violations.isEmpty, "\(violations.map(\.description).joined(separator: "\n"))")
    }

    @Test("the top level holds nothing but its parts")
    func topLevelIsBare() throws {
        #expect(SizeRules.topLevelIsBare(try PackageTree.topLevelNames()) == [])
    }

    @Test("the rules see every module")
    func seesEveryModule() throws {
        let modules = Set(try Self.files.get().filter(\.isSource).compactMap(\.module))
        #expect(modules.isSuperset(of: ImportRules.pure.union(ImportRules.adapters)))
        #expect(modules.isSuperset(of: CodeRules.mayBeUnsafe))
        #expect(modules.isSuperset(of: ImportRules.owners.values.joined()))
    }
}
