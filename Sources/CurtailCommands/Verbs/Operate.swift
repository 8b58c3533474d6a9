import GridMarket
import ArgumentParser
import ControlSocket
import CurtailmentEngine
import GridUnits

/// `curtail`: a manual curtailment.
struct Curtail: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Curtail by hand; the latest manual command wins.",
        discussion: """
            Give exactly one of --to, --by, --all, --percent. Megawatts are at the site meter; percent is of the \
            curtailable load in service. Without --for it stands until released.
            Example: curtailctl curtail --to 12.5 --for 2h --reason "QSE asked by phone"
            """)

    @Option(
        help: ArgumentHelp("The site may draw at most this many MW.", valueName: "mw"), transform: Self.power)
    var to: Power?

    @Option(help: ArgumentHelp("So many MW less than it would draw.", valueName: "mw"), transform: Self.power)
    var by: Power?

    @Flag(help: "Everything that can be curtailed.")
    var all = false

    @Option(help: ArgumentHelp("Percent of the curtailable load, 1 to 100.", valueName: "n"))
    var percent: Int?

    @Option(
        name: .customLong("for"), help: ArgumentHelp("How long: 90 (s), 15m, 2h.", valueName: "duration"),
        transform: TimeText.span)
    var span: TimeSpan?

    @Flag(help: "Say which units, MW and what it would change; do nothing.")
    var dryRun = false

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    static func power(_ text: String) throws -> Power {
        guard let power = try? Power(decimal: text), power >= .zero else {
            throw TimeText.Failure(description: "megawatts are a number of zero or more: 12.5")
        }
        return power
    }

    func validate() throws { _ = try level() }

    /// The level asked for.
    func level() throws -> OperatorCommand.Level {
        var levels: [OperatorCommand.Level] = []
        if all { levels.append(.everything) }
        if let to { levels.append(.to(to)) }
        if let by { levels.append(.by(by)) }
        if let percent {
            guard (1...100).contains(percent) else {
                throw ValidationError("--percent is \(percent); it has to be 1 to 100")
            }
            levels.append(.percent(percent))
        }
        guard levels.count == 1 else {
            throw ValidationError(
                "Give exactly one of --to MW, --by MW, --all and --percent N; \(levels.count) were given.")
        }
        return levels[0]
    }

    func request() throws -> ControlRequest {
        .curtail(CurtailCommand(level: try level(), span: span, isDryRun: dryRun, reason: reason.reason))
    }

    func execute(on terminal: Terminal) throws {
        try terminal.print(try connection.ask(try request()), as: output, page: ReplyPage.text)
    }
}

/// `release`: the end of a manual curtailment, or a while of running against price or peak.
struct Release: Verb {
    static let configuration = CommandConfiguration(
        abstract: "End the manual curtailment; say what still holds the load down.",
        discussion: """
            --override PROGRAM --for DURATION runs against price or peak for a while; never against an obligation.
            Example: curtailctl release --reason "maintenance done"
            Example: curtailctl release --override price --for 1h --reason "pool contract"
            """)

    @Argument(help: "The event meant; refused when another one stands. Without it, whichever stands.")
    var event: Int64?

    @Option(
        help: ArgumentHelp(
            "Run against this program for a while: price, coincident_peak.", valueName: "program"))
    var override: Program?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long the override lasts: 90 (s), 15m, 2h.", valueName: "duration"),
        transform: TimeText.span)
    var span: TimeSpan?

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (override == nil) == (span == nil) else {
            throw ValidationError("--override PROGRAM and --for DURATION belong together.")
        }
    }

    var request: ControlRequest {
        let permission = override.flatMap { program in
            span.map { ReleaseCommand.Override(program: program, span: $0) }
        }
        return .release(ReleaseCommand(event: event, override: permission, reason: reason.reason))
    }

    func execute(on terminal: Terminal) throws {
        try terminal.print(try connection.ask(request), as: output, page: ReplyPage.text)
    }
}

extension Program: ExpressibleByArgument {}

/// `arm`: leaves shadow mode.
struct Arm: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Leave shadow mode: decisions reach the fleet.",
        discussion: "Example: curtailctl arm --reason \"two weeks of shadow look right\"")

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func execute(on terminal: Terminal) throws {
        try terminal.print(try connection.ask(.arm(reason: reason.reason)), as: output, page: ReplyPage.text)
    }
}

/// `disarm`: enters shadow mode.
struct Disarm: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Enter shadow mode: decide and record, command nothing.",
        discussion: "Example: curtailctl disarm --reason \"firmware roll-out\"")

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func execute(on terminal: Terminal) throws {
        try terminal.print(
            try connection.ask(.disarm(reason: reason.reason)), as: output, page: ReplyPage.text)
    }
}

/// `reload`: applies a changed configuration.
struct Reload: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Apply a changed configuration; the old one stays if it is wrong.",
        discussion:
            "Check it first: curtailctl check /etc/curtaild/curtaild.yaml\nExample: curtailctl reload --wait")

    @Flag(help: "Answer only when the new configuration is in force or refused.")
    var wait = false

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var output: OutputOptions

    func execute(on terminal: Terminal) throws {
        try terminal.print(try connection.ask(.reload(waits: wait)), as: output, page: ReplyPage.text)
    }
}
