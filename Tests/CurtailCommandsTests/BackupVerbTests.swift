import CurtailTesting
import Foundation
import HostSystem
import LedgerStore
import Settlement
import Testing

@testable import CurtailCommands

@Suite("backup, restore and verify --head")
struct BackupVerbTests {
    private let folder: TemporaryDirectory
    private let ledger: String
    private let copy: String

    init() throws {
        folder = try TemporaryDirectory()
        let configuration = try folder.write(ReplayFiles.configuration(), to: "site.yaml")
        let prices = try folder.write(ReplayFiles.prices(["50", "150", "130", "90"]), to: "prices.csv")
        ledger = folder.path("ledger.sqlite")
        copy = folder.path("copy.sqlite")
        let outcome = RecordedTerminal.run([
            "replay", "--config", configuration, "--prices", prices, "--ledger", ledger,
        ])
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    private func head() throws -> LedgerHead { try LedgerReader(path: ledger).head() }

    @Test("a backup says rows and head, verifies, and refuses a name that is taken with 73")
    func backup() throws {
        let head = try head()
        let outcome = RecordedTerminal.run(["backup", copy, "--ledger", ledger])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("\(head.rows) rows, head \(head.digest)"))
        #expect(RecordedTerminal.run(["verify", copy]).status == 0)
        let again = RecordedTerminal.run(["backup", copy, "--ledger", ledger])
        #expect(again.status == 73)
        #expect(again.errors.contains("Nothing was changed. Name another file"))
        let document = RecordedTerminal.run(["backup", copy + "2", "--ledger", ledger, "--json"]).output
        #expect(document.hasPrefix(#"{"schema":"curtaild.backup/1","ledger":""#))
        #expect(document.contains(#""rows":\#(head.rows),"head":"\#(head.digest)""#))
        #expect(RecordedTerminal.run(["backup", copy + "3", "--ledger", folder.path("none")]).status == 65)
    }

    @Test("a restore verifies the backup, keeps the ledger before and says how to go on")
    func restore() throws {
        #expect(RecordedTerminal.run(["backup", copy, "--ledger", ledger]).status == 0)
        let before = try head()
        let outcome = RecordedTerminal.run(["restore", copy, "--ledger", ledger])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("\(before.rows) rows, head \(before.digest)"))
        #expect(outcome.output.contains("The ledger before is \(ledger).replaced-20"))
        #expect(outcome.output.hasSuffix("systemctl start curtaild\n"))
        #expect(try head() == before)
        let fresh = folder.path("fresh.sqlite")
        let document = RecordedTerminal.run(["restore", copy, "--ledger", fresh, "--json"]).output
        #expect(document.contains(#""kept":null,"rows_before":null}"#), "\(document)")
    }

    @Test("while a daemon holds the state folder a restore exits with 75 and changes nothing")
    func locked() throws {
        #expect(RecordedTerminal.run(["backup", copy, "--ledger", ledger]).status == 0)
        let names = try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)).union(["lock"])
        let lock = try InstanceLock(path: folder.path("lock"))
        let outcome = RecordedTerminal.run(["restore", copy, "--ledger", ledger])
        #expect(outcome.status == 75)
        #expect(outcome.errors.contains("Nothing was changed. Stop it first: systemctl stop curtaild"))
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == names)
        withExtendedLifetime(lock) {}
    }

    @Test("damaged, foreign and missing backups are refused with 65, the ledger itself with 64")
    func refused() throws {
        #expect(RecordedTerminal.run(["backup", copy, "--ledger", ledger]).status == 0)
        let before = try Data(contentsOf: URL(fileURLWithPath: ledger))
        var bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
        let price = try #require(bytes.range(of: Data(#""uusd_mwh":150000000"#.utf8)))
        bytes[price.upperBound - 9] = UInt8(ascii: "2")
        try bytes.write(to: URL(fileURLWithPath: copy))
        let damaged = RecordedTerminal.run(["restore", copy, "--ledger", ledger])
        #expect(damaged.status == 65)
        #expect(damaged.errors.contains("its digest does not agree"), "\(damaged.errors)")
        #expect(damaged.errors.contains("Nothing was changed. Take another backup."))
        let foreign = try folder.write("a letter", to: "letter")
        let refused = RecordedTerminal.run(["restore", foreign, "--ledger", ledger])
        #expect(refused.status == 65 && refused.errors.contains("is not a ledger of curtaild"))
        #expect(RecordedTerminal.run(["restore", folder.path("none"), "--ledger", ledger]).status == 65)
        #expect(RecordedTerminal.run(["restore", ledger, "--ledger", ledger]).status == 64)
        #expect(RecordedTerminal.run(["restore", copy, "--ledger", folder.path("no/l.sqlite")]).status == 73)
        #expect(try Data(contentsOf: URL(fileURLWithPath: ledger)) == before)
    }

    @Test("a head of the journal is found with the rows after it, and missed when the tail is cut")
    func journalledHead() throws {
        let end = try head()
        let found = RecordedTerminal.run(["verify", ledger, "--head", end.digest.uppercased()])
        #expect(found.status == 0)
        #expect(found.output.contains("is row \(end.rows); 0 rows follow it"), "\(found.output)")
        // A cut ledger: the same records but the last, which its own digests cannot tell.
        var records: [LedgerRecord] = []
        _ = try ChainVerifier(LedgerReader(path: ledger)).walk { _, entry in
            if case .record(let record) = entry.content { records.append(record) }
            return nil
        }
        let shorter = try Ledger(path: folder.path("shorter.sqlite"))
        let middle = try shorter.append(Array(records.prefix(3)))
        try shorter.close()
        let cut = RecordedTerminal.run(["verify", folder.path("shorter.sqlite"), "--head", end.digest])
        #expect(cut.status == 65)
        #expect(cut.output.contains("MISSING: no row of"), "\(cut.output)")
        #expect(cut.errors.contains("--head \(end.digest)"))
        let document = RecordedTerminal.run(["verify", ledger, "--head", middle, "--json"])
        #expect(document.status == 0)
        #expect(document.output.contains(#""row":3,"rows_after":\#(end.rows - 3)}"#), "\(document.output)")
        for wrong in ["12", String(repeating: "g", count: 64)] {
            #expect(RecordedTerminal.run(["verify", ledger, "--head", wrong]).status == 64)
        }
    }

    @Test("a ledger that is cut off is to be restored, not to be given another owner")
    func malformed() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("ledger.sqlite")
        try Ledger(path: path).close()
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try whole.prefix(whole.count / 2 + 100).write(to: URL(fileURLWithPath: path))
        let outcome = RecordedTerminal.run(["verify", path])
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("curtailctl restore BACKUP"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("ls -l"))
    }

    @Test("a copy that has no folder names the folder")
    func noFolder() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("ledger.sqlite")
        try Ledger(path: path).close()
        let outcome = RecordedTerminal.run(["backup", folder.path("none/copy.sqlite"), "--ledger", path])
        #expect(outcome.status == 73)
        #expect(outcome.errors.contains("ls -ld \(folder.path("none"));"), "\(outcome.errors)")
    }
}
