package import ControlSocket
package import GridMarket
package import GridUnits

/// The end of a manual curtailment, or a while of running against a program.
package struct Release: SiteCall {
    package static let method = "Release"
    package static let abstract = "End the manual curtailment; say what still holds the load down."
    package static let discussion = """
        --override PROGRAM --for DURATION runs against price or peak for a while; never against an obligation.
        Example: curtailctl release --reason "maintenance done"
        Example: curtailctl release --override price --for 1h --reason "pool contract"
        """

    /// A named, bounded permission to run against a price or peak demand.
    package struct Override: Hashable, Sendable {
        /// The program that is overridden for a while.
        package let program: Program
        /// How long the site runs against the program; over zero.
        package let span: TimeSpan

        package init(program: Program, span: TimeSpan) {
            self.program = program
            self.span = span
        }
    }

    /// The event meant, refused when another one stands; nil means whichever stands.
    package let event: Int64?
    /// The program to run against; nil releases the manual curtailment.
    package let override: Override?
    /// The reason for the ledger; empty where none was given.
    package let reason: String

    package static let parameters = CallParameters(
        Release.init(event:program:span:reason:),
        Parameter(
            "event", .integer, isArgument: true,
            help: "The event meant; refused when another one stands. Without it, whichever stands."
        ) { $0.event },
        Parameter("override", .name(), help: "Run against this program for a while") {
            $0.override?.program
        },
        Parameter("for_s", .seconds, option: "for", help: "How long the override lasts: 90 (s), 15m, 2h.") {
            $0.override?.span
        }, Parameter("reason", .reason, help: reasonHelp) { $0.reason })

    package init(event: Int64? = nil, override: Override? = nil, reason: String) {
        self.event = event
        self.override = override
        self.reason = reason
    }

    private init(event: Int64?, program: Program?, span: TimeSpan?, reason: String) throws(CallProblem) {
        guard (program == nil) == (span == nil) else {
            throw CallProblem("for_s", "`override` and `for_s` belong together.")
        }
        let override = program.flatMap { program in span.map { Override(program: program, span: $0) } }
        self.init(event: event, override: override, reason: reason)
    }

    package var right: ControlRights { .command }

    /// The fate of the command and the state after it.
    package typealias Reply = CommandReply

    package static func page(_ reply: CommandReply, _ style: TextStyle) -> String { reply.page(style) }
}
