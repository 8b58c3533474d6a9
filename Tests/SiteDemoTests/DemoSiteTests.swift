import CurtailmentEngine
import GridUnits
import MinerControl
import SiteConfiguration
import SiteReports
import Testing

@testable import SiteDemo

@Suite("DemoSite")
struct DemoSiteTests {
    @Test("has a configuration without errors but for the unit files, which are written when it runs")
    func configurationIsValid() throws {
        let text = DemoSite.configurationText(folder: "/tmp/demo")
            .replacing("units_file: hall-a.csv", with: "units: [{id: a, address: 127.77.0.1}]")
            .replacing("units_file: hall-b.csv", with: "units: [{id: b, address: 127.77.0.2}]")
        let configuration = try SiteConfiguration.parse(
            text: text, file: "demo.yaml", relativeTo: "/tmp",
            in: ConfigurationContext(drivers: DriverKind.all.map(\.form)))
        #expect(configuration.policy.groups.map(\.name) == ["hall-a", "hall-b"])
        #expect(configuration.warnings.isEmpty)
    }

    @Test("wraps its lines at 100 columns and keeps every word")
    func wraps() {
        let text = String(repeating: "megawatt ", count: 40)
        let lines = text.wrapped(to: 80)
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(lines.joined(separator: " ").split(separator: " ").count == 40)
    }
}
