import CurtailTesting
import Foundation
import Testing

extension EndToEnd {
    @Suite("The ledger's copies")
    struct BackupTests {
        @Test("a running daemon is backed up, keeps its ledger to itself, and resumes from the backup")
        func backupAndRestore() async throws {
            let site = try await RunningSite()
            #expect(try await site.operate("curtail", "--all", "--reason", "line work").status == 0)
            try await site.status(until: "curtailed") { $0["confirmed_mw"].number == 0 }
            let copy = site.folder.path("copy.sqlite")
            let tool = try ChildProcess.builtProgram("curtailctl")
            // What is confirmed reaches the ledger within a second.
            var head = JSON.null
            try await eventually("the event is in the ledger") {
                try? FileManager.default.removeItem(atPath: copy)
                let backup = try await ChildProcess.run(
                    tool, ["backup", copy, "--ledger", site.ledgerPath, "--json"])
                head = try JSON(text: backup.standardOutput)["head"]
                let log = try await ChildProcess.run(tool, ["log", "--ledger", copy, "--json"])
                return try JSON(text: log.standardOutput)["events"][0]["state"].text == "active"
            }
            #expect(try await ChildProcess.run(tool, ["verify", copy]).status == 0)

            let restoring = ["restore", copy, "--ledger", site.ledgerPath]
            let refused = try await ChildProcess.run(tool, restoring)
            #expect(refused.status == 75 && refused.standardError.contains("systemctl stop curtaild"))
            #expect(try await site.operate("release", "--reason", "over").status == 0)
            try await site.status(until: "running") { $0["event"] == .null }

            let daemon = site.daemon
            daemon.send(SIGTERM)
            #expect(await daemon.outcome(within: .seconds(20)).status == 0)
            let restored = try await ChildProcess.run(tool, restoring)
            #expect(restored.status == 0, "\(restored.standardError)")
            try await site.isKilledAndRestarted()
            let status = try await site.status(until: "the curtailment of the backup stands again") {
                $0["manual"]["reason"].text == "line work"
            }
            #expect(status["event"].number == 1 || status["event"]["id"].number == 1)
            let verified = try await ChildProcess.run(
                tool, ["verify", site.ledgerPath, "--json", "--head", head.text ?? ""])
            #expect(verified.status == 0, "\(verified.standardError)")
            #expect((try JSON(text: verified.standardOutput)["journalled"]["rows_after"].number ?? 0) > 0)
        }
    }
}
