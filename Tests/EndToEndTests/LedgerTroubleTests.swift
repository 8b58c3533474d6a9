import CurtailTesting
import Foundation
import Testing

extension EndToEnd {
    @Suite("A ledger in trouble")
    struct LedgerTroubleTests {
        /// Starts a daemon that is expected to refuse.
        private func refusal(
            _ folder: TemporaryDirectory, as launcher: [String] = []
        ) async throws -> ChildProcess.Outcome {
            let group = """
                  - name: hall
                    driver: simulated
                    count: 2
                    unit_w: 3500
                    efficiency_j_per_th: 17.5
                """
            let path = try folder.write(
                RunningSite.configuration(in: folder, groups: group), to: "curtaild.yaml")
            let line = launcher + [try ChildProcess.builtProgram("curtaild"), "run", "--config", path]
            return try await ChildProcess.run(
                line[0], Array(line.dropFirst()), environment: RunningSite.outsideSystemd)
        }

        private func contents(_ path: String) throws -> Data {
            try Data(contentsOf: URL(fileURLWithPath: path))
        }

        @Test("a file that is not ours stops the start with 65, untouched, and the text says what to do")
        func foreign() async throws {
            let folder = try TemporaryDirectory()
            try FileManager.default.createDirectory(
                atPath: folder.path("state"), withIntermediateDirectories: true)
            try folder.write("somebody's notes", to: "state/ledger.sqlite")
            let outcome = try await refusal(folder)
            #expect(outcome.status == 65)
            #expect(outcome.standardError.contains("Move it away, or name another path."))
            #expect(!outcome.standardError.contains("Ready"))
            #expect(try folder.read("state/ledger.sqlite") == "somebody's notes")
        }

        @Test("a damaged ledger stops the start with 65, names its row, and a backup is the way out")
        func damaged() async throws {
            let site = try await RunningSite()
            #expect(try await site.operate("curtail", "--all", "--reason", "line work").status == 0)
            try await site.status(until: "curtailed") { $0["confirmed_mw"].number == 0 }
            let tool = try ChildProcess.builtProgram("curtailctl")
            let copy = site.folder.path("copy.sqlite")
            #expect(
                try await ChildProcess.run(tool, ["backup", copy, "--ledger", site.ledgerPath]).status == 0)
            site.daemon.send(SIGTERM)
            #expect(await site.daemon.outcome(within: .seconds(20)).status == 0)
            var bytes = try contents(site.ledgerPath)
            // Wherever it stands: in the rows of the chain, what is made of them, and the memory.
            while let reason = bytes.range(of: Data(#""reason":"line work""#.utf8)) {
                bytes[reason.upperBound - 2] = UInt8(ascii: "X")
            }
            try bytes.write(to: URL(fileURLWithPath: site.ledgerPath))
            let outcome = try await refusal(site.folder)
            #expect(outcome.status == 65)
            #expect(outcome.standardError.contains("is damaged at row "), "\(outcome.standardError)")
            #expect(outcome.standardError.contains("curtailctl restore BACKUP"))
            #expect(try contents(site.ledgerPath) == bytes)
            let restored = try await ChildProcess.run(tool, ["restore", copy, "--ledger", site.ledgerPath])
            #expect(restored.status == 0, "\(restored.standardError)")
            try await site.isKilledAndRestarted()
            try await site.status(until: "it goes on") { $0["manual"]["reason"].text == "line work" }
        }

        @Test(
            "a ledger that may not be written does not stop the start: it is blocked, and urgent orders act",
            .enabled(if: getuid() == 0, "only root can become somebody who may not"))
        func readOnly() async throws {
            let site = try await RunningSite()
            site.daemon.send(SIGTERM)
            #expect(await site.daemon.outcome(within: .seconds(20)).status == 0)
            try FileManager.default.removeItem(atPath: site.folder.path("run"))
            for (name, mode) in [
                ("", 0o777), ("state", 0o777), ("state/inbox", 0o777), ("state/lock", 0o666),
                ("state/ledger.sqlite", 0o444),
            ] {
                try FileManager.default.setAttributes(
                    [.posixPermissions: mode],
                    ofItemAtPath: name.isEmpty ? site.folder.path : site.folder.path(name))
            }
            let before = try contents(site.ledgerPath)
            let daemon = try ChildProcess(
                "/usr/bin/setpriv",
                [
                    "--reuid=65534", "--regid=65534", "--clear-groups",
                    try ChildProcess.builtProgram("curtaild"), "run", "--config", site.configurationPath,
                ], environment: RunningSite.outsideSystemd)
            #expect(await daemon.standardError.waits(for: "SQLite 8", within: .seconds(30)))
            #expect(daemon.standardError.text.contains("then: systemctl restart curtaild"))
            #expect(try await site.operate("curtail", "--all", "--reason", "urgent").status == 0)
            try await site.status(until: "curtailed") { $0["confirmed_mw"].number == 0 }
            daemon.send(SIGTERM)
            let outcome = await daemon.outcome(within: .seconds(20))
            #expect(outcome.status == 0)
            #expect(outcome.standardError.contains("could not be written before the stop"))
            #expect(try contents(site.ledgerPath) == before)
        }

        @Test("when no byte more can be written, what is urgent acts, price waits, and nothing is lost")
        func limitedFiles() async throws {
            // As a full disk, without root: a limit that the running daemon can be relieved of.
            let site = try await RunningSite(before: "trap '' XFSZ; ulimit -S -f 600")
            var dollars = 20
            try await eventually("the ledger is blocked") {
                dollars = dollars == 20 ? 900 : 20
                try site.stream(RunningSite.price("\(dollars)"))
                return try await site.document("status")["ledger"]["condition"].text == "blocked"
            }
            let alarmed = try await site.document("status")
            #expect(alarmed["alarms"].elements.contains { $0["kind"].text == "ledger_blocked" })
            #expect(try await site.operate("probe").status == 2)

            // Everything runs or sleeps as it did: what price wants now waits.
            try site.stream(RunningSite.price(dollars == 20 ? "20" : "900"))
            // What had been ordered before the ledger was blocked may still be on its way.
            let settled = try await site.status(until: "settled") {
                [0, 0.07].contains($0["confirmed_mw"].number)
            }
            let before = settled["confirmed_mw"].text
            for other in ["900", "20", "900", "20", "900"] {
                try site.stream(RunningSite.price(other))
                #expect(try await site.document("status")["confirmed_mw"].text == before)
            }
            #expect(try await site.operate("curtail", "--all", "--reason", "urgent").status == 0)
            let curtailed = try await site.status(until: "curtailed") { $0["confirmed_mw"].number == 0 }
            #expect(curtailed["ledger"]["condition"].text == "blocked")
            #expect(try await site.operate("release", "--reason", "over").status == 0)
            try site.stream(RunningSite.price("20"))

            let relief = try await ChildProcess.run(
                "/usr/bin/prlimit", ["--pid", "\(site.daemon.processIdentifier)", "--fsize=unlimited"])
            #expect(relief.status == 0, "\(relief.standardError)")
            let after = try await site.status(until: "written, and back at its load") {
                $0["ledger"]["condition"].text == "writable" && $0["confirmed_mw"].number == 0.07
            }
            #expect(!after["alarms"].elements.contains { $0["kind"].text == "ledger_blocked" })
            site.daemon.send(SIGTERM)
            #expect(await site.daemon.outcome(within: .seconds(20)).status == 0)
            let verified = try await site.verify()
            #expect(verified["ok"] == .bool(true))
            #expect(verified["inputs_not_rerun"].number == 0, "no record was refused: there is no gap")
        }
    }
}
