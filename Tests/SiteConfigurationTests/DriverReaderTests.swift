import GridUnits
import SitePorts
import Testing

@testable import SiteConfiguration

@Suite("Drivers in the configuration")
struct DriverReaderTests {
    private static let exec =
        "  - {name: yard, driver: exec, unit_w: 2500000, value_usd_per_mwh: 60, "

    /// A folder of credentials as the service manager gives one.
    private static let credentials: CredentialReader = { name throws(CredentialFailure) in
        guard name == "contactors" || name == "/etc/key" else {
            throw CredentialFailure(
                "the service has no credential of this name; add LoadCredential=\(name):…")
        }
        return Secret(Array("open \(name)".utf8))
    }

    @Test("a driver that exists nowhere else is one entry of the table")
    func ownTable() throws {
        let drivers: [DriverForm] = [
            .simulated,
            DriverForm(
                name: "kettle", port: 99, options: [.init("cups", .count(1...8, default: 2), "Cups.")]),
        ]
        let text = Sample.groups(
            "  - {name: k, driver: kettle, unit_w: 90, value_usd_per_mwh: 1, cups: 5, "
                + "units: [{id: a, address: 10.0.0.1}]}")
        let configuration = try SiteConfiguration.parse(
            text: text, file: "curtaild.yaml", relativeTo: "/etc",
            in: ConfigurationContext(drivers: drivers))
        let group = configuration.fleet.groups[0]
        #expect(group.driver == drivers[1])
        #expect(group.count("cups") == 5)
        #expect(group.units.map(\.port) == [99])
    }

    @Test("exec has its program, its bounds, and units without an address")
    func exec() throws {
        let text = Sample.groups(
            Self.exec + "command: [/usr/lib/contactor, --bus, \"3\"], at_once: 2, "
                + "units: [{id: c-1, rack: Row 3}, {id: c-2, credential: contactors}], credential: /etc/key}")
        let group = try Sample.parse(text, credentials: Self.credentials).fleet.groups[0]
        #expect(group.driver.name == "exec")
        #expect(group.program("command") == ["/usr/lib/contactor", "--bus", "3"])
        #expect(group.count("at_once") == 2)
        #expect(group.count("within_s") == 10)
        #expect(group.units.map(\.rack) == ["Row 3", ""])
        #expect(
            group.units.map(\.credential) == [
                Secret(Array("open /etc/key".utf8)), Secret(Array("open contactors".utf8)),
            ])
    }

    @Test("a credential never becomes text")
    func secrets() throws {
        let text = Sample.groups(Self.exec + "command: [/x], units: [{id: c, credential: contactors}]}")
        let configuration = try Sample.parse(text, credentials: Self.credentials)
        var shown = ""
        dump(configuration.fleet, to: &shown)
        #expect(!"\(configuration) \(shown)".contains("open contactors"))
        #expect(shown.contains("(secret)"))
        #expect(try Sample.parse(text).fleet.groups[0].units[0].credential == nil)
    }

    @Test(
        "what is wrong is said with its place",
        arguments: [
            (
                "units: [{id: c}]}",
                "8:5: command is missing; write a program and its arguments, such as "
            ),
            ("command: contactor, units: [{id: c}]}", "; write a list such as [/usr"),
            (
                "command: [contactor], units: [{id: c}]}",
                "command: \"contactor\" is no absolute path, and nothing is looked up"
            ),
            ("command: [/x], at_once: 0, units: [{id: c}]}", "at_once: 0 is below 1"),
            (
                "command: [/x], units: [{id: c, address: 10.0.0.1}]}",
                "address: units of driver exec have none; their id names them"
            ),
            (
                "command: [/x], units: [{id: c, credential: contactor}]}",
                "credential: contactor: the service has no credential of this name; add LoadCredential=contactor:"
            ),
            (
                "command: [/x], units: [{id: c, rack: \"a\\u0007\"}]}",
                "rack: a rack's name has at most 64 characters"
            ),
        ])
    func errors(rest: String, said: String) {
        let errors = Sample.errors(Sample.groups(Self.exec + rest), credentials: Self.credentials)
        #expect(errors.count == 1)
        #expect(errors.first?.contains(said) == true, "\(errors)")
        #expect(errors.first?.hasPrefix("curtaild.yaml:8:") == true)
    }

    @Test("what belongs to another driver is refused, a credential that nobody uses included")
    func others() {
        let luxos = "  - {name: a, driver: luxos, unit_w: 90, value_usd_per_mwh: 1, "
        let option = Sample.errors(
            Sample.groups(luxos + "at_once: 3, units: [{id: a, address: 10.0.0.1}]}"))
        #expect(option.first?.contains("at_once does not go with driver: luxos; it belongs to exec") == true)
        let credential = Sample.errors(
            Sample.groups(luxos + "units: [{id: a, address: 10.0.0.1, credential: contactors}]}"))
        #expect(credential.first?.contains("driver luxos has no use for one; leave it empty") == true)
    }
}
