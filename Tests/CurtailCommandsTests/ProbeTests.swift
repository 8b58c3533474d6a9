import ControlSocket
import Testing

@testable import CurtailCommands

@Suite("ProbeVerdict")
struct ProbeTests {
    private func status(alarms: [ControlValue] = [], source: String = "fresh", ledger: String = "writable")
        -> ControlValue
    {
        [
            "mode": "armed", "state": "running", "target_mw": "10", "commanded_mw": "10",
            "confirmed_mw": "10",
            "available_mw": "10", "metered_mw": nil, "alarms": .list(alarms),
            "sources": [["name": "prices", "condition": .text(source)]],
            "ledger": ["condition": .text(ledger)],
        ]
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
        let alarm: ControlValue = ["kind": "prc_low", "text": "PRC|low\nnow"]
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
        #expect(ProbeVerdict(status: [:]).state == .unknown)
        #expect(ProbeVerdict(.socketNotPermitted(path: "/x")).state == .unknown)
    }
}
