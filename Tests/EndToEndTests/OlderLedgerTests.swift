import CurtailTesting
import Foundation
import Testing

@Suite("A ledger of the first schema")
struct OlderLedgerTests {
    /// The day of a demo, written by the release before the second schema; 687 rows.
    private static let recorded = PackageFolder.path("Tests/EndToEndTests/ledger-1.sqlite.gz")

    private func ledger(in folder: TemporaryDirectory) async throws -> String {
        let packed = folder.path("ledger.sqlite.gz")
        try FileManager.default.copyItem(atPath: Self.recorded, toPath: packed)
        let unpacked = try await ChildProcess.run("/usr/bin/gzip", ["-d", packed], within: .seconds(60))
        try #require(unpacked.status == 0, "\(unpacked.standardError)")
        return folder.path("ledger.sqlite")
    }

    private func curtailctl(_ arguments: [String]) async throws -> ChildProcess.Outcome {
        try await ChildProcess.run(
            try ChildProcess.builtProgram("curtailctl"), arguments, within: .seconds(120))
    }

    @Test("is verified as it was written: decisions rerun, money by its digests, the file untouched")
    func verified() async throws {
        let folder = try TemporaryDirectory()
        let path = try await ledger(in: folder)
        let before = FileManager.default.contents(atPath: path)
        let outcome = try await curtailctl(["verify", path, "--json"])
        #expect(outcome.status == 0, "\(outcome.standardOutput)\(outcome.standardError)")
        for member in [
            #""ok":true"#, #""rows":687"#, #""inputs":391"#, #""inputs_not_rerun":0"#, #""decisions":13"#,
            #""settled_not_rerun":274"#,
        ] {
            #expect(outcome.standardOutput.contains(member), "\(outcome.standardOutput)")
        }
        #expect(FileManager.default.contents(atPath: path) == before)
    }

    @Test("gives the money and the events that it recorded")
    func read() async throws {
        let folder = try TemporaryDirectory()
        let path = try await ledger(in: folder)
        let credits = try await curtailctl(["credits", "--ledger", path, "--json"])
        #expect(credits.standardOutput.contains(#""net_usd":"3359.585978""#), "\(credits.standardOutput)")
        let log = try await curtailctl(["log", "--ledger", path, "--json"])
        #expect(log.standardOutput.contains(#""programs":["underfrequency"]"#), "\(log.standardOutput)")
    }
}
