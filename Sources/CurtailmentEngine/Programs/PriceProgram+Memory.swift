package import SiteRecord
package import GridMarket
package import GridUnits

extension PriceProgram {
    /// What the price program remembers over a restart.
    struct Memory: ProgramMemory {
        let prices: [EngineMemory.KnownPrice]
        let holds: [EngineMemory.GroupHold]
        /// Until when an operator has overridden the program.
        let overriddenUntil: UTCInstant?
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
    package struct GroupHold: Hashable, Sendable {
        package var group: String
        package var isCurtailing: Bool
        /// Since its last change of mind; nil before the first.
        package var since: UTCInstant?

        package init(group: String, isCurtailing: Bool, since: UTCInstant?) {
            self.group = group
            self.isCurtailing = isCurtailing
            self.since = since
        }
    }

    /// A price with the time at which it became known.
    package struct KnownPrice: Hashable, Sendable {
        package var signal: PriceSignal
        package var receivedAt: UTCInstant

        package init(signal: PriceSignal, receivedAt: UTCInstant) {
            self.signal = signal
            self.receivedAt = receivedAt
        }
    }

    private var price: PriceProgram.Memory? { programs[.price] as? PriceProgram.Memory }

    /// The newest price of each market that decides.
    package var prices: [KnownPrice] { price?.prices ?? [] }
}

extension PriceProgram.Memory: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("prices") { $0.array(prices) { $1.write(to: &$0) } }
            writer.member("holds") { $0.array(holds) { $1.write(to: &$0) } }
            writer.member(ifPresent: "overridden_until_ns", overriddenUntil)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            prices: try value.records("prices"), holds: try value.records("holds"),
            overriddenUntil: try value.optionalInstant("overridden_until_ns"))
    }
}

extension EngineMemory.GroupHold: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("group", group)
            writer.member("curtailing", isCurtailing)
            writer.member(ifPresent: "since_ns", since)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            group: try value.text("group"), isCurtailing: try value.boolean("curtailing"),
            since: try value.optionalInstant("since_ns"))
    }
}

extension EngineMemory.KnownPrice: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("price", signal)
            writer.member("received_ns", receivedAt)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(signal: try value.record("price"), receivedAt: try value.instant("received_ns"))
    }
}
