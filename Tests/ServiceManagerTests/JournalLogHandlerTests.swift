import Logging
import Testing

@testable import ServiceManager

@Suite("JournalLogHandler")
struct JournalLogHandlerTests {
    private let sink = RecordingSink<JournalRecord>()

    private func log(_ body: (Logger) -> Void) -> [JournalRecord] {
        let journal = Journal(deliver: sink.take)
        body(Logger(label: "nio") { JournalLogHandler(label: $0, journal: journal, level: .info) })
        #expect(journal.flush())
        return sink.all
    }

    @Test("a library's message keeps its level, its place and its details")
    func carriesMessage() throws {
        let records = log { $0.warning("slow", metadata: ["ms": "40", "at": "accept"]) }
        let record = try #require(records.first)
        #expect(record.priority == 4)
        #expect(record.messageID == nil)
        #expect(record.text == "nio: slow at=accept ms=40")
        #expect(record.fields.map(\.name) == ["CURTAIL_LOGGER", "CODE_FILE", "CODE_FUNC", "CODE_LINE"])
    }

    @Test("what is below the level is not written")
    func filters() { #expect(log { $0.debug("chatter") }.isEmpty) }

    @Test(
        "levels become syslog priorities",
        arguments: [
            (Logger.Level.trace, 7), (.debug, 7), (.info, 6), (.notice, 5), (.warning, 4), (.error, 3),
            (.critical, 2),
        ])
    func priorities(level: Logger.Level, priority: Int) {
        #expect(JournalLogHandler.priority(of: level) == priority)
    }
}
