import Dispatch
import Testing

@testable import ServiceManager

@Suite("ReportQueue")
struct ReportQueueTests {
    @Test("a manager that does not read holds up nobody, and is told the newest line only")
    func coalesces() {
        let sent = RecordingSink<ServiceNotifier.Report>()
        let isStuck = DispatchSemaphore(value: 0)
        let isFree = DispatchSemaphore(value: 0)
        let queue = ReportQueue { report in
            sent.take(report)
            guard report == .status("first") else { return }
            isStuck.signal()
            isFree.wait()
        }
        queue.add(.status("first"))
        isStuck.wait()
        for number in 0..<1_000 {
            queue.add(.status("line \(number)"))
            queue.add(.watchdog)
        }
        isFree.signal()
        queue.flush()
        #expect(sent.all == [.status("first"), .status("line 999"), .watchdog])
    }

    @Test("reports go out in order, and again after the queue has run empty")
    func order() {
        let sent = RecordingSink<ServiceNotifier.Report>()
        let queue = ReportQueue { sent.take($0) }
        for line in ["one", "two", "three"] {
            queue.add(.status(line))
            queue.flush()
        }
        #expect(sent.all == [.status("one"), .status("two"), .status("three")])
    }
}
