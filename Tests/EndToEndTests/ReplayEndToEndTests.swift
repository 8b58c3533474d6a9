import CurtailTesting
import Foundation
import Testing

@Suite("curtailctl replay")
struct ReplayEndToEndTests {
    private static let python = "/usr/bin/python3"

    private static var canCompare: Bool { FileManager.default.isExecutableFile(atPath: python) }

    /// A replay, and the same as the independent script is told it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var options: [String] = []
        /// Keys of the `price` section that are not 0, and the script's options for them.
        var price: [String: String] = [:]
        var economics: [String: String] = [:]
        var scriptOptions: [String] = []
    }

    private static let may = ["--from", "2024-05-01T05:00:00Z", "--to", "2024-06-01T05:00:00Z"]

    static let cases = [
        Case(testDescription: "the year, without foresight"),
        Case(testDescription: "the year, with interval foresight", options: ["--foresight", "interval"]),
        Case(
            testDescription: "May, dwells of whole intervals", options: may,
            price: ["min_down_s": "3600", "min_up_s": "1800"],
            scriptOptions: ["--min-down-s", "3600", "--min-up-s", "1800"]),
        Case(
            testDescription: "May, dwells that end within intervals", options: may,
            price: ["min_down_s": "1000", "min_up_s": "777"],
            scriptOptions: ["--min-down-s", "1000", "--min-up-s", "777"]),
        Case(
            testDescription: "May, with band, restart cost, fee and PUE",
            options: may + ["--foresight", "interval"],
            price: ["hysteresis_usd_per_mwh": "5", "restart_cost_usd_per_mw": "3"],
            economics: ["pue": "1.07", "pool_fee": "0.02"],
            scriptOptions: ["--hysteresis", "5", "--restart-cost", "3", "--pue", "1.07", "--fee", "0.02"]),
        Case(
            testDescription: "the year, beside two strikes", options: ["--two-strike", "120,80.5"],
            price: ["min_down_s": "1800"], scriptOptions: ["--min-down-s", "1800"]),
        Case(
            testDescription: "May with foresight, beside two strikes that pay for restarts",
            options: may + ["--foresight", "interval", "--two-strike", "107.03,9"],
            price: ["restart_cost_usd_per_mw": "3"], economics: ["pue": "1.07"],
            scriptOptions: ["--restart-cost", "3", "--pue", "1.07"]),
    ]

    /// 100 MW of simulated S21 at 17.5 J/TH and $45, which fall and rise at once.
    private func configuration(_ example: Case) -> String {
        let price = ["min_down_s": "0", "min_up_s": "0", "hysteresis_usd_per_mwh": "0"]
            .merging(example.price) { $1 }
        func section(_ name: String, _ keys: [String: String]) -> String {
            "\(name):\n" + keys.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)\n" }.joined()
        }
        return "site:\n  name: check\n  settlement_point: HB_WEST\n"
            + section("economics", example.economics.merging(["hashprice_usd_per_ph_day": "45"]) { $1 })
            + section("price", price) + section("simulation", ["shed_s": "0", "wake_s": "0"])
            + "groups:\n  - name: s21\n    driver: simulated\n    count: 28571\n    unit_w: 3500\n"
            + "    efficiency_j_per_th: 17.5\n"
    }

    private func document(_ text: String) throws -> [String: String] {
        var members = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let rival = members["two_strike"] as? [String: Any] ?? [:]
        for (name, value) in rival { members["two_strike_\(name)"] = value }
        return members.compactMapValues { value in
            (value as? String) ?? (value as? NSNumber).map { "\($0)" }
        }
    }

    /// The figures agree to their last digit; energies as far as replay prints them.
    @Test(
        "agrees with an independent computation in every figure",
        .enabled(if: canCompare, "Python is missing"), arguments: cases)
    func agrees(example: Case) async throws {
        let folder = try TemporaryDirectory()
        let prices = try folder.write(MadePrices.plain(MadePrices.year), to: "year.csv")
        try await expectAgreement(on: example, prices: prices, in: folder)
    }

    @Test(
        "agrees on a real year, too", .enabled(if: canCompare, "Python is missing"),
        .enabled(if: SharedData.isPresent(SettledCase.recording), "\(SharedData.absence)"))
    func agreesOnRecording() async throws {
        try await expectAgreement(
            on: Case(testDescription: "a real year"), prices: SharedData.path(SettledCase.recording),
            in: TemporaryDirectory())
    }

    private func expectAgreement(
        on example: Case, prices: String, in folder: TemporaryDirectory
    ) async throws {
        let path = try folder.write(configuration(example), to: "site.yaml")
        async let replayed = ChildProcess.run(
            try ChildProcess.builtProgram("curtailctl"),
            ["replay", "--config", path, "--prices", prices, "--json"] + example.options,
            within: .seconds(300))
        async let computed = ChildProcess.run(
            Self.python,
            [PackageFolder.path("Tests/EndToEndTests/check_replay.py"), prices] + example.options
                + example.scriptOptions, within: .seconds(300))
        let (ours, theirs) = (try await replayed, try await computed)
        #expect(ours.status == 0, "\(ours.standardError)")
        #expect(theirs.status == 0, "\(theirs.standardError)")
        let report = try document(ours.standardOutput)
        let expected = try document(theirs.standardOutput)
        for (name, value) in expected.sorted(by: { $0.key < $1.key }) where name != "restart_cost_usd" {
            if name.hasSuffix("_mwh") {
                #expect(
                    Self.isRounding(report[name], of: value),
                    "\(name): \(report[name] ?? "none"), not \(value)")
            } else {
                #expect(report[name] == value, "\(name)")
            }
        }
        #expect(Self.restartCost(ours.standardOutput) == expected["restart_cost_usd"])
    }

    /// Whether six digits after the point are within half a unit of the last of an exact number.
    private static func isRounding(_ text: String?, of exact: String) -> Bool {
        guard let text, let rounded = Decimal(string: text), let number = Decimal(string: exact) else {
            return false
        }
        return abs(rounded - number) <= Decimal(sign: .plus, exponent: -7, significand: 5)
    }

    /// The claim is negative, and absent where nothing was restarted at a cost.
    private static func restartCost(_ json: String) -> String {
        guard let match = json.firstMatch(of: /"restartCost":"-([0-9.]+)"/) else { return "0.000000" }
        return String(match.output.1)
    }
}
