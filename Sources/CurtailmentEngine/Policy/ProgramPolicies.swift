package import GridMarket
package import SiteRecord

/// The settings of the programs that are on, each of the type that its program declares.
package struct ProgramPolicies: Hashable, Sendable {
    private struct Settings: Hashable, Sendable {
        let value: any Declared

        static func == (left: Settings, right: Settings) -> Bool {
            AnyHashable(left.value) == AnyHashable(right.value)
        }

        func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(value)) }
    }

    private var settings: [Program: Settings] = [:]

    package init() {}

    /// The settings of a program; nil while it is off.
    package subscript(program: Program) -> (any Declared)? {
        get { settings[program]?.value }
        set { settings[program] = newValue.map(Settings.init) }
    }
}
