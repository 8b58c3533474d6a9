import CurtailTesting
import Foundation
import Testing

/// An independent script settles the same prices and signals, and reads what the replay wrote into its ledger.
@Suite("A replay's ledger, settled once more")
struct SettlementEndToEndTests {
    private static let python = "/usr/bin/python3"

    /// The script needs Python and its time zones.
    private static var canCheck: Bool {
        FileManager.default.isExecutableFile(atPath: python)
            && FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/America/Chicago")
    }

    /// The files of a case, with the ledger and the document of its replay.
    private struct Replayed {
        let folder: TemporaryDirectory
        let site: String
        let ledger: String
        let document: String
        /// What the script is told beside the site and the ledger.
        let inputs: [String]
    }

    private func replay(_ example: SettledCase) async throws -> Replayed {
        let folder = try TemporaryDirectory()
        let site = try folder.write(example.site, to: "site.json")
        var inputs = ["--prices"] + (try example.priceFiles(in: folder)) + example.options
        if !example.signals.isEmpty {
            let lines = example.signals.map { "\($0)\n" }.joined()
            inputs += ["--signals", try folder.write(lines, to: "signals.jsonl")]
        }
        let ledger = folder.path + "/ledger.sqlite"
        let arguments = ["replay", "--config", site, "--ledger", ledger, "--json"] + inputs
        let outcome = try await ChildProcess.run(
            try ChildProcess.builtProgram("curtailctl"),
            arguments + (example.allowsGaps ? ["--allow-gaps"] : []), within: .seconds(300))
        try #require(outcome.status == 0, "\(outcome.standardError)")
        let document = try folder.write(outcome.standardOutput, to: "replay.json")
        return Replayed(folder: folder, site: site, ledger: ledger, document: document, inputs: inputs)
    }

    private func check(_ replayed: Replayed, site: String? = nil) async throws -> ChildProcess.Outcome {
        try await ChildProcess.run(
            Self.python,
            [
                PackageFolder.path("Tests/EndToEndTests/check_settlement.py"), site ?? replayed.site,
                replayed.ledger, "--replay", replayed.document,
            ] + replayed.inputs, within: .seconds(300))
    }

    /// What the script says it compared, by name.
    private func compared(_ text: String) throws -> [String: Int] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Int])
    }

    @Test(
        "agrees with an independent settlement on every interval and claim, and verify settles it alike",
        .enabled(if: canCheck, "Python or its time zones are missing"),
        arguments: SettledCase.all)
    func agrees(example: SettledCase) async throws { try await expectAgreement(on: example) }

    @Test(
        "agrees on a real year, too", .enabled(if: canCheck, "Python or its time zones are missing"),
        .enabled(if: SharedData.isPresent(SettledCase.recording), "\(SharedData.absence)"))
    func agreesOnRecording() async throws {
        try await expectAgreement(on: SettledCase.year("a real year", .shared(SettledCase.recording)))
    }

    private func expectAgreement(on example: SettledCase) async throws {
        let replayed = try await replay(example)
        async let checked = check(replayed)
        async let verified = ChildProcess.run(
            try ChildProcess.builtProgram("curtailctl"), ["verify", replayed.ledger], within: .seconds(300))
        let (script, verdict) = (try await checked, try await verified)
        #expect(script.status == 0, "\(script.standardOutput)\(script.standardError)")
        #expect(
            verdict.status == 0 && verdict.standardOutput.hasPrefix("OK"),
            "\(verdict.standardOutput)\(verdict.standardError)")
        guard script.status == 0 else { return }
        let counts = try compared(script.standardOutput)
        for kind in example.kinds { #expect(counts[kind, default: 0] > 0, "nothing of \(kind) was compared") }
    }

    @Test(
        "the script finds a hashprice that is a cent off",
        .enabled(if: canCheck, "Python or its time zones are missing"))
    func findsDifferences() async throws {
        let example = SettledCase(
            testDescription: "a day",
            site: SiteText.site(SiteText.hall(), SiteText.simulation(shed: 0, wake: 0)),
            prices: .day(month: 5, day: 8), kinds: [])
        let replayed = try await replay(example)
        #expect(try await check(replayed).status == 0)
        let other = example.site.replacing(
            "\"hashprice_usd_per_ph_day\": 45", with: "\"hashprice_usd_per_ph_day\": 45.01")
        let outcome = try await check(replayed, site: try replayed.folder.write(other, to: "other.json"))
        #expect(outcome.status == 1)
        #expect(outcome.standardOutput.contains("lostHash"), "\(outcome.standardOutput)")
    }
}
