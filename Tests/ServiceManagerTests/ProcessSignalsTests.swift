import Glibc
import Testing

@testable import ServiceManager

/// Each test that signals runs in a process of its own and signals its own thread, which has the signals blocked.
@Suite("ProcessSignals")
struct ProcessSignalsTests {
    @Test("every signal of the contract arrives with its meaning and its sender")
    func meanings() async {
        await #expect(processExitsWith: .success) {
            ProcessSignals.block()
            let signals = try ProcessSignals()
            let first = __libc_current_sigrtmin()
            let expected: [(Int32, ReceivedProcessSignal.Kind, String)] =
                [
                    (SIGUSR1, .curtailEverything, "SIGUSR1"), (SIGUSR2, .release, "SIGUSR2"),
                    (SIGHUP, .reload, "SIGHUP"), (SIGTERM, .stop, "SIGTERM"), (SIGINT, .stop, "SIGINT"),
                ] + (1...9).map { (first + $0, .curtailPercent(Int($0) * 10), "SIGRTMIN+\($0)") }
            for (number, kind, name) in expected {
                #expect(pthread_kill(pthread_self(), number) == 0)
                #expect(
                    signals.next()
                        == ReceivedProcessSignal(
                            kind: kind, name: name, senderPID: getpid(), senderUID: getuid()))
            }
            #expect(signals.next() == nil)
        }
    }

    @Test("a standard signal sent twice is one, a real-time signal sent twice is two")
    func coalescing() async {
        await #expect(processExitsWith: .success) {
            ProcessSignals.block()
            let signals = try ProcessSignals()
            let level = __libc_current_sigrtmin() + 3
            for number in [SIGUSR1, SIGUSR1, level, level] { _ = pthread_kill(pthread_self(), number) }
            #expect(signals.next()?.kind == .curtailEverything)
            #expect(signals.next()?.kind == .curtailPercent(30))
            #expect(signals.next()?.kind == .curtailPercent(30))
            #expect(signals.next() == nil)
        }
    }

    @Test("a signal that comes before the descriptor is open is kept")
    func keptWhileBlocked() async {
        await #expect(processExitsWith: .success) {
            ProcessSignals.block()
            _ = pthread_kill(pthread_self(), SIGUSR1)
            let signal = try ProcessSignals().next()
            #expect(signal?.issuer == "SIGUSR1 from uid \(getuid()) pid \(getpid())")
        }
    }

    @Test("a peer that hangs up does not end the process")
    func ignoresPipe() async {
        await #expect(processExitsWith: .success) {
            ProcessSignals.block()
            _ = raise(SIGPIPE)
        }
    }

    @Test("records that an event loop has read give the same signals; a cut one gives none")
    func readsRecords() {
        var record = [UInt8](repeating: 0, count: ProcessSignals.recordSize)
        record[0] = UInt8(SIGUSR2)
        record[12...13] = [0x39, 0x30]
        record[16] = 7
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
