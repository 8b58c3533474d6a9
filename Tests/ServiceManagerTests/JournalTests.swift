import CurtailTesting
import SiteLoop
import SitePorts
import Dispatch
import Foundation
import GridUnits
import Testing

@testable import ServiceManager

@Suite("Journal")
struct JournalTests {
    private static let entry = JournalEntry(
        .curtailmentBegan, .notice, "Curtailed to 60 MW",
        fields: [.targetMegawatts: "60", .event: "42", .reason: "price_above_break_even"])

    @Test("an entry becomes one record with prefixed fields in a fixed order")
    func recordOfEntry() {
        let record = JournalRecord(Self.entry)
        #expect(
            record.assignments == [
                "MESSAGE=Curtailed to 60 MW", "PRIORITY=5", "SYSLOG_IDENTIFIER=curtaild",
                "MESSAGE_ID=0c2f3d6a7e914d1fb5a2d1c3f7b86403", "CURTAIL_EVENT=42",
                "CURTAIL_REASON=price_above_break_even", "CURTAIL_TARGET_MW=60",
            ])
    }

    @Test("without a journal the entry is text with its priority in front and its fields behind")
    func prefixedText() {
        #expect(
            JournalRecord(Self.entry).prefixedLine
                == "<5>Curtailed to 60 MW [CURTAIL_EVENT=42 CURTAIL_REASON=price_above_break_even "
                + "CURTAIL_TARGET_MW=60]")
    }

    @Test(
        "a person at a terminal reads words, not numbers",
        arguments: [
            (JournalEntry.Priority.critical, "CRITICAL: x"), (.error, "error: x"), (.warning, "warning: x"),
            (.notice, "x"), (.information, "x"),
        ])
    func plainText(priority: JournalEntry.Priority, line: String) {
        #expect(JournalRecord(JournalEntry(.alarm, priority, "x")).plainLine == line)
    }

    @Test("a text with line breaks cannot pass for a second entry")
    func oneLine() {
        let record = JournalRecord(JournalEntry(.alarm, .error, "one\n<0>two", fields: [.unit: "a\u{1B}[2J"]))
        #expect(record.prefixedLine == "<3>one <0>two [CURTAIL_UNIT=a [2J]")
    }

    @Test("every field name is one that journald keeps", arguments: JournalField.allCases)
    func fieldNames(field: JournalField) {
        let name = "CURTAIL_\(field.rawValue)"
        #expect(name.utf8.count <= 64)
        #expect(name.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" })
    }

    @Test("text goes to the descriptor, one line an entry")
    func writesText() throws {
        let folder = try TemporaryDirectory()
        let path = "\(folder.path)/text"
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        let handle = try #require(FileHandle(forWritingAtPath: path))
        var output = JournalOutput(destination: .prefixedText, textDescriptor: handle.fileDescriptor)
        output.write(JournalRecord(Self.entry))
        output = JournalOutput(destination: .plainText, textDescriptor: handle.fileDescriptor)
        output.write(JournalRecord(Self.entry))
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("<5>Curtailed") == true)
        #expect(lines.last == "Curtailed to 60 MW")
    }

    @Test("entries beyond the limit are dropped, counted and reported once the journal moves again")
    func boundedBacklog() {
        let sink = RecordingSink<JournalRecord>()
        let gate = DispatchSemaphore(value: 0)
        let journal = Journal(limit: 3) { record in
            if sink.all.isEmpty { gate.wait() }
            sink.take(record)
        }
        for number in 0..<10 { journal.write(JournalEntry(.alarm, .warning, "\(number)")) }
        #expect(!journal.flush(milliseconds: 1))
        gate.signal()
        #expect(journal.flush())
        #expect(sink.all.map(\.text).filter { $0.count == 1 } == ["0", "1", "2"])
        #expect(sink.all.contains { $0.text.hasPrefix("7 journal entries were dropped") })
        #expect(sink.all.count == 4)
    }
}

@Suite("JournalDestination")
struct JournalDestinationTests {
    @Test(
        "the journal is used only when standard error leads there and somebody listens",
        arguments: [
            ("8:100", "8:100", false, true, JournalDestination.journal),
            ("8:100", "8:100", false, false, .prefixedText),
            ("8:100", "8:200", false, true, .prefixedText),
            ("8:100", "8:200", true, true, .plainText),
            (nil, "8:100", false, true, .prefixedText),
            (nil, "8:100", true, true, .plainText),
            (nil, nil, false, false, .prefixedText),
        ] as [(String?, String?, Bool, Bool, JournalDestination)])
    func chooses(
        stream: String?, standardError: String?, isTerminal: Bool, hasSocket: Bool,
        expected: JournalDestination
    ) {
        let circumstances = JournalDestination.Circumstances(
            journalStream: stream, standardError: standardError, isTerminal: isTerminal,
            hasJournalSocket: hasSocket)
        #expect(JournalDestination(circumstances) == expected)
    }
}
