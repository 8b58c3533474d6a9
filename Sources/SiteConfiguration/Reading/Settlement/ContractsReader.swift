import GridMarket
import SiteRecord
import CurtailmentEngine
import GridUnits
import Settlement

/// Reads `settlement.contracts`; before the first of them `economics` holds.
struct ContractsReader {
    private let settlement: SectionReader
    private let policy: SitePolicy

    init(_ settlement: SectionReader, policy: SitePolicy) {
        self.settlement = settlement
        self.policy = policy
    }

    private typealias Entry = EffectiveDated<ContractTerms>.Entry

    var contracts: EffectiveDated<ContractTerms> {
        let economics = ContractTerms(lossFactor: policy.economics.lossFactor, adder: policy.economics.adder)
        var entries = EffectiveDated(always: economics).entries
        let sections = settlement.sections(.contract, beginningWith: "from")
        for (index, section) in sections.enumerated() {
            let terms = terms(section, isLast: index == sections.count - 1)
            guard let day = section.requiredDay("from") else { continue }
            // The first of all begins before every day that can be written.
            if let earlier = entries.last?.firstDay, day <= earlier {
                section.report(
                    "from",
                    day == earlier
                        ? "another contract begins on \(day) already; keep one"
                        : "\(day) stands below \(earlier); write the contracts in the order of their days")
            } else if let terms {
                entries.append(Entry(from: day, terms))
            }
        }
        return (try? EffectiveDated(entries)) ?? EffectiveDated(always: economics)
    }

    private func terms(_ section: SectionReader, isLast: Bool) -> ContractTerms? {
        let prices = EnergyPrice.dollarsPerMegawattHour(-10_000)...EnergyPrice.dollarsPerMegawattHour(10_000)
        let block = block(section, isLast: isLast)
        let fee = section.quantity(
            "resale_fee_usd_per_mwh", in: .zero...prices.upperBound, default: .zero)
        if fee > .zero, block.map({ !$0.hasResale }) ?? !section.has("block") {
            section.report(
                "resale_fee_usd_per_mwh",
                "nothing of this contract is resold; write a block with resale: true, or delete the fee")
        }
        return ContractTerms(
            qseShare: section.share("qse_share") ?? .one,
            lossFactor: section.ratio(
                "loss_factor", inBillionths: EconomicsReader.lossFactors,
                default: policy.economics.lossFactor),
            adder: section.quantity("adder_usd_per_mwh", in: prices, default: policy.economics.adder),
            resaleFee: fee, block: block)
    }

    private func block(_ section: SectionReader, isLast: Bool) -> BlockContract? {
        guard let node = section.value("block") else { return nil }
        let reader = SectionReader(.block, node, section.diagnostics)
        guard reader.node != nil else { return nil }
        let quantity = reader.required("mw", in: Power.kilowatts(1)...PolicyReader.largestSite)
        let price = reader.required(
            "usd_per_mwh",
            in: EnergyPrice.dollarsPerMegawattHour(-1_000)...EnergyPrice.dollarsPerMegawattHour(10_000))
        let hasResale = reader.requiredBoolean("resale")
        guard let quantity, let price, let hasResale else { return nil }
        // Which contract holds today is not known here, and of an old one nothing has to be decided any more.
        if isLast, !hasResale { refuseWaste(of: quantity, reader) }
        return BlockContract(quantity: quantity, price: price, hasResale: hasResale)
    }

    /// Curtailing for price below a block that cannot be resold gives up hashes for nothing.
    private func refuseWaste(of block: Power, _ reader: SectionReader) {
        // Groups with errors are missing here, and the sum would be a wrong one.
        guard policy.price != nil, !reader.diagnostics.hasErrors else { return }
        let kept = policy.groups.filter { !$0.isCommanded }.reduce(policy.fixedLoad) { $0 + $1.ratedPower }
        guard kept < block else { return }
        reader.report(
            "resale",
            "the block of \(block.decimal) MW is paid whether or not it is used and cannot be sold back, and "
                + "price curtails the site down to \(kept.decimal) MW, where unused block energy earns "
                + "nothing; write resale: true if the contract sells it back; if not, give groups of "
                + "\((block - kept).decimal) MW driver: none, or delete the section price")
    }
}
