import ArgumentParser
import SiteRecord
import CurtailTesting
import Foundation
import GridUnits
import LedgerStore
import Settlement
import Testing

@testable import CurtailCommands

@Suite("export")
struct ExportTests {
    /// A ledger of claims of one group at noon UTC of 1, 2 and 3 June 2024.
    private func ledger(group: String = "hall", in folder: TemporaryDirectory) throws -> String {
        let path = folder.path("ledger.sqlite")
        let ledger = try Ledger(path: path)
        let noon = try #require(UTCInstant(rfc3339: "2024-06-01T12:00:00Z"))
        let records: [LedgerRecord] = (0..<3).map { day in
            let interval = SettlementInterval(containing: noon.advanced(bySeconds: Int64(day) * 86_400))
            return .claim(
                Claim(
                    interval: interval, group: group, kind: .lostHash, energy: .megawattHours(25),
                    rate: .one, amount: .dollars(-7), isEstimate: true, isShadow: false), at: interval.end)
        }
        try ledger.append(records)
        try ledger.close()
        return path
    }

    private func export(_ arguments: [String]) -> (status: Int32, output: String, errors: String) {
        RecordedTerminal.run(["export"] + arguments)
    }

    @Test("CSV has a header, CRLF and quotes where RFC 4180 wants them")
    func csv() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(group: "a,\"b\"\r\nc", in: folder)
        let outcome = export(["--table", "claims", "--csv", "--ledger", path, "--to", "2024-06-01"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let columns = try LedgerReader(path: path).columns(of: .claims)
        #expect(outcome.output.hasPrefix(columns.joined(separator: ",") + "\r\n2024-06-01T12:00:00.000Z,"))
        #expect(outcome.output.contains(",\"a,\"\"b\"\"\r\nc\",lostHash,"))
        #expect(outcome.output.contains(",25.000000000,90000000000000000,"))
        #expect(outcome.output.contains(",true,false,"))
        #expect(outcome.output.hasSuffix("\r\n"))
        #expect(!outcome.output.contains("null"))
    }

    @Test("JSON Lines keep exact decimals as text, counts as numbers and booleans as booleans")
    func jsonLines() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(group: "a \"b\"", in: folder)
        let outcome = export(["--table", "claims", "--ledger", path])
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 3)
        let row = try JSONValue(json: Array(try #require(lines.first).utf8))
        #expect(row.members?.map(\.name) == (try LedgerReader(path: path).columns(of: .claims)))
        #expect(row["amount_usd"] == "-7.000000")
        #expect(row["energy_microwatt_seconds"] == "90000000000000000")
        #expect(row["version"] == 1)
        #expect(row["is_shadow"] == false)
        #expect(row["replaces_seq"] == JSONValue.null)
        #expect(row["group_name"] == "a \"b\"")
    }

    @Test("days are operating days, both included", arguments: [("2024-06-01", 3), ("2024-06-02", 2)])
    func days(from: String, count: Int) throws {
        let folder = try TemporaryDirectory()
        let line = ["--table", "claims", "--ledger", try ledger(in: folder), "--from", from]
        #expect(export(line).output.split(separator: "\n").count == count)
        #expect(export(line + ["--to", from]).output.split(separator: "\n").count == 1)
    }

    @Test("every table can be written", arguments: LedgerView.allCases)
    func tables(view: LedgerView) throws {
        let folder = try TemporaryDirectory()
        let configuration = try folder.write(ReplayFiles.configuration(), to: "site.yaml")
        let prices = try folder.write(ReplayFiles.prices(["50", "150", "130", "90", "90"]), to: "prices.csv")
        let path = folder.path("replay.sqlite")
        _ = RecordedTerminal.run(
            ["replay", "--config", configuration, "--prices", prices, "--ledger", path])
        let days = view.hasDays ? ["--from", "2024-05-31", "--to", "2024-05-31"] : []
        let line = ["--table", view.argument, "--ledger", path] + days
        let rows = export(line).output.split(separator: "\n").count
        #expect(view == .sources || view == .samples ? rows == 0 : rows > 0)
        #expect(export(line + ["--csv"]).output.split(separator: "\r\n").count == rows + 1)
        let later = view.hasDays ? ["--from", "2024-06-01"] : []
        #expect(export(["--table", view.argument, "--ledger", path] + later).output.isEmpty)
    }

    @Test("a file is written whole, and one that is there is refused and left alone")
    func file() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(in: folder)
        let file = folder.path("claims.jsonl")
        let line = ["--table", "claims", "--ledger", path]
        let outcome = export(line + ["-o", file])
        #expect(outcome.status == 0)
        #expect(outcome.output == "3 rows of claims are in \(file).\n")
        #expect(try folder.read("claims.jsonl") == export(line).output)
        let again = export(line + ["--csv", "-o", file])
        #expect(again.status == 73)
        #expect(again.errors.contains("Nothing was written."))
        #expect(try folder.read("claims.jsonl") == export(line).output)
        #expect(export(line + ["-o", folder.path("none/claims.jsonl")]).status == 73)
        #expect(
            export(line + ["--json", "-o", folder.path("other")]).output.contains(#""rows":3"#))
    }

    @Test(
        "a line that makes no sense exits with 64",
        arguments: [
            ["--table", "miners"], ["--table", "sources", "--from", "2024-06-01"],
            ["--table", "claims", "--csv", "--json"], [],
        ])
    func usage(line: [String]) { #expect(export(line).status == 64) }

    @Test("a ledger that is not there exits with 65 and makes no file")
    func missing() throws {
        let folder = try TemporaryDirectory()
        let file = folder.path("out.csv")
        let outcome = export(["--table", "claims", "--ledger", folder.path("none"), "-o", file])
        #expect(outcome.status == 65)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("a file that does not become whole is removed again")
    func unfinished() throws {
        let folder = try TemporaryDirectory()
        let options = try FileOptions.parse(["-o", folder.path("half.csv")])
        #expect(throws: CancellationError.self) {
            try options.write(on: RecordedTerminal().terminal()) { write in
                try write("a,b\r\n")
                throw CancellationError()
            }
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("half.csv")))
    }
}
