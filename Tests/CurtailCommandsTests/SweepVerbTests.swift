import CurtailTesting
import Testing

@testable import CurtailCommands

@Suite("replay --sweep and --two-strike")
struct SweepVerbTests {
    private let folder: TemporaryDirectory
    private let line: [String]

    init() throws {
        folder = try TemporaryDirectory()
        let configuration = try folder.write(ReplayFiles.configuration(), to: "site.yaml")
        let prices = try folder.write(ReplayFiles.prices(["50", "150", "130", "90"]), to: "prices.csv")
        line = ["replay", "--config", configuration, "--prices", prices]
    }

    @Test("a sweep prints a row for each run and marks the best")
    func table() {
        let outcome = RecordedTerminal.run(line + ["--sweep", "groups.hall.value_usd_per_mwh=100,140,200"])
        let expected = """
            test, 2024-06-01T00:00:00Z to 2024-06-01T01:00:00Z, foresight none, 3 runs
            value_usd_per_mwh  EVENTS  CURTAILED MWH  NET USD  OF KNOWN
                          100       1          0.500     5.00    25.0 %  best
                          140       1          0.250    -2.50  -100.0 %
                          200       0          0.000     0.00         -
            OF KNOWN is what curtailing earned, as a share of what somebody who knew every price would have.

            """
        #expect(outcome.status == 0)
        #expect(outcome.output == expected)
        #expect(outcome.errors.isEmpty)
    }

    @Test("titles that do not fit are letters, and the table stays within 100 columns")
    func manyKeys() {
        let keys = [
            "price.hysteresis_usd_per_mwh=0,10000", "price.restart_cost_usd_per_mw=0,1000000",
            "economics.hashprice_usd_per_ph_day=45,100000", "price.min_down_s=0,604800",
            "price.min_up_s=0,604800", "groups.0.value_usd_per_mwh=100,1000000",
        ]
        let outcome = RecordedTerminal.run(line + keys.flatMap { ["--sweep", $0] })
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("\nF is groups.0.value_usd_per_mwh\n"))
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 1 + 6 + 1 + 64 + 1)
        #expect(lines.allSatisfy { $0.count <= 100 })
    }

    @Test("keys of the same last word are told apart by letters")
    func sameWord() throws {
        let text = ReplayFiles.configuration(groups: [("a", 1, 60), ("b", 1, 80)])
        let path = try folder.write(text, to: "two.yaml")
        let outcome = RecordedTerminal.run(
            ["replay", "--config", path] + line.suffix(2)
                + ["--sweep", "groups.a.count=1,2", "--sweep", "groups.b.count=1"])
        #expect(outcome.output.contains("A is groups.a.count\nB is groups.b.count\nA  B  EVENTS"))
    }

    @Test("one document with --json, and the status of a gap after it")
    func document() throws {
        let sweep = ["--sweep", "price.min_down_s=0,1800", "--json"]
        let outcome = RecordedTerminal.run(line + sweep)
        #expect(outcome.status == 0)
        #expect(
            outcome.output.hasPrefix(
                #"{"schema":"curtaild.sweep/1","keys":["price.min_down_s"],"runs":2,"best":0,"rows":[{"values""#
            ))
        #expect(outcome.output.split(separator: "\n").count == 1)
        let path = try folder.write(ReplayFiles.prices(["50", "dear", nil, "90"]), to: "prices.csv")
        let torn = Array(line.dropLast()) + [path]
        let gap = RecordedTerminal.run(torn + sweep)
        #expect(gap.status == 65)
        #expect(gap.output.contains(#""intervals_missing":2"#))
        #expect(gap.errors.contains("1 lines were rejected"))
        #expect(gap.errors.contains("2 intervals have no price"))
        #expect(RecordedTerminal.run(torn + sweep + ["--allow-gaps"]).status == 0)
    }

    @Test(
        "what cannot be swept is refused with its status and the words that help",
        arguments: [
            ("price.min_dwn_s=1", Int32(64), "did you mean price.min_down_s?"),
            ("price.min_down_s", 64, "names no key and values"),
            ("price.min_down_s=1,x", 78, "price.min_down_s=x: price.min_down_s: \"x\" is not a number"),
            ("economics.pue=9", 78, "With economics.pue=9 the configuration is not valid. Nothing was run."),
        ])
    func refusals(sweep: String, status: Int32, words: String) {
        let outcome = RecordedTerminal.run(line + ["--sweep", sweep])
        #expect(outcome.status == status)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test("a sweep writes no ledger")
    func noLedger() {
        let ledger = folder.path("out.sqlite")
        let outcome = RecordedTerminal.run(line + ["--ledger", ledger, "--sweep", "price.min_down_s=1"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("--ledger records one run"))
    }

    @Test("the rule of two strikes stands beside the net, and in words")
    func twoStrike() {
        let outcome = RecordedTerminal.run(line + ["--two-strike", "140,95.5"])
        #expect(outcome.status == 0)
        let expected = """
            Net against never curtailing   5.00 USD
            Net with every price known    20.00 USD
            Net of strikes 140/95.5        5.00 USD
            The strikes take the whole site down at 140 USD/MWh and above, and up at 95.5 and below: 1 event,
            0.500 MWh, 0.00 USD less than this configuration.

            """
        #expect(outcome.output.hasSuffix(expected), "\(outcome.output)")
        let best = RecordedTerminal.run(line + ["--two-strike", "best"])
        #expect(best.output.contains("Net of strikes 50/49          17.50 USD"))
        let swept = RecordedTerminal.run(
            line + ["--two-strike", "140,95.5", "--sweep", "price.min_down_s=0,900"])
        #expect(swept.output.contains("Beside the best row: The strikes take"))
    }

    @Test(
        "strikes that are none are refused",
        arguments: ["120", "80,120", "120,120", "a,b", "1,2,3", "worst", "200000,1"])
    func noStrikes(text: String) {
        let outcome = RecordedTerminal.run(line + ["--two-strike", text])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("strike"), "\(outcome.errors)")
    }

    @Test("an optimum that is not known says why")
    func reason() throws {
        let path = try folder.write(ReplayFiles.configuration(ramp: 5), to: "ramp.yaml")
        let outcome = RecordedTerminal.run(["replay", "--config", path] + line.suffix(2))
        #expect(outcome.output.contains("Not known with every price: restore.ramp_mw_per_min"))
        let document = RecordedTerminal.run(["replay", "--config", path] + line.suffix(2) + ["--json"]).output
        #expect(document.contains(#""perfect_foresight_net_usd":null,"perfect_foresight_reason":"restore."#))
    }
}
