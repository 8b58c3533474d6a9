import ControlSocket
import GridUnits
import SiteReports
import Testing

@testable import CurtailCommands

@Suite("ProbeVerdict")
struct ProbeTests {
    private func status(
        alarms: [Status.AlarmLine] = [], source: String = "fresh", ledger: String = "writable"
    ) -> Status.Reply {
        var status = PageTests.status
        status.state = "running"
        status.target = .megawatts(10)
        status.commanded = .megawatts(10)
        status.confirmed = .megawatts(10)
        status.available = .megawatts(10)
        status.alarms = alarms
        status.sources = [Status.Source(name: "prices", condition: source, age: nil, lastValue: nil)]
        status.ledger = Status.LedgerState(head: nil, condition: ledger)
        return status
    }

    @Test("a quiet site is OK, with performance data")
    func quiet() {
        let verdict = ProbeVerdict(status: status())
        #expect(
            verdict.line
                == "CURTAILD OK - armed, running, 10.000 of 10.000 MW | target=10MW commanded=10MW confirmed=10MW"
        )
    }

    @Test("an alarm or a stale source warns")
    func warns() {
        #expect(ProbeVerdict(status: status(source: "stale")).state == .warning)
        let alarm = Status.AlarmLine(
            kind: "prc_low", since: UTCInstant(secondsSinceEpoch: 0), text: "PRC|low\nnow")
        let verdict = ProbeVerdict(status: status(alarms: [alarm]))
        #expect(verdict.state == .warning)
        #expect(!verdict.line.contains("\n"))
        #expect(verdict.line.contains("PRC/low now"))
    }

    @Test("a blocked ledger and a daemon that is not there are critical")
    func critical() {
        #expect(ProbeVerdict(status: status(ledger: "blocked")).state == .critical)
        #expect(ProbeVerdict(.notReachable(path: "/x", cause: "")).state == .critical)
    }

    @Test("what cannot be judged is unknown")
    func unknown() {
        #expect(ProbeVerdict(.badAnswer(path: "/x", problem: "no mode")).state == .unknown)
        #expect(ProbeVerdict(.socketNotPermitted(path: "/x")).state == .unknown)
    }
}
