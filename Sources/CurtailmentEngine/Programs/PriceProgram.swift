import GridMarket
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
    /// The instant of the last evaluation, whose contract terms its demand is by.
    private(set) var evaluatedAt = UTCInstant(secondsSinceEpoch: 0)
    /// Since when a price has been waited for, while none has come.
    private(set) var waitingSince: MonotonicInstant?

    init(groupCount: Int) { holds = Array(repeating: Hold(), count: groupCount) }

    init(
        holds: [Hold], known: [Market: Known], overriddenUntil: MonotonicInstant?,
        overriddenUntilUTC: UTCInstant?
    ) {
        self.holds = holds
        self.known = known
        self.overriddenUntil = overriddenUntil
        self.overriddenUntilUTC = overriddenUntilUTC
    }

    /// A price whose span is over for longer than this corrects a settlement and is no news.
    static let newsAge = TimeSpan.seconds(86_400)

    /// Takes a price; an older span than the one known in its market is kept for settlement only, by others.
    mutating func take(_ signal: PriceSignal, at now: UTCInstant, monotonic: MonotonicInstant) {
        guard signal.market != .dam, now.nanoseconds(since: signal.end) <= Self.newsAge.nanoseconds else {
            return
        }
        if let newest = known[signal.market], signal.start < newest.signal.start { return }
        known[signal.market] = Known(signal: signal, receivedAt: now, received: monotonic)
    }

    mutating func override(until: MonotonicInstant, utc: UTCInstant) {
        overriddenUntil = until
        overriddenUntilUTC = utc
    }

    /// The newest fresh SCED price, else the 15-minute price; the later of the two once that is stale as well.
    func livePrice(policy: PricePolicy, now: MonotonicInstant) -> Known? {
        guard let sced = known[.sced] else { return known[.rtm] }
        guard now >= endOfFreshness(sced, policy: policy), let rtm = known[.rtm] else { return sced }
        return now.since(rtm.received) < policy.staleAfter || sced.received <= rtm.received ? rtm : sced
    }

    /// When a price is too old to be preferred: its age counts from the start of its span, however late it came.
    private func endOfFreshness(_ price: Known, policy: PricePolicy) -> MonotonicInstant {
        let late = max(.zero, TimeSpan(nanoseconds: price.receivedAt.nanoseconds(since: price.signal.start)))
        return price.received.advanced(by: policy.scedFreshFor - late)
    }

    /// Moves what is remembered in UTC with a step of the wall clock, so that a restart measures the same spans.
    mutating func clockStepped(byNanoseconds step: Int64) {
        overriddenUntilUTC = overriddenUntilUTC?.advanced(byNanoseconds: step)
        for group in holds.indices {
            holds[group].sinceUTC = holds[group].sinceUTC?.advanced(byNanoseconds: step)
        }
    }

    /// Brings every group's hold up to date.
    ///
    /// - Returns: the moment at which to look again though nothing was received.
    mutating func evaluate(
        model: SiteModel, policy: PricePolicy, now: MonotonicInstant, utc: UTCInstant
    ) -> MonotonicInstant? {
        var next = Deadline(after: now)
        evaluatedAt = utc
        let live = livePrice(policy: policy, now: now)
        let heard = live?.received ?? waitingSince ?? now
        if live == nil { waitingSince = heard }
        isStale = now.since(heard) >= policy.staleAfter
        next.add(heard.advanced(by: policy.staleAfter))
        if let until = overriddenUntil {
            guard now >= until else {
                for group in holds.indices { change(group, to: false, now: now, utc: utc) }
                next.add(until)
                return next.earliest
            }
            overriddenUntil = nil
            overriddenUntilUTC = nil
        }
        guard let live else { return next.earliest }
        if live.signal.market == .sced, known[.rtm] != nil { next.add(endOfFreshness(live, policy: policy)) }
        guard !isStale else {
            if policy.stance == .release {
                for group in holds.indices { change(group, to: false, now: now, utc: utc) }
            }
            return next.earliest
        }
        let economics = model.policy.economics
        next.add(economics.nextTerms(after: utc).map { now.advanced(by: Self.wait(until: $0, at: utc)) })
        guard let price = try? economics.marginalPrice(live.signal.price, at: utc) else {
            return next.earliest
        }
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

    /// A deadline far away is only one to look again at: this run's clock need not reach so far.
    private static func wait(until instant: UTCInstant, at now: UTCInstant) -> TimeSpan {
        TimeSpan(nanoseconds: min(instant.nanoseconds(since: now), 400 * 86_400 * 1_000_000_000))
    }

    private mutating func change(_ group: Int, to isCurtailing: Bool, now: MonotonicInstant, utc: UTCInstant)
    {
        guard holds[group].isCurtailing != isCurtailing else { return }
        holds[group] = Hold(isCurtailing: isCurtailing, since: now, sinceUTC: utc)
    }
}
