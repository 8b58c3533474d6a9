import Testing

/// Every rule is shown a text that breaks it and one that only looks like it.
@Suite("Rules")
struct RuleTests {
    private static func file(_ module: String, _ text: String, in folder: String = "Sources") -> SourceFile {
        SourceFile(path: "\(folder)/\(module)/Sample.swift", text: text)
    }

    @Test(
        "imports are found in every form",
        arguments: [
            ("import Yams", "Yams"), ("package import Yams", "Yams"), ("@testable import Yams", "Yams"),
            ("@preconcurrency package import Yams", "Yams"), ("import struct Yams.Node", "Yams"),
            ("  import Yams.Sub", "Yams"), ("@_spi(X) import Yams", "Yams"), ("// import Yams", nil),
            ("let text = \"import Yams\"", nil), ("/* import Yams */", nil), ("importYams()", nil),
        ] as [(String, String?)])
    func findsImports(text: String, module: String?) {
        #expect(Self.file("A", text).imports.map(\.module) == (module.map { [$0] } ?? []))
    }

    @Test("a pure module that imports anything else breaks its rule", arguments: ImportRules.pure.sorted())
    func pureModules(module: String) {
        for other in ["Foundation", "Glibc", "Synchronization", "SiteLoop", "Logging", "Dispatch"] {
            #expect(
                ImportRules.pureModulesStayPure([Self.file(module, "\nimport \(other)")]).map(\.line) == [2])
            #expect(ImportRules.pureModulesStayPure([Self.file("SiteLoop", "import \(other)")]).isEmpty)
        }
        #expect(ImportRules.pureModulesStayPure([Self.file(module, "package import GridUnits")]).isEmpty)
    }

    @Test("an adapter that imports another breaks its rule")
    func adapters() {
        #expect(ImportRules.adaptersStayApart([Self.file("LedgerStore", "import SignalIntake")]).count == 1)
        #expect(ImportRules.adaptersStayApart([Self.file("LedgerStore", "import ControlLoop")]).isEmpty)
        #expect(ImportRules.adaptersStayApart([Self.file("SiteDaemon", "import SignalIntake")]).isEmpty)
        #expect(ImportRules.loopKnowsNoAdapter([Self.file("SiteLoop", "import SignalIntake")]).count == 1)
        #expect(ImportRules.loopKnowsNoAdapter([Self.file("SiteLoop", "import GridUnits")]).isEmpty)
    }

    @Test("a library imported beside its owner breaks its rule")
    func libraries() {
        for (library, owners) in ImportRules.owners {
            #expect(
                ImportRules.librariesHaveOneOwner([Self.file("SiteDaemon", "import \(library)")]).count == 1)
            for owner in owners {
                #expect(ImportRules.librariesHaveOneOwner([Self.file(owner, "import \(library)")]).isEmpty)
            }
        }
    }

    @Test("the word unsafe in code breaks its rule outside the reviewed modules")
    func unsafe() {
        #expect(CodeRules.unsafeStaysWhereReviewed([Self.file("GridUnits", "let a = unsafe b()")]).count == 1)
        #expect(CodeRules.unsafeStaysWhereReviewed([Self.file("HostSystem", "let a = unsafe b()")]).isEmpty)
        #expect(
            CodeRules.unsafeStaysWhereReviewed([Self.file("GridUnits", "// unsafe\nlet unsafely = 1")])
                .isEmpty)
    }

    @Test(
        "a forced try or cast breaks its rule",
        arguments: [
            ("let a = try! b()", 1), ("let a = b as! C", 1), ("let a = try? b()", 0), ("let a = b as? C", 0),
            ("let a = \"try! as!\"", 0), ("let a = \"\\(try! b())\"", 1), ("// as! C", 0),
        ])
    func forced(text: String, count: Int) {
        #expect(CodeRules.nothingIsForced([Self.file("A", text)]).count == count)
    }

    @Test(
        "a shared declaration without documentation breaks its rule",
        arguments: [
            ("package let a = 1", 1), ("/// One.\npackage let a = 1", 0), ("let a = 1", 0),
            ("/// One.\n@MainActor\npackage func a() {}", 0), ("// One.\npackage func a() {}", 1),
            ("package static func < (left: A, right: A) -> Bool {", 0), ("package struct A {", 1),
            ("protocol P {\n    var a: Int { get }\n}\npackage var a: Int { 1 }", 0),
            ("protocol P {\n    var a: Int { get }\n}\npackage let a: Int", 1),
            ("package init(a: Int) {\n    self.a = a\n}", 0), ("package init(a: Int) { self.a = a }", 0),
            ("package init(a: Int) {\n    b = a.map { $0 + 1 }\n}", 1),
            ("package init(recorded value: A) {", 0),
            ("package private(set) var a: Int", 1), ("let text = \"package let a\"", 0),
        ])
    func documentation(text: String, count: Int) {
        let found = DocumentationRules.sharedDeclarationsAreDocumented([Self.file("A", text)])
        #expect(found.count == count, "\(found)")
    }

    @Test(
        "an unexplained promise breaks its rule",
        arguments: [
            ("final class A: @unchecked Sendable {}", 1), ("nonisolated(unsafe) var a = 1", 1),
            ("// The lock guards it.\nfinal class A: @unchecked Sendable {}", 0),
            ("nonisolated(unsafe) var a = 1  // Set before any thread exists.", 0),
            ("// Too far away.\n\nfinal class A: @unchecked Sendable {}", 1),
        ])
    func promises(text: String, count: Int) {
        #expect(CodeRules.promisesAreExplained([Self.file("A", text)]).count == count)
    }

    @Test(
        "a task without a parent breaks its rule",
        arguments: [
            ("Task { await a() }", 1), ("Task{ }", 1), ("Task(priority: .high) { }", 1),
            ("Task.detached { }", 1),
            ("Task<Void, Never> { }", 1), ("let task: Task<Void, Never>", 0),
            ("try await Task.sleep(for: a)", 0),
            ("Task.isCancelled", 0), ("group.addTask { }", 0), ("withTaskGroup(of: Int.self) { }", 0),
            ("// Task { }", 0), ("MyTask { }", 0),
        ])
    func tasks(text: String, count: Int) {
        #expect(CodeRules.tasksHaveParents([Self.file("A", text)]).count == count)
    }

    @Test("public breaks its rule")
    func access() {
        #expect(CodeRules.nothingIsPublic([Self.file("A", "public struct A {}")]).count == 1)
        #expect(CodeRules.nothingIsPublic([Self.file("A", "open class A {}")]).count == 1)
        #expect(
            CodeRules.nothingIsPublic([Self.file("A", "package struct Public {}\nlet open = 1\nopen(a)")])
                .isEmpty)
    }

    @Test("floating point breaks its rule in a pure module")
    func floatingPoint() {
        #expect(
            CodeRules.pureModulesCountInIntegers([Self.file("Settlement", "let a: Double = 1")]).count == 1)
        #expect(
            CodeRules.pureModulesCountInIntegers([Self.file("Settlement", "let a = Float(b)")]).count == 1)
        #expect(
            CodeRules.pureModulesCountInIntegers([Self.file("Settlement", "// Double\nlet Doubled = 1")])
                .isEmpty)
        #expect(
            CodeRules.pureModulesCountInIntegers([Self.file("SignalIntake", "let a: Double = 1")]).isEmpty)
    }

    @Test("an open end in a comment breaks its rule")
    func openEnds() {
        let mark = "TO" + "DO"
        #expect(CodeRules.nothingIsLeftOpen([Self.file("A", "// \(mark): later")]).count == 1)
        #expect(
            CodeRules.nothingIsLeftOpen([SourceFile(path: "Config/a.yaml", text: "# FIX" + "ME")]).count == 1)
        #expect(CodeRules.nothingIsLeftOpen([Self.file("A", "let \(mark)S = 1")]).isEmpty)
    }

    @Test("shared data known outside the tests breaks its rule")
    func sharedData() {
        let text = "let path = \".." + "/shared/data\""
        #expect(CodeRules.onlyTestsKnowSharedData([Self.file("A", text)]).count == 1)
        #expect(CodeRules.onlyTestsKnowSharedData([SourceFile(path: "README.md", text: text)]).count == 1)
        #expect(CodeRules.onlyTestsKnowSharedData([Self.file("ATests", text, in: "Tests")]).isEmpty)
    }

    @Test("a file of 301 lines breaks its rule, one of 300 does not")
    func fileSize() {
        let text = String(repeating: "let a = 1\n", count: 300)
        #expect(SizeRules.filesAreShort([Self.file("A", text)]).isEmpty)
        #expect(SizeRules.filesAreShort([Self.file("A", text + "let b = 1\n")]).count == 1)
    }

    @Test(
        "a function of 61 lines breaks its rule, one of 60 does not",
        arguments: [
            "func a() {", "package static func a(b: Int = c { 1 }) -> Int {", "init() {", "init?(a: Int) {",
            "deinit {", "subscript(a: Int) -> Int {", "var a: [Int] {", "@discardableResult func a() {",
            "private(set) mutating func a() {", "func <= (a: A, b: A) -> Bool {", "func a(\n) throws(B) {",
        ])
    func functionSize(head: String) {
        func text(_ lines: Int) -> String {
            let body = lines - 1 - head.split(separator: "\n").count
            return "protocol P {\n    func p()\n    var q: Int { get }\n}\n" + head + "\n"
                + String(repeating: "    if b { \"}\" } // }\n", count: body) + "}\nlet after = 1\n"
        }
        #expect(SizeRules.functionsAreShort([Self.file("A", text(60))]) == [])
        #expect(SizeRules.functionsAreShort([Self.file("A", text(61))]).map(\.line) == [5])
    }

    @Test("an unknown name at the top breaks its rule")
    func topLevel() {
        #expect(SizeRules.topLevelIsBare(["Sources", "Tests", "README.md", "Package.swift"]).isEmpty)
        #expect(SizeRules.topLevelIsBare(["notes.txt", "Sources"]).map(\.path) == ["notes.txt"])
    }

    @Test(
        "code is told from comments and strings",
        arguments: [
            ("a // b", "a     "), ("a /* b /* c */ d */ e", "a                   e"), ("\"a\"", "\" \""),
            ("\"\\\"a\" b", "\"   \" b"), ("\"\\(a + \"b\")\" c", "\" (a + \" \")\" c"),
            ("#\"a\"b\"# c", "#\"   \"# c"),
            ("\"\"\"\na \"b\" \\(c)\n\"\"\" d", "\"\"\"\n       (c)\n\"\"\" d"),
            ("#\"\\(a) \\#(b)\"# c", "#\"       (b)\"# c"),
            ("\"//\" a", "\"  \" a"), ("\"unfinished", "\"          "),
        ])
    func tellsCode(text: String, code: String) { #expect(SwiftCode.only(of: text) == code) }

    @Test(
        "a declaration that nothing reads breaks its rule",
        arguments: [
            ("struct A {}", ["A"]), ("struct A {}\nlet b = A()\nfunc main() { b }", ["A", "b", "main"]),
            // Its own extensions and its own body vouch for nothing, and what only something dead reads is dead.
            ("struct A {}\nextension A { func b() { A().c() }\nfunc c() {} }", ["A"]),
            ("func a() { a() }\nfunc b() { a() }", ["a", "b"]),
            ("@main struct A { let a: Int\nfunc run() { f(a: 1) } }", ["a"]),
            ("@main struct A { static let b = 1, c = 2\nfunc run() { b } }", ["c"]),
            // A text and a comment read nothing, an interpolation does.
            ("@main struct A { func run() { \"b \\(c)\" /* b */ }\nvar b = 1; var c = 1 }", ["b"]),
            // Compared with is not made; a value with a name may come from outside.
            (
                "enum E { case a, b(Int) }\n@main struct A { func run() { switch E.a { case .a, .b(1): 1 } } }",
                ["b"]
            ),
            (
                "enum E: String { case a, b }\n@main struct A { func run() { switch E(c) { case .a, .b: 1 } } }",
                []
            ),
            ("@main struct A { func run() { let unused = 1; func local() {} } }", []),
        ] as [(String, [String])])
    func findsDeadDeclarations(text: String, names: [String]) {
        #expect(
            DeadDeclarations.found([Self.file("A", text)]).compactMap {
                $0.what.split(separator: " ").first.map(String.init)
            }
                == names)
        #expect(DeadDeclarations.found([Self.file("A", text, in: "Tests")]).isEmpty)
    }
}
