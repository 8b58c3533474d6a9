import ControlSocket
import ControlLoop
import CurtailmentEngine
import GridUnits
import LedgerStore

/// What was known of prices at an instant, held against each group's break-even.
struct KnownPrices {
    /// The price in force and when it was received; nil before the first.
    private(set) var price: (signal: PriceSignal, receivedAt: UTCInstant)?
    private(set) var groups: [GroupVerdict] = []
    private let policy: SitePolicy?
    private var overriddenUntil: UTCInstant?
    private let instant: UTCInstant

    /// Prices and commands looked at backwards before the search is given up.
    private static let searched = 2_000

    init(_ reader: LedgerReader, at instant: UTCInstant, sequence: Int64) throws {
        self.instant = instant
        policy = try reader.policy(at: sequence)
        var hashprice = policy?.economics.dollarsPerPetahashDay
        var known: [Market: (signal: PriceSignal, receivedAt: UTCInstant)] = [:]
        let events = try reader.inputs(
            of: [.started, .hashprice, .command], upTo: sequence, limit: Self.searched)
        let sinceStart = events.prefix { if case .started = $0.event { false } else { true } }
        // Oldest first: what the run before left, then what came after.
        for input in events.prefix(sinceStart.count + 1).reversed() {
            switch input.event {
            case .started(let recovery):
                hashprice = recovery.memory.hashprice ?? hashprice
                overriddenUntil = recovery.memory.priceOverriddenUntil
                for price in recovery.memory.prices {
                    known[price.signal.market] = (price.signal, price.receivedAt)
                }
            case .signal(let stamped):
                if case .hashprice(let signal) = stamped.signal { hashprice = signal.dollarsPerPetahashDay }
            case .command(let command):
                if case .override(.price, let span) = command.action {
                    overriddenUntil = input.at.advanced(byNanoseconds: span.nanoseconds)
                }
            case .frequency, .fleet, .timer, .policy, .clockStepped, .ledger: break
            }
        }
        let received = try reader.inputs(of: [.price], upTo: sequence, limit: 64)
        for input in received.reversed() where input.at <= instant {
            guard case .signal(let stamped) = input.event, case .price(let signal) = stamped.signal else {
                continue
            }
            if let before = known[signal.market], signal.start < before.signal.start { continue }
            known[signal.market] = (signal, input.at)
        }
        price = Self.live(known, policy: policy?.price, at: instant)
        if let policy, let hashprice, let price {
            groups = policy.groups.compactMap {
                GroupVerdict($0, policy: policy, hashprice: hashprice, price: price.signal.price, at: instant)
            }
        }
    }

    /// The newest fresh SCED price, else the 15-minute price.
    private static func live(
        _ known: [Market: (signal: PriceSignal, receivedAt: UTCInstant)], policy: PricePolicy?,
        at now: UTCInstant
    ) -> (signal: PriceSignal, receivedAt: UTCInstant)? {
        if let sced = known[.sced], let policy,
            now.nanoseconds(since: sced.receivedAt) < policy.scedFreshFor.nanoseconds
        {
            return sced
        }
        return known[.rtm] ?? known[.sced]
    }

    /// Price against break-even, group by group, and what kept the price program from acting.
    func sentences(isCurtailed: Bool) -> [String] {
        guard let policy else { return ["No configuration had been recorded."] }
        guard let program = policy.price else { return ["The price program is off in the configuration."] }
        guard let price else {
            return ["No price had been received: before the first nothing is curtailed for price."]
        }
        let age = instant.nanoseconds(since: price.receivedAt) / 1_000_000_000
        var lines = [
            "The price known then: \(price.signal.price.decimal) USD/MWh (\(price.signal.market.rawValue), "
                + "\(price.signal.start.seconds) to \(price.signal.end.seconds)), received \(age) s before."
        ]
        if age * 1_000_000_000 >= program.staleAfter.nanoseconds {
            lines.append(
                "It was stale (limit \(program.staleAfter.decimalSeconds) s); stance \(program.stance.rawValue)."
            )
        }
        if let until = overriddenUntil, until > instant {
            lines.append("The price program was overridden by an operator until \(until.seconds).")
        }
        lines += groups.map { $0.sentence(program, isCurtailed: isCurtailed) }
        return lines
    }
}

/// One group's break-even beside a price.
struct GroupVerdict {
    let name: String
    let isCommanded: Bool
    /// Microdollars per megawatt-hour at the site meter, exact.
    let price: Fraction
    let breakEven: Fraction
    let margin: Fraction

    /// Nil when the group's numbers do not fit.
    init?(
        _ group: GroupPolicy, policy: SitePolicy, hashprice: Money, price: EnergyPrice, at instant: UTCInstant
    ) {
        guard let marginal = try? policy.economics.marginalPrice(price, at: instant),
            let breakEven = try? group.breakEven(economics: policy.economics, hashprice: hashprice),
            let margin = try? marginal.plus(Fraction(-breakEven.numerator, over: breakEven.denominator))
        else { return nil }
        name = group.name
        isCommanded = group.isCommanded
        self.price = marginal
        self.breakEven = breakEven
        self.margin = margin
    }

    var document: ControlValue {
        [
            "name": .text(name), "is_commanded": .bool(isCommanded),
            "price_usd_per_mwh": .dollars(exactMicrodollars: price),
            "break_even_usd_per_mwh": .dollars(exactMicrodollars: breakEven),
            "margin_usd_per_mwh": .dollars(exactMicrodollars: margin),
        ]
    }

    func sentence(_ policy: PricePolicy, isCurtailed: Bool) -> String {
        let numbers =
            "\(Self.text(price)) USD/MWh against break-even \(Self.text(breakEven)), margin \(Self.text(margin))"
        guard isCommanded else { return "Group \(name): \(numbers); it is never commanded." }
        guard margin > .zero else { return "Group \(name): \(numbers): running earned more than it cost." }
        guard !isCurtailed else { return "Group \(name): \(numbers): worth curtailing." }
        let hours = try? Fraction(
            Int128(max(policy.minimumDown, .seconds(SettlementInterval.lengthSeconds)).nanoseconds),
            over: 3_600_000_000_000)
        if let hours, let gain = try? margin.times(hours),
            gain <= Fraction(whole: Int128(policy.restartCostPerMegawatt.microdollars))
        {
            return "Group \(name): \(numbers): the gain did not exceed the restart cost of "
                + "\(policy.restartCostPerMegawatt.decimal) USD/MW."
        }
        return
            "Group \(name): \(numbers): above break-even, but its shortest time up (\(policy.minimumUp.decimalSeconds) s), "
            + "an override or a stale price kept it running."
    }

    private static func text(_ amount: Fraction) -> String {
        DecimalText.formatRounded(amount.roundedHalfToEven, scale: 6, places: 2)
    }
}
