import GridMarket
package import SiteRecord
import GridUnits

extension OperatorCommand: FieldRecord {
    package static let fields = Fields(
        OperatorCommand.init(action:issuer:reason:),
        Field("action") { $0.action }, Field("issuer") { $0.issuer }, Field("reason") { $0.reason })
}

extension OperatorCommand.Action: FieldRecord {
    private enum Verb: String, FieldName { case curtail, release, arm, disarm, override }

    package static let fields = Fields(
        OperatorCommand.Action.init(verb:level:program:span:),
        Field("do") { $0.verb }, Field("level") { $0.level }, Field("program") { $0.program },
        Field("for_ns") { $0.span })

    private init(
        verb: Verb, level: OperatorCommand.Level?, program: Program?, span: TimeSpan?
    ) throws(CanonicalFailure) {
        switch (verb, level, program, span) {
        case (.curtail, let level?, nil, let span): self = .curtail(level, for: span)
        case (.release, nil, nil, nil): self = .release
        case (.arm, nil, nil, nil): self = .arm
        case (.disarm, nil, nil, nil): self = .disarm
        case (.override, nil, let program?, let span?): self = .override(program, for: span)
        case (.curtail, _, _, _), (.release, _, _, _), (.arm, _, _, _), (.disarm, _, _, _),
            (.override, _, _, _):
            throw CanonicalFailure("\(verb.rawValue) lacks a member or has one too many")
        }
    }

    private var verb: Verb {
        switch self {
        case .curtail: .curtail
        case .release: .release
        case .arm: .arm
        case .disarm: .disarm
        case .override: .override
        }
    }

    private var level: OperatorCommand.Level? { if case .curtail(let level, _) = self { level } else { nil } }

    private var program: Program? { if case .override(let program, _) = self { program } else { nil } }

    private var span: TimeSpan? {
        switch self {
        case .curtail(_, let span): span
        case .override(_, let span): span
        case .release, .arm, .disarm: nil
        }
    }
}

extension OperatorCommand.Level: ChoiceRecord {
    package static let choices = Choices<OperatorCommand.Level>(
        Choice("everything", .everything, as: .yes),
        Choice("percent", OperatorCommand.Level.percent) {
            if case .percent(let percent) = $0 { percent } else { nil }
        },
        Choice("to_uw", OperatorCommand.Level.to) { if case .to(let power) = $0 { power } else { nil } },
        Choice("by_uw", OperatorCommand.Level.by) { if case .by(let power) = $0 { power } else { nil } })
}
