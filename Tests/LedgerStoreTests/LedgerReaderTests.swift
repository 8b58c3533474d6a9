import CurtailTesting
import GridMarket
import SiteLoop
import CurtailmentEngine
import Foundation
import GRDB
import GridUnits
import HostSystem
import Settlement
import Testing

@testable import LedgerStore

@Suite("LedgerReader")
struct LedgerReaderTests {
    /// Locks of this process on a file (proc_locks(5)).
    private func locks(on path: String) throws -> Int {
        let inode = try FileFacts(of: path).inode
        let locks = try String(contentsOfFile: "/proc/locks", encoding: .utf8)
        return locks.split(separator: "\n").count {
            $0.contains("POSIX") && $0.contains(" \(getpid()) ") && $0.contains(":\(inode) ")
        }
    }

    @Test("a reader beside the writer leaves the writer's locks alone")
    func locks() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(Samples.day)
        let before = try locks(on: folder.ledger) + locks(on: folder.ledger + "-shm")
        try #require(before > 0)
        var reader: LedgerReader? = try LedgerReader(path: folder.ledger)
        _ = try reader?.head()
        reader = nil
        #expect(try locks(on: folder.ledger) + locks(on: folder.ledger + "-shm") == before)
        try ledger.close()
    }

    private func filled(_ folder: TemporaryDirectory) throws -> Ledger {
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append(Samples.day)
        return ledger
    }

    @Test("events are found by span and program, newest last, in their newest state")
    func events() throws {
        let folder = try TemporaryDirectory()
        _ = try filled(folder)
        let reader = try LedgerReader(path: folder.ledger)
        #expect(try reader.events().map(\.event.id) == [1, 2])
        #expect(try reader.events(limit: 1).map(\.event.id) == [2])
        #expect(try reader.events(since: Samples.instant(5_401)).map(\.event.id) == [2])
        #expect(try reader.events(until: Samples.instant(6_000)).map(\.event.id) == [1])
        #expect(try reader.events(program: .manual).map(\.event.id) == [1])
        #expect(try reader.events(program: .rrs).isEmpty)
        #expect(try reader.event(1)?.event == Samples.event(1, state: .completed, to: 5_400))
        #expect(try reader.event(3) == nil)
    }

    @Test("SQLite finds no problem in the file of a healthy ledger, with whichever version it is linked")
    func healthyFile() throws {
        let folder = try TemporaryDirectory()
        _ = try filled(folder)
        #expect(try LedgerReader(path: folder.ledger).fileProblems() == [])
    }

    @Test("decisions are found by event, number and instant")
    func decisions() throws {
        let folder = try TemporaryDirectory()
        _ = try filled(folder)
        let reader = try LedgerReader(path: folder.ledger)
        #expect(try reader.decisions(ofEvent: 1).map(\.decision.id) == [3, 4, 5, 6])
        #expect(try reader.decision(inForceAt: Samples.instant(-1)) == nil)
        #expect(try reader.decision(inForceAt: Samples.instant(900))?.decision.id == 2)
        #expect(try reader.decision(inForceAt: Samples.instant(899))?.decision.id == 1)
        #expect(try reader.decision(4)?.decision == Samples.decision(4, event: 1, second: 2_700))
        #expect(
            try reader.decisions(from: Samples.instant(900), until: Samples.instant(2_700)).map(\.decision.id)
                == [2, 3])
    }

    @Test("credits count the newest version of a claim once", arguments: [CreditGrouping.day, .month])
    func credits(period: CreditGrouping) throws {
        let folder = try TemporaryDirectory()
        let ledger = try filled(folder)
        try ledger.append([Samples.claim(0, .energyAvoided, dollars: 7, isShadow: false)])
        let lines = try LedgerReader(path: folder.ledger).credits(by: period)
        #expect(lines.map(\.label) == [period == .day ? "2026-07-22" : "2026-07"])
        // Four of the first version, the revised one, and the one that is revised here; six of lost hash.
        let avoided = Money.dollars(310_007)
        let lost = Money.dollars(-16_068)
        #expect(lines.first?.amounts == [.energyAvoided: avoided, .lostHash: lost])
        #expect(lines.first?.net == avoided + lost)
        #expect(lines.first?.curtailed == .megawattHours(150))
        #expect(lines.first?.isEstimate == true)
        #expect(lines.first?.isShadow == false)
    }

    @Test(
        "credits stand by interval and by the program of the event, shadow apart, within the days asked for")
    func creditLines() throws {
        let folder = try TemporaryDirectory()
        let ledger = try filled(folder)
        try ledger.append([Samples.claim(1, .energyAvoided, dollars: 1, group: "ghost", isShadow: true)])
        // 05:00Z is midnight in Texas: the next operating day.
        try ledger.append([Samples.claim(29, .energyAvoided, dollars: 5)])
        let reader = try LedgerReader(path: folder.ledger)
        let day = try #require(CalendarDate(year: 2026, month: 7, day: 22))
        let intervals = try reader.credits(through: day, by: .interval)
        #expect(intervals.count == 7)
        #expect(intervals.prefix(3).map(\.isShadow) == [false, false, true])
        #expect(intervals.first?.label == "2026-07-22T21:45:00.000Z")
        #expect(try reader.credits(from: day.advanced(byDays: 1), by: .day).map(\.net) == [.dollars(5)])
        let programs = try reader.credits(through: day, by: .program)
        #expect(programs.map(\.label) == ["price", "price"])
    }

    @Test("sums of a gigawatt-year do not overflow")
    func largeSums() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        try ledger.append((0..<400).map { Samples.claim($0, .energyAvoided, dollars: 1, group: "g\($0)") })
        let sum = try LedgerReader(path: folder.ledger).credits(by: .month).reduce(Energy.zero) {
            $0 + $1.curtailed
        }
        #expect(sum == .megawattHours(10_000))
    }

    @Test("sources are replaced by what is said of them last")
    func sources() throws {
        let folder = try TemporaryDirectory()
        let ledger = try Ledger(path: folder.ledger)
        var source = LedgerSource(
            name: "relay1", kind: "unix-datagram", condition: "fresh", lastAt: Samples.start,
            lastValue: "59.98 Hz",
            accepted: 5, rejected: 1, lastReason: "not a number", updatedAt: Samples.start)
        try ledger.recordSources([source])
        source.accepted = 6
        source.lastValue = nil
        try ledger.recordSources([source])
        #expect(try LedgerReader(path: folder.ledger).sources() == [source])
    }

    @Test("a running ledger, a stopped one and one that nobody may write can all be read")
    func openings() throws {
        let folder = try TemporaryDirectory()
        let ledger = try filled(folder)
        #expect(try LedgerReader(path: folder.ledger).head().rows == Int64(Samples.day.count))
        try ledger.close()
        #expect(!FileManager.default.fileExists(atPath: folder.ledger + "-wal"))
        let reader = try LedgerReader(path: folder.ledger)
        #expect(try reader.head().rows == Int64(Samples.day.count))
        #expect(try reader.fileProblems().isEmpty)
        var configuration = Configuration()
        configuration.readonly = true
        let immutable = try DatabaseQueue(
            path: LedgerReader.immutableAddress(of: folder.ledger), configuration: configuration)
        #expect(
            try immutable.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM chain") }
                == Samples.day.count)
    }

    @Test("a reader cannot write")
    func readOnly() throws {
        let folder = try TemporaryDirectory()
        _ = try filled(folder)
        let reader = try LedgerReader(path: folder.ledger)
        #expect(throws: DatabaseError.self) {
            try reader.queue.write { try $0.execute(sql: "DELETE FROM chain") }
        }
    }

    @Test(
        "another process reads the newest rows while the ledger is open",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3")))
    func otherProcess() throws {
        let folder = try TemporaryDirectory()
        let ledger = try filled(folder)
        for round in 1...3 {
            try ledger.append([Samples.timer(Int64(round))])
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
            process.arguments = [
                "-readonly", folder.ledger, "SELECT count(*) FROM chain; SELECT count(*) FROM v_claims",
            ]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(text == "\(Samples.day.count + round)\n12\n")
        }
    }
}
