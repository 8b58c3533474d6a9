import CurtailTesting
import Foundation
import LedgerStore
import Testing

@testable import CurtailCommands

@Suite("check and replay")
struct OfflineVerbTests {
    @Test("a good configuration is summed up in one line")
    func checkGood() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(ReplayFiles.configuration(), to: "site.yaml")
        let outcome = RecordedTerminal.run(["check", path])
        #expect(outcome.status == 0)
        #expect(
            outcome.output.contains("OK: test, shadow, HB_WEST (HU); 1 group, 1 unit, 1.000 MW curtailable")
        )
        #expect(RecordedTerminal.run(["check", path, "--json"]).output.contains(#""valid":true"#))
    }

    @Test("a wrong configuration exits with 78 and names line and column")
    func checkBad() throws {
        let folder = try TemporaryDirectory()
        let text = ReplayFiles.configuration().replacing("count: 1", with: "count: many\n    colour: red")
        let path = try folder.write(text, to: "site.yaml")
        let outcome = RecordedTerminal.run(["check", path])
        #expect(outcome.status == 78)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("site.yaml:19:12: count"), "\(outcome.errors)")
        #expect(RecordedTerminal.run(["check", path, "--json"]).output.contains(#""valid":false"#))
        #expect(RecordedTerminal.run(["check", folder.path("none.yaml")]).status == 78)
    }

    @Test("a replay prints an aligned table, and one document with --json")
    func replay() throws {
        let folder = try TemporaryDirectory()
        let configuration = try folder.write(ReplayFiles.configuration(), to: "site.yaml")
        let prices = try folder.write(ReplayFiles.prices(["50", "150", "130", "90"]), to: "prices.csv")
        let line = ["replay", "--config", configuration, "--prices", prices]
        let expected = """
            test, HB_WEST, 2024-06-01T00:00:00Z to 2024-06-01T01:00:00Z, foresight none
            Intervals with a price            4
            Intervals without                 0
            Curtailment events                1
            Would have been consumed      1.000 MWh
            Consumed                      0.500 MWh
            Curtailed                     0.500 MWh
            Energy avoided                55.00 USD
            Lost hash                     50.00 USD
            Net against never curtailing   5.00 USD
            Net with every price known    20.00 USD

            """
        let outcome = RecordedTerminal.run(line)
        #expect(outcome.status == 0)
        #expect(outcome.output == expected)
        let document = RecordedTerminal.run(line + ["--json"]).output
        #expect(document.contains(#""energy_avoided_usd":"55.000000","lost_hash_usd":"50.000000""#))
        #expect(document.hasSuffix("}\n"))
    }

    @Test("missing intervals exit with 65 after the document, unless gaps are allowed")
    func gaps() throws {
        let folder = try TemporaryDirectory()
        let configuration = try folder.write(ReplayFiles.configuration(), to: "site.yaml")
        let prices = try folder.write(ReplayFiles.prices(["50", "cheap", "90"]), to: "prices.csv")
        let line = ["replay", "--config", configuration, "--prices", prices, "--json"]
        let outcome = RecordedTerminal.run(line)
        #expect(outcome.status == 65)
        #expect(outcome.output.contains(#""intervals_missing":1"#))
        #expect(outcome.errors.contains("1 lines were rejected"))
        #expect(outcome.errors.contains("--allow-gaps"))
        #expect(RecordedTerminal.run(line + ["--allow-gaps"]).status == 0)
    }

    @Test("errors of files have the statuses of sysexits")
    func statuses() throws {
        let folder = try TemporaryDirectory()
        let configuration = try folder.write(ReplayFiles.configuration(), to: "site.yaml")
        let prices = try folder.write(ReplayFiles.prices(["50"]), to: "prices.csv")
        let line = ["replay", "--config", configuration]
        #expect(RecordedTerminal.run(line + ["--prices", folder.path("none.csv")]).status == 65)
        #expect(RecordedTerminal.run(line + ["--prices", prices, "--ledger", prices]).status == 73)
        #expect(RecordedTerminal.run(["replay", "--config", prices, "--prices", prices]).status == 78)
        #expect(RecordedTerminal.run(["verify", folder.path("none.sqlite")]).status == 65)
    }
}
