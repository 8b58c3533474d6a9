package import ArgumentParser
import SiteReports

/// The operator's tool.
package struct CurtailCtl: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "curtailctl",
        abstract: "Watches and commands curtaild, which makes a mining site a dispatchable load.",
        discussion: """
            Power is in MW at the site meter, energy in MWh, money in US dollars, instants in UTC.
            A verb that asks the daemon takes --socket PATH, after it or before it.
            Exit codes: 0 done, 64 usage, 65 bad data, 69 daemon not reachable, 73 cannot create, 75 try again, \
            77 not permitted, 78 configuration.
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Operate",
                subcommands: CallVerbs.of(SiteCalls.commands)),
            CommandGroup(
                name: "Look",
                subcommands: CallVerbs.of(SiteCalls.questions) + [Watch.self, Probe.self]),
            CommandGroup(
                name: "Offline",
                subcommands: [
                    Check.self, Replay.self, Verify.self, Export.self, Samples.self, Report.self,
                    Reconcile.self,
                    Backup.self,
                    Restore.self,
                ]),
        ])

    package init() {}

    /// Parses the process's arguments, runs the verb and ends the process with its status.
    package static func runMain() { main(LeadingSocket.afterVerb(Array(CommandLine.arguments.dropFirst()))) }
}
