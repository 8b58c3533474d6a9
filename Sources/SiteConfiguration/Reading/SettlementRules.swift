import CurtailmentEngine
import GridMarket
import GridUnits
import Settlement
import SiteRecord

/// Works out of `settlement` what depends on other keys and sections, and refuses what contradicts them.
struct SettlementRules {
    private let top: WrittenSection
    private let written: WrittenSection

    init(_ top: WrittenSection) {
        self.top = top
        written = top.section("settlement")
    }

    /// Completes the settlement policy, and the contracts and the meter that the engine decides by.
    func complete(_ settings: inout SiteSettings) {
        // Money comes from the meter wherever there is one; the units are what is left without it.
        if written.has("meter"), !written.has("baseline") {
            settings.settlement.defaultBaseline = .meterBeforeAfter
        }
        for index in settings.settlement.coincidentPeak.indices {
            settings.settlement.coincidentPeak[index].peaks.sort { $0.start < $1.start }
        }
        refuseUndeclaredLoad(settings.settlement)
        refuseOverlaps(settings.settlement)
        settings.policy.economics.contracts = contracts(settings)
        settings.policy.meter = settings.settlement.meter
    }

    private func refuseUndeclaredLoad(_ settlement: SettlementPolicy) {
        let isDefault = settlement.defaultBaseline == .maximumBaseLoad
        guard isDefault || settlement.baselines.values.contains(.maximumBaseLoad),
            !written.has("maximum_base_load_mw")
        else { return }
        written.report(
            isDefault ? "baseline" : "baselines",
            "\(BaselineMethod.maximumBaseLoad.rawValue) measures against a declared load and none is "
                + "declared; write maximum_base_load_mw")
    }

    private func refuseOverlaps(_ settlement: SettlementPolicy) {
        var contracts: [EmergencyResponseContract] = []
        for (contract, entry) in zip(settlement.emergencyResponse, written.entries("ers"))
        where entry.isRight(["program", "from", "to", "periods"]) {
            if let other = contracts.first(where: contract.overlaps) {
                entry.report(
                    "from",
                    "\(contract.program.rawValue) from \(contract.firstDay) obliges in hours of the entry from "
                        + "\(other.firstDay) to \(other.lastDay) too; add up their megawatts in one of them")
            }
            contracts.append(contract)
        }
        var years: [CoincidentPeakTerms] = []
        for (year, entry) in zip(settlement.coincidentPeak, written.entries("coincident_peak"))
        where entry.isRight(["from", "to"]) && year.firstDay <= year.lastDay {
            if let other = years.first(where: {
                $0.firstDay <= year.lastDay && year.firstDay <= $0.lastDay
            }) {
                entry.report(
                    "from",
                    "the entry from \(other.firstDay) to \(other.lastDay) has days of this one too; a day "
                        + "counts in one year")
            }
            years.append(year)
        }
    }

    /// The contracts of the file; before the first of them `economics` holds.
    private func contracts(_ settings: SiteSettings) -> [DatedContract] {
        let base = settings.policy.economics.base
        var contracts: [DatedContract] = []
        for (dated, entry) in zip(settings.contracts, written.entries("contracts")) {
            var terms = dated.terms
            if !entry.has("loss_factor") { terms.lossFactor = base.lossFactor }
            if !entry.has("adder_usd_per_mwh") { terms.adder = base.adder }
            refuseContradictions(terms, entry)
            guard entry.isRight(["from"]) else { continue }
            let day = dated.firstDay
            if let earlier = contracts.last?.firstDay, day <= earlier {
                entry.report(
                    "from",
                    day == earlier
                        ? "another contract begins on \(day) already; keep one"
                        : "\(day) stands below \(earlier); write the contracts in the order of their days")
            } else {
                contracts.append(DatedContract(from: dated.from, terms))
            }
        }
        if let last = settings.contracts.last?.terms, let entry = written.entries("contracts").last {
            refuseWaste(of: last, entry, settings)
        }
        return contracts
    }

    private func refuseContradictions(_ terms: ContractTerms, _ entry: WrittenSection) {
        guard terms.resaleFee > .zero, terms.block?.hasResale != true else { return }
        guard !entry.has("block") || entry.section("block").isRight(["resale"]) else { return }
        entry.report(
            "resale_fee_usd_per_mwh",
            "nothing of this contract is resold; write a block with resale: true, or delete the fee")
    }

    /// Curtailing for price below a block that cannot be resold gives up hashes for nothing.
    ///
    /// Which contract holds today is not known here, and of an old one nothing has to be decided any more.
    private func refuseWaste(of terms: ContractTerms, _ entry: WrittenSection, _ settings: SiteSettings) {
        // Groups with errors are missing here, and the sum would be a wrong one.
        guard let block = terms.block, !block.hasResale, settings.policy.price != nil,
            !entry.diagnostics.hasErrors
        else { return }
        let firm = settings.policy.groups.filter { !$0.isCommanded }
        let kept = firm.reduce(settings.policy.fixedLoad) { $0 + $1.ratedPower }
        guard kept < block.quantity else { return }
        entry.section("block").report(
            "resale",
            "the block of \(block.quantity.decimal) MW is paid whether or not it is used and cannot be sold back, "
                + "and price curtails the site down to \(kept.decimal) MW, where unused block energy earns "
                + "nothing; write resale: true if the contract sells it back; if not, give groups of "
                + "\((block.quantity - kept).decimal) MW driver: none, or delete the section price")
    }
}
