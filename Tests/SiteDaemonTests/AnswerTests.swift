import ControlSocket
import SiteReports
import Testing

@testable import SiteDaemon

@Suite("Answers")
struct AnswerTests {
    @Test("the daemon has an answer to every call that it offers")
    func complete() {
        for call in SiteCalls.interface.calls {
            #expect(call is any DaemonAnswered.Type || call is any LedgerCall.Type, "\(call)")
        }
    }
}
