import SiteReports
import HostSystem

/// One line on standard error that says how far a long command has come, and is gone when it is done.
///
/// Drawn at most ten times a second, and not at all for what takes no time.
final class ProgressLine: Sendable {
    private struct State {
        var calls = 0
        var drawn: ContinuousClock.Instant
        var isShown = false
    }

    private let unit: String
    private let style: TextStyle
    private let paint: @Sendable (String) -> Void
    private let start: ContinuousClock.Instant
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Monitor<State>

    private static let period = Duration.milliseconds(100)
    /// Calls between two looks at the clock, where there are many.
    private static let stride = 32
    private static let barWidth = 30

    /// - Parameters:
    ///   - unit: what is counted, in the plural.
    ///   - style: emphasis of the bar.
    ///   - paint: puts text on the screen as it is.
    ///   - now: the monotonic clock.
    init(
        unit: String, style: TextStyle, paint: @escaping @Sendable (String) -> Void,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.unit = unit
        self.style = style
        self.paint = paint
        self.now = now
        start = now()
        state = Monitor(State(drawn: start))
    }

    /// Notes how far it has come; from any thread.
    func update(_ done: Int, of total: Int) {
        state.withLock { state in
            state.calls += 1
            guard total <= 10_000 || state.calls % Self.stride == 0 else { return }
            let now = now()
            guard now - state.drawn >= Self.period else { return }
            state.drawn = now
            state.isShown = true
            paint("\r" + text(done, of: total, elapsed: now - start) + "\u{1B}[K")
        }
    }

    /// Takes the line off the screen.
    func finish() {
        state.withLock { state in
            if state.isShown { paint("\r\u{1B}[K") }
            state.isShown = false
        }
    }

    private func text(_ done: Int, of total: Int, elapsed: Duration) -> String {
        let percent = total > 0 ? min(100, done * 100 / total) : 0
        let full = percent * Self.barWidth / 100
        let bar =
            style.heading(String(repeating: "#", count: full))
            + String(repeating: ".", count: Self.barWidth - full)
        let seconds = elapsed.components.seconds
        let padded = seconds % 60 < 10 ? "0\(seconds % 60)" : "\(seconds % 60)"
        return "[\(bar)] \("\(percent)".fitted(to: 3, isRight: true)) %  \(done) of \(total) \(unit)  "
            + "\(seconds / 60):\(padded)"
    }
}
