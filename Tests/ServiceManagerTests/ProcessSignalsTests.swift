import Glibc
import Testing

@testable import ServiceManager

/// Each test that signals runs in a process of its own.
@Suite("ProcessSignals")
struct ProcessSignalsTests {
    @Test("every signal of the contract, sent to the process, arrives with its meaning and its sender")
    func meanings() async {
        await #expect(processExitsWith: .success) {
            let signals = try ProcessSignals()
            let first = __libc_current_sigrtmin()
            let expected: [(Int32, ReceivedProcessSignal.Kind, String)] =
                [
                    (SIGUSR1, .curtailEverything, "SIGUSR1"), (SIGUSR2, .release, "SIGUSR2"),
                    (SIGHUP, .reload, "SIGHUP"), (SIGTERM, .stop, "SIGTERM"), (SIGINT, .stop, "SIGINT"),
                ] + (1...9).map { (first + $0, .curtailPercent(Int($0) * 10), "SIGRTMIN+\($0)") }
            for (number, kind, name) in expected {
                #expect(kill(getpid(), number) == 0)
                var watched = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
                // Another thread may take the signal, so its record may come a little later.
                while unsafe poll(&watched, 1, 30_000) < 0 {}
                #expect(
                    signals.next()
                        == ReceivedProcessSignal(
                            kind: kind, name: name, senderPID: getpid(), senderUID: getuid()))
            }
            #expect(signals.next() == nil)
        }
    }

    @Test("a process that suspends with its main thread given away survives every signal")
    func survivesSuspension() async {
        await #expect(processExitsWith: .success) {
            let signals = try ProcessSignals()
            await Task.yield()
            _ = kill(getpid(), SIGTERM)
            var watched = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
            while unsafe poll(&watched, 1, 30_000) < 0 {}
            #expect(signals.next()?.issuer == "SIGTERM from uid \(getuid()) pid \(getpid())")
        }
    }

    @Test("signals wait in the order in which they came, real-time ones each for itself")
    func order() async {
        await #expect(processExitsWith: .success) {
            let signals = try ProcessSignals()
            unblockSignals()
            let level = __libc_current_sigrtmin() + 3
            for number in [SIGUSR1, level, level, SIGUSR2] { _ = pthread_kill(pthread_self(), number) }
            #expect(signals.next()?.kind == .curtailEverything)
            #expect(signals.next()?.kind == .curtailPercent(30))
            #expect(signals.next()?.kind == .curtailPercent(30))
            #expect(signals.next()?.kind == .release)
            #expect(signals.next() == nil)
        }
    }

    @Test("a flood of signals fills the pipe and stops nothing")
    func flood() async {
        await #expect(processExitsWith: .success) {
            let signals = try ProcessSignals()
            unblockSignals()
            for _ in 0..<20_000 { _ = pthread_kill(pthread_self(), SIGUSR1) }
            var count = 0
            while signals.next() != nil { count += 1 }
            #expect((1_000..<20_000).contains(count))
            _ = pthread_kill(pthread_self(), SIGTERM)
            #expect(signals.next()?.kind == .stop)
        }
    }

    @Test("a peer that hangs up does not end the process")
    func ignoresPipe() async {
        await #expect(processExitsWith: .success) {
            let signals = try ProcessSignals()
            _ = raise(SIGPIPE)
            #expect(signals.next() == nil)
        }
    }

    @Test("records that an event loop has read give the same signals; a cut one gives none")
    func readsRecords() {
        var record = [UInt8](repeating: 0, count: ProcessSignals.recordSize)
        record[0] = UInt8(SIGUSR2)
        record[4...5] = [0x39, 0x30]
        record[8] = 7
        let expected = ReceivedProcessSignal(kind: .release, name: "SIGUSR2", senderPID: 12_345, senderUID: 7)
        #expect(ProcessSignals.signals(in: record + record) == [expected, expected])
        #expect(ProcessSignals.signals(in: record.dropLast() + []) == [])
        #expect(ProcessSignals.signals(in: []) == [])
    }

    @Test("numbers outside the contract mean nothing", arguments: [SIGCHLD, SIGALRM, 34, 44, 64, 0, -1])
    func otherNumbers(number: Int32) {
        #expect(ProcessSignals.meaning(of: number) == nil)
    }
}

/// Lets this thread take signals: those that libdispatch makes have them blocked.
private func unblockSignals() {
    var signals = sigset_t()
    _ = unsafe sigfillset(&signals)
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
}
