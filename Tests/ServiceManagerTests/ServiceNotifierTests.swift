import CurtailTesting
import Glibc
import GridUnits
import Testing

@testable import ServiceManager

@Suite("ServiceNotifier")
struct ServiceNotifierTests {
    @Test("sends reports as one datagram each call, in the order given")
    func sendsReports() async {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryDirectory()
            let manager = NotifySocket(path: "\(folder.path)/notify")
            let notifier = ServiceNotifier()
            #expect(try notifier.send(.ready, .status("running at 100 MW")) == .sent)
            #expect(manager.receive() == "READY=1\nSTATUS=running at 100 MW")
            try notifier.send(.stopping)
            #expect(manager.receive() == "STOPPING=1")
            try notifier.send(.watchdog)
            #expect(manager.receive() == "WATCHDOG=1")
            try notifier.send(.errorNumber(13))
            #expect(manager.receive() == "ERRNO=13")
        }
    }

    @Test("a reload carries the monotonic time without which newer managers wait for ever")
    func reloadCarriesTime() async {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryDirectory()
            let manager = NotifySocket(path: "\(folder.path)/notify")
            let before = MonotonicClock.now.nanoseconds / 1_000
            try ServiceNotifier().send(.reloading)
            let lines = manager.receive().split(separator: "\n")
            #expect(lines.first == "RELOADING=1")
            let stamp = lines.last.flatMap { Int64($0.dropFirst("MONOTONIC_USEC=".count)) }
            #expect(lines.count == 2)
            #expect(stamp.map { $0 >= before && $0 <= MonotonicClock.now.nanoseconds / 1_000 } == true)
        }
    }

    @Test("started by hand it says so and fails nothing")
    func startedByHand() async {
        await #expect(processExitsWith: .success) {
            _ = unsafe unsetenv("NOTIFY_SOCKET")
            _ = unsafe unsetenv("WATCHDOG_USEC")
            let delivery = try ServiceNotifier().send(.ready)
            #expect(delivery == .noServiceManager)
            #expect(ServiceNotifier.watchdogInterval == nil)
        }
    }

    @Test("a manager that cannot be reached is an error with the errno and a command to type")
    func unreachableManager() async {
        await #expect(processExitsWith: .success) {
            _ = unsafe setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1)
            let failure = #expect(throws: NotifyFailure.self) { try ServiceNotifier().send(.ready) }
            #expect(failure?.errorNumber == ENOENT)
            #expect(failure?.description.contains("systemctl show curtaild") == true)
        }
    }

    @Test("the watchdog's interval is read for this process and for no other")
    func watchdogInterval() async {
        await #expect(processExitsWith: .success) {
            _ = unsafe setenv("WATCHDOG_USEC", "20000000", 1)
            _ = unsafe setenv("WATCHDOG_PID", "\(getpid())", 1)
            #expect(ServiceNotifier.watchdogInterval == .seconds(20))
            _ = unsafe setenv("WATCHDOG_PID", "1", 1)
            #expect(ServiceNotifier.watchdogInterval == nil)
        }
    }

    @Test("a status with line breaks cannot pass for a second report")
    func statusStaysOneLine() {
        #expect(ServiceNotifier.assignment(.status("running\nSTOPPING=1")) == "STATUS=running STOPPING=1")
    }
}
