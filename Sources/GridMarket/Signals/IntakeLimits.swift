package import GridUnits

/// How old, how early and how many: what the intake accepts of signals that are themselves plausible.
package struct IntakeLimits: Hashable, Sendable {
    /// A frequency sample may be so far ahead of our clock.
    package var frequencyAhead: TimeSpan = .seconds(5)
    /// Signals of other kinds may be so far ahead of our clock.
    package var otherAhead: TimeSpan = .seconds(300)
    /// A day-ahead price may begin so far ahead.
    package var dayAheadAhead: TimeSpan = .seconds(172_800)
    /// A price of capacity for a whole term, as ERS has them, may begin so far ahead.
    package var termAhead: TimeSpan = .seconds(92 * 86_400)
    /// A frequency sample older than this at its receipt is history.
    package var frequencyAge: TimeSpan = .seconds(5)
    /// Other signals; counted from the end of their span where they have one.
    package var otherAge: TimeSpan = .seconds(86_400)
    /// Prices, awards and usages of spans that ERCOT settles: the last scheduled settlement of an operating day is
    /// 180 days after it, and what it rests on is corrected until then.
    package var settlementAge: TimeSpan = .seconds(200 * 86_400)
    /// Things whose last value is remembered, for each source; the oldest is forgotten beyond it.
    package var trackedKeys = 4_096
    /// Names by which senders of one source call themselves; beyond it they share one.
    package var senders = 64

    package init() {}
}

extension IntakeLimits {
    /// How far ahead of now a price of a market may begin.
    func ahead(of market: Market) -> TimeSpan {
        switch market {
        case .sced, .rtm: otherAhead
        case .dam: dayAheadAhead
        }
    }

    /// A price that settles its span is of use as long as that span is settled again.
    func age(of market: Market) -> TimeSpan {
        switch market {
        case .sced: otherAge
        case .rtm, .dam: settlementAge
        }
    }
}

/// When a signal was sent and received, to judge whether it comes too early or too late.
package struct SignalReceipt: Sendable {
    /// The sender's time, where it gave one.
    let at: UTCInstant?
    let receivedAt: UTCInstant
    let limits: IntakeLimits

    /// Creates a receipt by this host's clock.
    package init(at: UTCInstant?, receivedAt: UTCInstant, limits: IntakeLimits) {
        self.at = at
        self.receivedAt = receivedAt
        self.limits = limits
    }

    /// Refuses a sender's time that cannot be or lies ahead.
    ///
    /// - Throws: `absurd` or `future`.
    package func checkSenderTime() throws(SignalRejection) {
        guard let at else { return }
        try SignalRange.check(at, "at")
        try refuseFuture(at, "at", beyond: limits.otherAhead)
    }

    /// Refuses a time ahead of now by more than a limit, named as the sender names it.
    func refuseFuture(_ instant: UTCInstant, _ name: String, beyond limit: TimeSpan) throws(SignalRejection) {
        let ahead = TimeSpan(nanoseconds: instant.nanoseconds(since: receivedAt))
        guard ahead > limit else { return }
        throw SignalRejection(
            .future,
            "\(name) \(instant.milliseconds) is \(ahead.wholeSeconds) s ahead of this host's clock, more than "
                + "\(limit.wholeSeconds) s; compare the clocks: chronyc tracking")
    }

    /// Refuses a time longer ago than a limit, named as the sender names it.
    func refuseAncient(_ instant: UTCInstant, _ name: String, beyond limit: TimeSpan) throws(SignalRejection)
    {
        let age = TimeSpan(nanoseconds: receivedAt.nanoseconds(since: instant))
        guard age > limit else { return }
        throw SignalRejection(
            .ancient,
            "\(name) \(instant.milliseconds) is \(age.wholeSeconds) s ago, more than \(limit.wholeSeconds) s")
    }

    /// Refuses a sender's time that is history.
    func refuseAncient() throws(SignalRejection) {
        if let at { try refuseAncient(at, "at", beyond: limits.otherAge) }
    }
}

extension TimeSpan {
    /// Whole seconds, rounded towards zero.
    package var wholeSeconds: Int64 { nanoseconds / 1_000_000_000 }
}
