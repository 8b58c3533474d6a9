import Glibc
import Testing

@testable import HostSystem

@Suite("SerialWorker", .timeLimit(.minutes(1)))
struct SerialWorkerTests {
    @Test("does jobs in the order given, one at a time")
    func order() {
        let done = Monitor<[Int]>([])
        let worker = SerialWorker(name: "order")
        for number in 0..<100 { worker.perform { done.change { $0.append(number) } } }
        #expect(worker.flush())
        #expect(done.withLock { $0 } == Array(0..<100))
        worker.stop()
    }

    @Test("refuses jobs beyond its limit, the one being done among them, and takes more once it is through")
    func limit() {
        let gate = Monitor(false)
        let worker = SerialWorker(name: "limit", limit: 3)
        let accepted = (0..<10).map { _ in
            worker.perform { gate.wait { $0 ? .done(()) : .wait(nanoseconds: nil) } }
        }
        #expect(accepted == [true, true, true] + Array(repeating: false, count: 7))
        #expect(!worker.flush(milliseconds: 1))
        gate.change { $0 = true }
        #expect(worker.flush())
        #expect(worker.perform {})
    }

    @Test("does a delayed job after its time, and none that is not due when it stops")
    func delayed() {
        let done = Monitor<[String]>([])
        let worker = SerialWorker(name: "delayed")
        worker.perform(afterMilliseconds: 3_600_000) { done.change { $0.append("never") } }
        worker.perform(afterMilliseconds: 10) { done.change { $0.append("later") } }
        worker.perform { done.change { $0.append("now") } }
        done.wait { $0.count == 2 ? .done(()) : .wait(nanoseconds: nil) }
        worker.stop()
        #expect(done.withLock { $0 } == ["now", "later"])
        #expect(!worker.perform {})
    }

    @Test("runs its thread so many steps below the process")
    func niceness() {
        let kind = __priority_which_t(PRIO_PROCESS.rawValue)
        let own = getpriority(kind, 0)
        let found = Monitor<Int32?>(nil)
        let worker = SerialWorker(name: "nice", niceness: 7)
        worker.perform { found.change { $0 = getpriority(kind, 0) } }
        #expect(worker.flush())
        #expect(found.withLock { $0 } == min(19, own + 7))
        #expect(getpriority(kind, 0) == own)
    }

    @Test("a lock that another thread holds is not waited for")
    func ifFree() throws {
        let monitor = Monitor(1)
        let isHeld = Monitor(false)
        let isOver = Monitor(false)
        let thread = try HostThread(name: "holder") {
            monitor.withLock { _ in
                isHeld.change { $0 = true }
                isOver.wait { $0 ? .done(()) : .wait(nanoseconds: nil) }
            }
        }
        isHeld.wait { $0 ? .done(()) : .wait(nanoseconds: nil) }
        #expect(monitor.withLockIfFree { $0 } == nil)
        isOver.change { $0 = true }
        thread.join()
        #expect(monitor.withLockIfFree { $0 } == 1)
    }
}
