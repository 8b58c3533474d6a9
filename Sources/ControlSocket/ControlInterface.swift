/// The names and the description of the interface, as `varlinkctl introspect` shows it.
package enum ControlInterface {
    package static let name = "io.curtaild.Control"
    static let serviceName = "org.varlink.service"

    /// Varlink's interface definition language.
    package static let description = """
        # Asks and commands curtaild. Numbers with a unit are decimal strings, instants RFC 3339, days YYYY-MM-DD.
        # Every answer stands in `document`; its `schema` says what it is.
        interface io.curtaild.Control

        # Mode, load target and why, the three megawatts, obligations, sources, alarms, today's credits.
        method Status() -> (document: object)

        # Curtailment events, newest last. With `follow` the call needs `more` and goes on.
        method Log(since: ?string, until: ?string, program: ?string, follow: ?bool) -> (document: object)

        # Why: rule, number, threshold, margin, runner-up. Either an event or an instant.
        method Explain(event: ?int, at: ?string) -> (document: object)

        # Money by interval, hour, day, month, year, program, group, claim or event.
        method Credits(from: ?string, to: ?string, by: ?string, as_of: ?string) -> (document: object)

        # Manual curtailment: exactly one of all, to_mw, by_mw, percent.
        method Curtail(
          all: ?bool,
          to_mw: ?string,
          by_mw: ?string,
          percent: ?int,
          for_s: ?string,
          dry_run: ?bool,
          reason: string
        ) -> (document: object)

        # Ends a manual curtailment; with override, runs against price or peak for a while.
        method Release(event: ?int, override: ?string, for_s: ?string, reason: string) -> (document: object)

        # Leaves shadow mode.
        method Arm(reason: string) -> (document: object)

        # Enters shadow mode: decides and records, commands nothing.
        method Disarm(reason: string) -> (document: object)

        # Every source: last value, age, quality, counts, last rejection.
        method Signals() -> (document: object)

        # Units and groups.
        method Fleet(group: ?string, state: ?string) -> (document: object)

        # Reads the configuration again; with wait, answers when it is in force or refused.
        method Reload(wait: ?bool) -> (document: object)

        method Ping() -> (document: object)

        error NotPermitted(message: string, parameter: ?string)
        error InvalidArgument(message: string, parameter: ?string)
        error NotFound(message: string, parameter: ?string)
        error Refused(message: string, parameter: ?string)
        error ConfigurationRefused(message: string, parameter: ?string)
        error TryAgain(message: string, parameter: ?string)
        error TooLarge(message: string, parameter: ?string)
        error TooSlow(message: string, parameter: ?string)
        error TooManyConnections(message: string, parameter: ?string)
        error NotJSON(message: string, parameter: ?string)
        error Internal(message: string, parameter: ?string)

        """

    /// The description of Varlink's own interface, which every service offers.
    static let serviceDescription = """
        interface org.varlink.service

        method GetInfo() -> (vendor: string, product: string, version: string, url: string, interfaces: []string)

        method GetInterfaceDescription(interface: string) -> (description: string)

        error InterfaceNotFound(interface: string)
        error MethodNotFound(method: string)
        error MethodNotImplemented(method: string)
        error InvalidParameter(parameter: string)
        error PermissionDenied()
        error ExpectedMore()

        """
}
