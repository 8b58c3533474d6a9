import SiteRecord
import ArgumentParser
import ControlSocket
import CurtailmentEngine
import GridUnits
import SiteRecord
import SiteConfiguration
import SiteRecord

/// `check`: validates a configuration.
struct Check: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Validate a configuration: line, column, what is wrong, what would be right.",
        discussion: "Exit code 78 when it is wrong.\nExample: curtailctl check /etc/curtaild/curtaild.yaml")

    @Argument(help: "The configuration; conf.d/*.yaml beside it is read too.")
    var file: String

    @OptionGroup var output: OutputOptions

    func execute(on terminal: Terminal) throws {
        do throws(ConfigurationErrors) {
            let configuration = try SiteConfiguration.load(path: file, in: .tool)
            if output.json {
                terminal.line(Self.document(warnings: configuration.warnings, errors: [], isValid: true).json)
            } else {
                for warning in configuration.warnings { terminal.line("warning: \(warning)") }
                terminal.line(Self.summary(configuration))
            }
        } catch {
            if output.json {
                terminal.line(Self.document(warnings: [], errors: error.errors, isValid: false).json)
            }
            for line in error.description.split(separator: "\n") { terminal.complain("\(line)") }
            throw CommandFailure(
                CommandFailure.configuration,
                "\(file) is not valid. Nothing was changed. Mend it and check again.")
        }
    }

    static func summary(_ configuration: SiteConfiguration) -> String {
        let policy = configuration.policy
        let curtailable = policy.groups.filter(\.isCommanded).reduce(Power.zero) { $0 + $1.ratedPower }
        let units = policy.groups.reduce(0) { $0 + $1.units.count }
        let programs = ProgramTable.standard.switches(policy).map { "\($0.name) \($0.isOn ? "on" : "off")" }
            .joined(separator: ", ")
        let type = policy.settlementPoint.type.map { " (\($0))" } ?? ""
        return "OK: \(policy.name), \(policy.mode.rawValue), \(policy.settlementPoint.name)\(type); "
            + "\(policy.groups.count.counted("group")), \(units.counted("unit")), \(curtailable.decimal(places: 3)) MW curtailable, "
            + "\(policy.fixedLoad.decimal(places: 3)) MW fixed; \(programs); "
            + "\(configuration.sources.count.counted("source")); \(configuration.warnings.count.counted("warning"))"
    }

    private static func document(
        warnings: [ConfigurationNotice], errors: [ConfigurationNotice], isValid: Bool
    ) -> JSONValue {
        [
            "schema": "curtaild.check/1", "valid": .boolean(isValid), "errors": .array(errors.map(notice)),
            "warnings": .array(warnings.map(notice)),
        ]
    }

    private static func notice(_ notice: ConfigurationNotice) -> JSONValue {
        let position = notice.position
        return [
            "file": .text(position.file), "line": .count(position.line),
            "column": .count(position.column),
            "message": .text(notice.message),
        ]
    }
}
