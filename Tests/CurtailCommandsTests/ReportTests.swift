import SiteRecord
import CurtailTesting
import Foundation
import Testing

@testable import CurtailCommands

@Suite("report")
struct ReportTests {
    private func ledger(in folder: TemporaryDirectory) throws -> String {
        let configuration = try folder.write(ReplayFiles.configuration(), to: "site.yaml")
        let prices = try folder.write(ReplayFiles.prices(["50", "150", "130", "90", "90"]), to: "prices.csv")
        let path = folder.path("ledger.sqlite")
        let outcome = RecordedTerminal.run(
            ["replay", "--config", configuration, "--prices", prices, "--ledger", path])
        try #require(outcome.status == 0, "\(outcome.errors)")
        return path
    }

    @Test("a statement goes to standard output, or to a file that did not exist")
    func writes() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(in: folder)
        let line = ["report", "--month", "2024-05", "--ledger", path]
        let outcome = RecordedTerminal.run(line)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(outcome.output.hasSuffix("</html>\n"))
        let file = folder.path("may.html")
        #expect(
            RecordedTerminal.run(line + ["-o", file]).output
                == "The statement of May 2024 is in \(file), 2971 intervals are not settled.\n")
        let first = try folder.read("may.html")
        let refused = RecordedTerminal.run(line + ["-o", file])
        #expect(refused.status == 73 && refused.errors.contains("--force"))
        #expect(try folder.read("may.html") == first)
    }

    @Test("--force puts the new statement in the place of the old one, which stays until it is whole")
    func replaces() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(in: folder)
        let file = try folder.write("of last month", to: "may.html")
        let line = ["report", "--month", "2024-05", "-o", file, "--force", "--ledger"]
        #expect(RecordedTerminal.run(line + [folder.path("none")]).status != 0)
        #expect(try folder.read("may.html") == "of last month")
        let outcome = RecordedTerminal.run(line + [path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try folder.read("may.html").hasPrefix("<!DOCTYPE html>"))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("."))
        #expect(!names.contains { $0.hasSuffix(".new") })
    }

    @Test("--json gives the totals that credits gives")
    func document() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(in: folder)
        let outcome = RecordedTerminal.run(["report", "--month", "2024-05", "--ledger", path, "--json"])
        let document = try JSONValue(json: Array(outcome.output.utf8.dropLast()))
        #expect(document["schema"] == "curtaild.report/1")
        #expect(document["site"] == "test")
        #expect(document["events"] == 1)
        #expect(document["intervals"] == 5)
        let credits = RecordedTerminal.run(["credits", "--by", "month", "--ledger", path, "--json"]).output
        #expect(document["total"] == (try JSONValue(json: Array(credits.utf8.dropLast())))["total"])
    }

    @Test("a month without data is a page, and exits with 0")
    func emptyMonth() throws {
        let folder = try TemporaryDirectory()
        let outcome = RecordedTerminal.run(
            ["report", "--month", "2031-02", "--ledger", try ledger(in: folder)])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Nothing is recorded of February 2031"))
    }

    @Test(
        "a month that is none exits with 64 and says what one is",
        arguments: ["2024", "2024-13", "May 2024", "2024-5", "2024-05-01"])
    func usage(month: String) throws {
        let folder = try TemporaryDirectory()
        let file = folder.path("out.html")
        let outcome = RecordedTerminal.run(["report", "--month", month, "-o", file])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("2026-07"), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("a ledger that is not there exits with 65")
    func missing() throws {
        let folder = try TemporaryDirectory()
        #expect(
            RecordedTerminal.run(["report", "--month", "2024-05", "--ledger", folder.path("none")]).status
                == 65)
    }
}
