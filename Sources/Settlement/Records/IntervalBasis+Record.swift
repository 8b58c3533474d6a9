import GridMarket
package import SiteRecord
import CurtailmentEngine
import GridUnits

extension IntervalBasis: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("start_ns", interval.start)
            writer.member("policy", policyNumber)
            writer.member("uusd_ph_day", hashprice)
            writer.member(ifPresent: "metered_uws", metered)
            writer.member(ifPresent: "meter_gap", meterGap?.rawValue)
            writer.member(ifPresent: "unwatched_ns", unwatched > .zero ? unwatched : nil)
            if !curtailments.isEmpty {
                writer.member("curtailments") { $0.array(curtailments) { $1.write(to: &$0) } }
            }
            if !ended.isEmpty { writer.member("ended") { $0.array(ended) { $1.write(to: &$0) } } }
            writer.member(ifPresent: "price_uusd_mwh", price)
            writer.member(
                ifPresent: "price_source", priceSource == .published ? nil : priceSource.rawValue)
            writer.member(ifPresent: "dam_uusd_mwh", dayAheadPrice)
            if !capacityPrices.isEmpty {
                let products = capacityPrices.sorted { $0.key < $1.key }
                writer.member("capacity") { writer in
                    writer.array(products) { writer, product in
                        writer.object { writer in
                            writer.member("product", product.key)
                            writer.member(ifPresent: "dam_uusd_mw_h", product.value.dayAhead)
                            writer.member(ifPresent: "rtm_uusd_mw_h", product.value.realTime)
                        }
                    }
                }
            }
            if !awards.isEmpty { writer.member("awards") { $0.array(awards) { $1.write(to: &$0) } } }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        interval = SettlementInterval(containing: try value.instant("start_ns"))
        policyNumber = try value.integer("policy")
        hashprice = try value.quantity("uusd_ph_day")
        metered = try value.optionalEnergy("metered_uws")
        meterGap = try value.optionalName("meter_gap")
        unwatched = try value.optionalSpan("unwatched_ns") ?? .zero
        curtailments = try value.records(ifPresent: "curtailments")
        ended = try value.records(ifPresent: "ended")
        price = try value.optionalQuantity("price_uusd_mwh")
        priceSource = try value.optionalName("price_source") ?? .published
        dayAheadPrice = try value.optionalQuantity("dam_uusd_mwh")
        var capacity: [String: IntervalFacts.CapacityPrices] = [:]
        for product in value.optional("capacity") == nil ? [] : try value.array("capacity") {
            capacity[try product.text("product")] = IntervalFacts.CapacityPrices(
                dayAhead: try product.optionalQuantity("dam_uusd_mw_h"),
                realTime: try product.optionalQuantity("rtm_uusd_mw_h"))
        }
        capacityPrices = capacity
        awards = try value.records(ifPresent: "awards")
    }

    /// The price the interval was settled at; nil where it had none.
    package var settlementPrice: SettlementPrice? {
        price.map { SettlementPrice(price: $0, source: priceSource) }
    }
}

extension IntervalBasis.Curtailment: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("event", event)
            writer.member("program", program.rawValue)
            writer.member("shadow", isShadow)
            writer.member("started_ns", startedAt)
            writer.member(ifPresent: "baseline", baseline)
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        self.init(
            event: try value.integer("event"), program: try value.name("program"),
            isShadow: try value.boolean("shadow"), startedAt: try value.instant("started_ns"),
            baseline: try value.optionalRecord("baseline"))
    }
}

extension CanonicalValue {
    /// Reads nested records that are left out where there are none.
    func records<Record: CanonicallyRecorded>(
        ifPresent key: String, as type: Record.Type = Record.self
    ) throws(CanonicalFailure) -> [Record] {
        optional(key) == nil ? [] : try records(key)
    }
}
