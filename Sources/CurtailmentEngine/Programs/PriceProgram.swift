import GridUnits

/// Curtails each group while the marginal price is above its break-even, with hysteresis, dwell and restart cost.
struct PriceProgram: Hashable, Sendable {
    /// Where the program stands with one group.
    struct Hold: Hashable, Sendable {
        var isCurtailing = false
        /// The last change of mind; nil before the first, when both dwells count as met.
        var since: MonotonicInstant?
        var sinceUTC: UTCInstant?
    }

    /// A price and when it became known.
    struct Known: Hashable, Sendable {
        var signal: PriceSignal
        var receivedAt: UTCInstant
        var received: MonotonicInstant
    }

    /// The newest price of each market that decides, indexed as `Market.allCases`.
    private(set) var known: [Market: Known] = [:]
    private(set) var holds: [Hold]
    private(set) var overriddenUntil: MonotonicInstant?
    private(set) var overriddenUntilUTC: UTCInstant?
    private(set) var isStale = false

    init(groupCount: Int) { holds = Array(repeating: Hold(), count: groupCount) }

    init(holds: [Hold], known: [Market: Known], overriddenUntil: MonotonicInstant?, overriddenUntilUTC: UTCInstant?) {
        self.holds = holds
        self.known = known
        self.overriddenUntil = overriddenUntil
        self.overriddenUntilUTC = overriddenUntilUTC
    }

    /// Takes a price; an older span than the one known in its market is kept for settlement only, by others.
    mutating func take(_ signal: PriceSignal, at now: UTCInstant, monotonic: MonotonicInstant) {
        guard signal.market != .dam else { return }
        if let newest = known[signal.market], signal.start < newest.signal.start { return }
        known[signal.market] = Known(signal: signal, receivedAt: now, received: monotonic)
    }

    mutating func override(until: MonotonicInstant, utc: UTCInstant) {
        overriddenUntil = until
        overriddenUntilUTC = utc
    }

    /// The newest fresh SCED price, else the 15-minute price.
    func livePrice(policy: PricePolicy, now: MonotonicInstant) -> Known? {
        if let sced = known[.sced], now.since(sced.received) < policy.scedFreshFor { return sced }
        return known[.rtm] ?? known[.sced]
    }

    /// Brings every group's hold up to date.
    ///
    /// - Returns: the moment at which to look again though nothing was received.
    mutating func evaluate(
        model: SiteModel, policy: PricePolicy, now: MonotonicInstant, utc: UTCInstant
    ) -> MonotonicInstant? {
        if let until = overriddenUntil {
            guard now >= until else {
                for group in holds.indices { change(group, to: false, now: now, utc: utc) }
                return until
            }
            overriddenUntil = nil
            overriddenUntilUTC = nil
        }
        guard let live = livePrice(policy: policy, now: now) else { return nil }
        var next = Deadline(after: now)
        isStale = now.since(live.received) >= policy.staleAfter
        if live.signal.market == .sced, known[.rtm] != nil { next.add(live.received.advanced(by: policy.scedFreshFor)) }
        guard !isStale else {
            if policy.stance == .release {
                for group in holds.indices { change(group, to: false, now: now, utc: utc) }
            }
            return next.earliest
        }
        next.add(live.received.advanced(by: policy.staleAfter))
        guard let price = try? model.policy.economics.marginalPrice(live.signal.price) else { return next.earliest }
        for group in model.commandedGroups {
            guard let comparison = model.comparison(of: price, group: group, policy: policy) else { continue }
            guard let wanted = comparison.change(from: holds[group].isCurtailing) else { continue }
            let dwell = wanted ? policy.minimumUp : policy.minimumDown
            if let since = holds[group].since, now.since(since) < dwell {
                next.add(since.advanced(by: dwell))
            } else {
                change(group, to: wanted, now: now, utc: utc)
            }
        }
        return next.earliest
    }

    private mutating func change(_ group: Int, to isCurtailing: Bool, now: MonotonicInstant, utc: UTCInstant) {
        guard holds[group].isCurtailing != isCurtailing else { return }
        holds[group] = Hold(isCurtailing: isCurtailing, since: now, sinceUTC: utc)
    }
}
