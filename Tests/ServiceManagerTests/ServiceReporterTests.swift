import SitePorts
import SiteLoop
import GridUnits
import HostSystem
import Testing

@testable import ServiceManager

@Suite("ServiceReporter")
struct ServiceReporterTests {
    private let records = RecordingSink<JournalRecord>()
    private let reports = RecordingSink<ServiceNotifier.Report>()

    private func reporter(
        interval: TimeSpan?,
        now: @escaping @Sendable () -> MonotonicInstant = { MonotonicInstant(nanoseconds: 0) }
    ) -> (ServiceReporter, Journal) {
        let journal = Journal(deliver: records.take)
        return (
            ServiceReporter(journal: journal, watchdogInterval: interval, now: now, notify: reports.take),
            journal
        )
    }

    @Test("the watchdog is fed by finished passes and by nothing else")
    func fedByPasses() {
        let time = Monitor<Int64>(0)
        let (reporter, journal) = reporter(
            interval: .seconds(4), now: { MonotonicInstant(nanoseconds: time.withLock { $0 }) })
        reporter.write(JournalEntry(.started, .notice, "started"))
        time.withLock { $0 = 60_000_000_000 }
        #expect(journal.flush())
        #expect(reports.all.isEmpty)
        reporter.passFinished()
        reporter.passFinished()
        #expect(reports.all == [.watchdog])
        time.withLock { $0 += 1_000_000_000 }
        reporter.passFinished()
        #expect(reports.all == [.watchdog, .watchdog])
    }

    @Test("without a watching manager passes are reported to nobody")
    func unwatched() {
        let (reporter, _) = reporter(interval: nil)
        reporter.passFinished()
        #expect(reports.all.isEmpty)
    }

    @Test("a status line is sent when it changes, not when it is repeated")
    func statusOnChange() {
        let (reporter, _) = reporter(interval: nil)
        for line in ["running", "running", "curtailed", "running"] { reporter.setStatus(line) }
        #expect(reports.all == [.status("running"), .status("curtailed"), .status("running")])
    }

    @Test("entries reach the journal in order")
    func entriesInOrder() {
        let (reporter, journal) = reporter(interval: nil)
        for number in 0..<100 { reporter.write(JournalEntry(.alarm, .warning, "\(number)")) }
        #expect(journal.flush())
        #expect(records.all.map(\.text) == (0..<100).map { "\($0)" })
    }
}
