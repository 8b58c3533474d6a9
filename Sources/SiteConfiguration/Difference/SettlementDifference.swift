import GridMarket
import GridUnits
import Settlement

/// What changes in contracts, emergency response and coincident peaks.
enum SettlementDifference {
    /// One entry of a list, by what tells it from the others.
    private struct Entry {
        let name: String
        let settings: [EffectiveSettings.Setting]

        init(_ name: String, _ settings: [(key: String, text: String)]) {
            self.name = name
            self.settings = settings.map { EffectiveSettings.Setting(key: $0.key, text: $0.text) }
        }
    }

    static func changes(_ old: SettlementPolicy, _ new: SettlementPolicy) -> [String] {
        // The first contract is what economics says, whose own changes are reported as such.
        changes(
            old.contracts.entries.dropFirst().map(contract), new.contracts.entries.dropFirst().map(contract))
            + changes(old.emergencyResponse.map(response), new.emergencyResponse.map(response))
            + changes(old.coincidentPeak.map(peaks), new.coincidentPeak.map(peaks))
    }

    private static func changes(_ old: [Entry], _ new: [Entry]) -> [String] {
        let removed = old.filter { entry in !new.contains { $0.name == entry.name } }
        return removed.map { "\($0.name) removed" }
            + new.flatMap { entry -> [String] in
                guard let was = old.first(where: { $0.name == entry.name }) else {
                    return ["\(entry.name) added"]
                }
                return changes(was, entry)
            }
    }

    private static func changes(_ old: Entry, _ new: Entry) -> [String] {
        let keys = old.settings.map(\.key) + new.settings.map(\.key)
        var seen: Set<String> = []
        return keys.filter { seen.insert($0).inserted }.compactMap { key in
            let was = old.settings.first { $0.key == key }?.text ?? "none"
            let isNow = new.settings.first { $0.key == key }?.text ?? "none"
            return was == isNow ? nil : "\(new.name): \(key) \(was) → \(isNow)"
        }
    }

    private static func contract(_ entry: EffectiveDated<ContractTerms>.Entry) -> Entry {
        let terms = entry.value
        let block = terms.block.map { block in
            "\(block.quantity.decimal) MW at \(block.price.decimal) USD/MWh, "
                + (block.hasResale ? "resold" : "not resold")
        }
        return Entry(
            "contract from \(entry.firstDay)",
            [
                ("qse_share", EffectiveSettings.decimal(terms.qseShare)),
                ("loss_factor", EffectiveSettings.decimal(terms.lossFactor)),
                ("adder_usd_per_mwh", terms.adder.decimal),
                ("resale_fee_usd_per_mwh", terms.resaleFee.decimal), ("block", block ?? "none"),
            ])
    }

    private static func response(_ contract: EmergencyResponseContract) -> Entry {
        let rule = contract.availabilityRule
        let periods = contract.periods.map { period in
            (
                key: "period \(period.name)",
                text: "\(period.hoursEnding.lowerBound)-\(period.hoursEnding.upperBound) "
                    + "\(period.days.rawValue) \(period.capacity.decimal) MW at \(period.price.decimal) USD/MW-h"
            )
        }
        return Entry(
            "\(contract.program) from \(contract.firstDay)",
            [
                ("to", "\(contract.lastDay)"),
                ("availability_factor", EffectiveSettings.decimal(contract.availabilityFactor)),
                ("performance_factor", EffectiveSettings.decimal(contract.performanceFactor)),
                ("test_factor", EffectiveSettings.decimal(contract.testFactor)),
                ("squared_below", EffectiveSettings.decimal(rule.squaredBelow)),
                ("counts_as_one_from", rule.countsAsOneFrom.map(EffectiveSettings.decimal) ?? "none"),
            ] + periods)
    }

    private static func peaks(_ terms: CoincidentPeakTerms) -> Entry {
        let peaks = terms.peaks.map {
            (key: "peak \($0.start.seconds)", text: $0.isPublished ? "published" : "expected")
        }
        return Entry(
            "coincident peaks from \(terms.firstDay)",
            [
                ("to", "\(terms.lastDay)"), ("peaks_per_year", "\(terms.peaksPerYear)"),
                ("interval_min", "\(terms.intervalMinutes)"),
                ("usd_per_mw_year", terms.ratePerMegawattYear.decimal),
                ("normal_mw", terms.normalLoad?.decimal ?? "none"),
                ("minimum_billing_share", EffectiveSettings.decimal(terms.minimumBillingShare)),
            ] + peaks)
    }
}
