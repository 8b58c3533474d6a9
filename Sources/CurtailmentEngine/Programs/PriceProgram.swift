import SiteRecord
import GridMarket
import GridUnits

/// Curtails each group while the marginal price is above its break-even, with hysteresis, dwell and restart cost.
struct PriceProgram: SiteProgram {
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

        /// The moment from which the price grows old: its receipt, or the end of its span where that was earlier.
        var youngUntil: MonotonicInstant {
            received.advanced(by: TimeSpan(nanoseconds: min(0, signal.end.nanoseconds(since: receivedAt))))
        }
    }

    /// The newest price of each market that decides.
    var known: [Market: Known] = [:]
    /// By group.
    var holds: [Hold]
    var overriddenUntil: MonotonicInstant?
    var overriddenUntilUTC: UTCInstant?
    private(set) var isStale = false
    /// The last evaluation: its contract terms are those of the demand.
    private(set) var evaluatedAt: (now: MonotonicInstant, utc: UTCInstant)?
    /// The moment from which a price has been awaited; nil once one has come.
    private var waitingSince: MonotonicInstant?
    private(set) var policy: PricePolicy?

    static let kind = ProgramKind(
        program: .price, title: "price response",
        sentences: [
            .priceAboveBreakEven: "price {price} > break-even {break_even*} USD/MWh",
            .priceWithinHysteresis:
                "price {price} USD/MWh is not yet below break-even {break_even} by the band",
            .priceMinimumDown: "price {price} USD/MWh is low again, the shortest time down is not over",
            .priceStaleHold: "the price is stale, its last demand is held",
            .priceStaleCurtail: "the price is stale, the site's stance is to curtail",
        ], section: Key(PricePolicy.section, \.price), mayBeOverridden: true,
        make: { site in PriceProgram(site) },
        memory: Memory.self)

    private init(_ site: SiteModel) {
        policy = site.policy.price
        holds = Array(repeating: Hold(), count: site.policy.groups.count)
    }

    mutating func apply(
        _ event: EngineEvent, at moment: Moment, site: SiteModel, books: inout ProgramBooks,
        turn: inout ProgramTurn
    ) {
        switch event {
        case .signal(let stamped):
            guard case .price(let signal) = stamped.signal else { return }
            record(signal, at: moment)
            turn.isMemoryChanged = true
        case .clockStepped(let step):
            // So that a restart measures the same spans.
            overriddenUntilUTC = overriddenUntilUTC?.advanced(byNanoseconds: step)
            for group in holds.indices {
                holds[group].sinceUTC = holds[group].sinceUTC?.advanced(byNanoseconds: step)
            }
        case .started, .frequency, .fleet, .command, .timer, .policy, .ledger: break
        }
    }

    /// Records a price to decide by.
    ///
    /// A span that is older than the one known in its market, or over for so long that its price is stale as it comes,
    /// settles only: a feed that catches up brings what was true hours ago.
    private mutating func record(_ signal: PriceSignal, at moment: Moment) {
        let price = Known(signal: signal, receivedAt: moment.utc, received: moment.now)
        let staleAfter = policy?.staleAfter ?? PricePolicy().staleAfter
        guard signal.market != .dam, moment.now.since(price.youngUntil) < staleAfter else { return }
        if let newest = known[signal.market], signal.start < newest.signal.start { return }
        known[signal.market] = price
    }

    mutating func override(until: MonotonicInstant, utc: UTCInstant) {
        overriddenUntil = until
        overriddenUntilUTC = utc
    }

    mutating func adopt(_ site: SiteModel, after before: SiteModel) {
        var next = PriceProgram(site)
        for (group, policy) in site.policy.groups.enumerated() {
            guard let known = before.policy.groups.firstIndex(where: { $0.name == policy.name }) else {
                continue
            }
            next.holds[group] = holds[known]
        }
        next.known = known
        next.overriddenUntil = overriddenUntil
        next.overriddenUntilUTC = overriddenUntilUTC
        self = next
    }

    /// The newest fresh SCED price, else the 15-minute price; the later of the two once that is stale as well.
    ///
    /// A 15-minute price is published when its interval is over: it does not displace a SCED price of a later span.
    func livePrice(policy: PricePolicy, now: MonotonicInstant) -> Known? {
        guard let sced = known[.sced] else { return known[.rtm] }
        guard now >= endOfFreshness(sced, policy: policy), let rtm = known[.rtm],
            sced.signal.start < rtm.signal.end
        else { return sced }
        return now.since(rtm.youngUntil) < policy.staleAfter || sced.youngUntil <= rtm.youngUntil ? rtm : sced
    }

    /// When a price is too old to be preferred: its age counts from the start of its span, however late it came.
    private func endOfFreshness(_ price: Known, policy: PricePolicy) -> MonotonicInstant {
        let late = max(.zero, TimeSpan(nanoseconds: price.receivedAt.nanoseconds(since: price.signal.start)))
        return price.received.advanced(by: policy.scedFreshFor - late)
    }

    mutating func evaluate(
        at moment: Moment, site: SiteModel, books: inout ProgramBooks, turn: inout ProgramTurn
    ) -> Wish? {
        guard let policy else { return nil }
        let before = holds
        evaluate(policy, at: moment, site: site, next: &turn.deadline)
        if holds != before { turn.isMemoryChanged = true }
        return wish(policy, site: site, now: moment.now)
    }

    /// Brings every group's hold up to date.
    private mutating func evaluate(
        _ policy: PricePolicy, at moment: Moment, site: SiteModel, next: inout Deadline
    ) {
        let (now, utc) = (moment.now, moment.utc)
        evaluatedAt = (now, utc)
        let live = livePrice(policy: policy, now: now)
        let heard = live?.youngUntil ?? waitingSince ?? now
        if live == nil { waitingSince = heard }
        isStale = now.since(heard) >= policy.staleAfter
        next.add(heard.advanced(by: policy.staleAfter))
        if let until = overriddenUntil {
            guard now >= until else {
                for group in holds.indices { change(group, to: false, now: now, utc: utc) }
                next.add(until)
                return
            }
            overriddenUntil = nil
            overriddenUntilUTC = nil
        }
        guard let live else { return }
        if live.signal.market == .sced, known[.rtm] != nil { next.add(endOfFreshness(live, policy: policy)) }
        guard !isStale else {
            if policy.stance == .release {
                for group in holds.indices { change(group, to: false, now: now, utc: utc) }
            }
            return
        }
        let economics = site.policy.economics
        next.add(economics.nextTerms(after: utc).map { now.advanced(by: Self.wait(until: $0, at: utc)) })
        guard let price = try? economics.marginalPrice(live.signal.price, at: utc) else { return }
        for group in site.commandedGroups {
            guard let comparison = site.comparison(of: price, group: group, policy: policy) else { continue }
            guard let wanted = comparison.change(from: holds[group].isCurtailing) else { continue }
            let dwell = wanted ? policy.minimumUp : policy.minimumDown
            if let since = holds[group].since, now.since(since) < dwell {
                next.add(since.advanced(by: dwell))
            } else {
                change(group, to: wanted, now: now, utc: utc)
            }
        }
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
