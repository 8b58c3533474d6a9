package import ControlSocket

/// Leaves shadow mode.
package struct Arm: SiteCall {
    package static let method = "Arm"
    package static let abstract = "Leave shadow mode: decisions reach the fleet."
    package static let discussion = "Example: curtailctl arm --reason \"two weeks of shadow look right\""
    package static let parameters = CallParameters(
        Arm.init(reason:), Parameter("reason", .reason, help: reasonHelp) { $0.reason })

    /// The fate of the command and the state after it.
    package typealias Reply = CommandReply

    /// The reason for the ledger; empty where none was given.
    package let reason: String

    package init(reason: String) { self.reason = reason }

    package var right: ControlRights { .command }

    package static func page(_ reply: CommandReply, _ style: TextStyle) -> String { reply.page(style) }
}

/// Enters shadow mode.
package struct Disarm: SiteCall {
    package static let method = "Disarm"
    package static let abstract = "Enter shadow mode: decide and record, command nothing."
    package static let discussion = "Example: curtailctl disarm --reason \"firmware roll-out\""
    package static let parameters = CallParameters(
        Disarm.init(reason:), Parameter("reason", .reason, help: reasonHelp) { $0.reason })

    /// The fate of the command and the state after it.
    package typealias Reply = CommandReply

    /// The reason for the ledger; empty where none was given.
    package let reason: String

    package init(reason: String) { self.reason = reason }

    package var right: ControlRights { .command }

    package static func page(_ reply: CommandReply, _ style: TextStyle) -> String { reply.page(style) }
}
