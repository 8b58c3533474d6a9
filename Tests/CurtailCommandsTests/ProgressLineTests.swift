import SiteReports
import HostSystem
import Testing

@testable import CurtailCommands

@Suite("ProgressLine")
struct ProgressLineTests {
    /// What was painted, and a clock that a test sets.
    private final class Screen: Sendable {
        let state = Monitor((painted: [String](), now: ContinuousClock.now))

        var painted: [String] { state.withLock { $0.painted } }

        func advance(_ span: Duration) { state.withLock { $0.now += span } }

        func line(_ unit: String, isColoured: Bool = false) -> ProgressLine {
            ProgressLine(
                unit: unit, style: TextStyle(isColoured: isColoured),
                paint: { [self] text in state.withLock { $0.painted.append(text) } },
                now: { [self] in state.withLock { $0.now } })
        }
    }

    @Test("it says percent, how many of how many, and for how long")
    func words() {
        let screen = Screen()
        let line = screen.line("runs")
        screen.advance(.milliseconds(65_200))
        line.update(20, of: 60)
        #expect(screen.painted == ["\r[#########.....................]  33 %  20 of 60 runs  1:05\u{1B}[K"])
        line.finish()
        line.finish()
        #expect(screen.painted.dropFirst() == ["\r\u{1B}[K"])
    }

    @Test("it is drawn ten times a second at most, and never for what takes no time")
    func cheap() {
        let screen = Screen()
        let line = screen.line("runs")
        for done in 1...50 { line.update(done, of: 60) }
        line.finish()
        #expect(screen.painted.isEmpty)
        screen.advance(.milliseconds(100))
        for done in 51...60 { line.update(done, of: 60) }
        #expect(screen.painted.count == 1)
    }

    @Test("colours only where there are any")
    func colours() {
        let screen = Screen()
        let line = screen.line("runs", isColoured: true)
        screen.advance(.seconds(1))
        line.update(60, of: 60)
        #expect(screen.painted.first?.contains("\u{1B}[1m##########") == true)
    }

    @Test("nobody watches a pipe, and a document to a pipe is not disturbed")
    func silence() {
        func terminal(isInteractive: Bool, isWatched: Bool) -> Terminal {
            let paint: @Sendable (String) -> Void = { _ in }
            return Terminal(
                isInteractive: isInteractive, isColoured: false, write: { _ in }, complain: { _ in },
                paint: isWatched ? paint : nil)
        }
        let watched = terminal(isInteractive: false, isWatched: true)
        #expect(watched.progressLine("runs", isDocument: true) == nil)
        #expect(watched.progressLine("runs", isDocument: false) != nil)
        #expect(terminal(isInteractive: true, isWatched: true).progressLine("runs", isDocument: true) != nil)
        #expect(
            terminal(isInteractive: true, isWatched: false).progressLine("runs", isDocument: false) == nil)
    }
}
