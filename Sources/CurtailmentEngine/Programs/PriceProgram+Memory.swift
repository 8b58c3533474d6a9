package import SiteRecord
package import GridMarket
package import GridUnits

extension PriceProgram {
    /// The state that the price program carries over a restart.
    struct Memory: ProgramMemory {
        let prices: [EngineMemory.KnownPrice]
        let holds: [EngineMemory.GroupHold]
        /// The end of an operator's override.
        let overriddenUntil: UTCInstant?

        static let fields: Fields<Memory> = Fields(
            Memory.init(prices:holds:overriddenUntil:), Field("prices") { $0.prices },
            Field("holds") { $0.holds }, Field("overridden_until_ns") { $0.overriddenUntil })
    }

    func memory(site: SiteModel) -> (any ProgramMemory)? {
        Memory(
            prices: Market.allCases.compactMap { market in
                known[market].map {
                    EngineMemory.KnownPrice(signal: $0.signal, receivedAt: $0.receivedAt)
                }
            },
            holds: zip(site.policy.groups, holds).map { group, hold in
                EngineMemory.GroupHold(
                    group: group.name, isCurtailing: hold.isCurtailing, since: hold.sinceUTC)
            }, overriddenUntil: overriddenUntilUTC)
    }

    mutating func recover(_ memory: any ProgramMemory, site: SiteModel, clock: RecoveredClock) {
        guard let memory = memory as? Memory else { return }
        for price in memory.prices {
            known[price.signal.market] = Known(
                signal: price.signal, receivedAt: price.receivedAt,
                received: clock.monotonic(of: price.receivedAt))
        }
        for (index, group) in site.policy.groups.enumerated() {
            guard let hold = memory.holds.first(where: { $0.group == group.name }) else { continue }
            holds[index] = Hold(
                isCurtailing: hold.isCurtailing, since: hold.since.map(clock.monotonic(of:)),
                sinceUTC: hold.since)
        }
        overriddenUntil = memory.overriddenUntil.map(clock.monotonic(of:))
        overriddenUntilUTC = memory.overriddenUntil
    }
}

extension EngineMemory {
    /// Where the price program stands with one group.
    package struct GroupHold: FieldRecord, Hashable, Sendable {
        /// The group's name.
        package var group: String
        /// Whether the price holds the group down.
        package var isCurtailing: Bool
        /// Since its last change of mind; nil before the first.
        package var since: UTCInstant?

        package static let fields: Fields<GroupHold> = Fields(
            GroupHold.init(group:isCurtailing:since:), Field("group") { $0.group },
            Field("curtailing") { $0.isCurtailing }, Field("since_ns") { $0.since })

        package init(group: String, isCurtailing: Bool, since: UTCInstant?) {
            self.group = group
            self.isCurtailing = isCurtailing
            self.since = since
        }
    }

    /// A price with the time at which it became known.
    package struct KnownPrice: FieldRecord, Hashable, Sendable {
        /// The price as it came.
        package var signal: PriceSignal
        /// When it came, by the wall clock.
        package var receivedAt: UTCInstant

        package static let fields: Fields<KnownPrice> = Fields(
            KnownPrice.init(signal:receivedAt:), Field("price") { $0.signal },
            Field("received_ns") { $0.receivedAt })

        package init(signal: PriceSignal, receivedAt: UTCInstant) {
            self.signal = signal
            self.receivedAt = receivedAt
        }
    }

    private var price: PriceProgram.Memory? { programs[.price] as? PriceProgram.Memory }

    /// The newest price of each market that decides.
    package var prices: [KnownPrice] { price?.prices ?? [] }
}
