package import GridUnits

/// How the fleet paces itself; the shipped values fit a real site, tests and the demo take shorter ones.
package struct FleetTuning: Hashable, Sendable {
    /// When a unit that acknowledged an order is read back, counted from the acknowledgement; ends early when
    /// settled.
    package var confirmAfter: [TimeSpan] = [
        .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(15), .seconds(30),
    ]
    /// A step that takes longer no longer counts as work in progress, so that hung units do not use up the
    /// connections.
    package var slowAfter = TimeSpan.milliseconds(250)
    /// Wait before the first retry; doubled for each further one.
    package var firstBackoff = TimeSpan.milliseconds(250)
    /// The longest wait between attempts at a unit that does not answer.
    package var longestBackoff = TimeSpan.seconds(5)
    /// The first round of polls takes no longer than this: after a start nothing is known of any unit.
    package var firstRound = TimeSpan.seconds(1)
    /// Orders and read requests that may wait for the fleet's thread.
    package var mailboxLimit = 1024
    /// How exactly deadlines, retries and read-backs are kept.
    package var tick = TimeSpan.milliseconds(20)

    package init() {}

    /// The wait before one more attempt, when so many (at least 1) have failed.
    func backoff(after attempt: Int) -> TimeSpan {
        let doubled = Int128(firstBackoff.nanoseconds) << min(max(attempt - 1, 0), 20)
        return TimeSpan(nanoseconds: Int64(min(doubled, Int128(longestBackoff.nanoseconds))))
    }
}
