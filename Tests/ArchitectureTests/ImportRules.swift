/// Who may import whom.
enum ImportRules {
    static let pure: Set<String> = [
        "GridUnits", "SiteRecord", "CurtailmentEngine", "Settlement", "GridMarket",
    ]

    static let adapters: Set<String> = [
        "SiteConfiguration", "SignalIntake", "MinerControl", "LedgerStore", "ServiceManager", "ControlSocket",
    ]

    /// Each C library and foreign package that belongs to one module, or to the few that are named.
    static let owners: [String: Set<String>] = [
        "GRDB": ["LedgerStore"], "Yams": ["SiteConfiguration"], "CSystemd": ["ServiceManager"],
        "CHostSystem": ["HostSystem"], "Crypto": ["LedgerStore", "HistoryReplay"],
    ]

    /// Modules that decide, settle and record import nothing but each other.
    static func pureModulesStayPure(_ files: [SourceFile]) -> [Violation] {
        violations(in: files) {
            pure.contains($0) && !pure.contains($1) ? "a pure module imports \($1)" : nil
        }
    }

    /// An adapter knows the loop and the units, never another adapter.
    static func adaptersStayApart(_ files: [SourceFile]) -> [Violation] {
        violations(in: files) { module, imported in
            adapters.contains(module) && adapters.contains(imported) && module != imported
                ? "the adapter \(module) imports the adapter \(imported)" : nil
        }
    }

    /// Nothing below the composition knows an adapter.
    static func loopKnowsNoAdapter(_ files: [SourceFile]) -> [Violation] {
        violations(in: files) { module, imported in
            ["SiteLoop", "HostSystem"].contains(module) && adapters.contains(imported)
                ? "\(module) imports the adapter \(imported)" : nil
        }
    }

    /// One thin wrapper for each library.
    static func librariesHaveOneOwner(_ files: [SourceFile]) -> [Violation] {
        violations(in: files) { module, imported in
            guard let owners = owners[imported], !owners.contains(module) else { return nil }
            return "\(imported) belongs to \(owners.sorted().joined(separator: ", "))"
        }
    }

    private static func violations(
        in files: [SourceFile], _ judge: (_ module: String, _ imported: String) -> String?
    ) -> [Violation] {
        files.filter { $0.isSwift && $0.isSource }.flatMap { file in
            file.imports.compactMap { line, imported in
                judge(file.module ?? "", imported).map { Violation(path: file.path, line: line, what: $0) }
            }
        }
    }
}
