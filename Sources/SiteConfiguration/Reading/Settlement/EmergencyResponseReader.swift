import GridMarket
import SiteRecord
import CurtailmentEngine
import GridUnits
import Settlement

/// Reads `settlement.ers` and refuses obligations that overlap.
struct EmergencyResponseReader {
    private let settlement: SectionReader

    /// Days of the longest contract period that is believed; ERCOT's have two to four months.
    static let longestTerm = 366

    init(_ settlement: SectionReader) { self.settlement = settlement }

    var contracts: [EmergencyResponseContract] {
        var contracts: [EmergencyResponseContract] = []
        for section in settlement.sections(.emergencyResponse, beginningWith: "program") {
            guard let contract = contract(section) else { continue }
            if let other = contracts.first(where: { Self.overlap($0, contract) }) {
                section.report(
                    "from",
                    "\(contract.program) from \(contract.firstDay) obliges in hours of the entry from "
                        + "\(other.firstDay) to \(other.lastDay) too; add up their megawatts in one of them")
            }
            contracts.append(contract)
        }
        return contracts
    }

    private func contract(_ section: SectionReader) -> EmergencyResponseContract? {
        let program = section.requiredChoice("program", among: [Program.ers10, .ers30])
        let days = section.days(atMost: Self.longestTerm)
        let rule = availabilityRule(section)
        let factors = ["availability_factor", "performance_factor", "test_factor"].map {
            section.share($0) ?? .one
        }
        let periods = periods(section)
        guard let program, let days else { return nil }
        return EmergencyResponseContract(
            program: program.rawValue, firstDay: days.lowerBound, lastDay: days.upperBound,
            availabilityFactor: factors[0], performanceFactor: factors[1], testFactor: factors[2],
            availabilityRule: rule, periods: periods)
    }

    private func availabilityRule(_ section: SectionReader) -> AvailabilityRule {
        let squared = section.share("squared_below") ?? AvailabilityRule.ercot.squaredBelow
        let one = section.share("counts_as_one_from")
        if let one, one < squared {
            section.report(
                "counts_as_one_from",
                "availability of \(EffectiveSettings.decimal(one)) would be squared as well, below "
                    + "\(EffectiveSettings.decimal(squared)); write at least that")
        }
        return AvailabilityRule(squaredBelow: squared, countsAsOneFrom: one)
    }

    private func periods(_ section: SectionReader) -> [EmergencyResponsePeriod] {
        let wanted = "at least one Time Period, with - name:"
        if section.requires("periods", wanted: wanted),
            case .list(let elements) = section.value("periods")?.content, elements.isEmpty
        {
            section.report("periods", "the list is empty; write \(wanted)")
        }
        var periods: [EmergencyResponsePeriod] = []
        for reader in section.sections(.emergencyResponsePeriod, beginningWith: "name") {
            guard let period = period(reader) else { continue }
            if periods.contains(where: { $0.name == period.name }) {
                reader.report("name", "there is a period \(period.name) in this entry already")
            } else if let other = periods.first(where: { Self.overlap($0, period) }) {
                reader.report(
                    "first_hour_ending",
                    "\(period.name) has hours of \(other.name), which one obligation cannot be paid twice "
                        + "for; write hours that \(other.name) does not have")
            }
            periods.append(period)
        }
        return periods
    }

    private func period(_ reader: SectionReader) -> EmergencyResponsePeriod? {
        let name = reader.name("name")
        let first = reader.requiredCount("first_hour_ending", in: 1...24)
        let last = reader.requiredCount("last_hour_ending", in: 1...24)
        let days: EmergencyResponsePeriod.Days? = reader.requiredChoice("days")
        let capacity = reader.required("mw", in: .zero...PolicyReader.largestSite)
        let price = reader.required("usd_per_mw_h", in: .zero...CapacityPrice(stored: 10_000_000_000))
        guard let name, let first, let last, let days, let capacity, let price else { return nil }
        guard first <= last else {
            reader.report(
                "last_hour_ending",
                "\(last) is before first_hour_ending, \(first); a period over midnight is two periods")
            return nil
        }
        return EmergencyResponsePeriod(
            name: name, hoursEnding: first...last, days: days, capacity: capacity, price: price)
    }

    private static func overlap(
        _ left: EmergencyResponseContract, _ right: EmergencyResponseContract
    ) -> Bool {
        left.program == right.program && left.firstDay <= right.lastDay && right.firstDay <= left.lastDay
            && left.periods.contains { period in right.periods.contains { overlap(period, $0) } }
    }

    private static func overlap(_ left: EmergencyResponsePeriod, _ right: EmergencyResponsePeriod) -> Bool {
        left.hoursEnding.overlaps(right.hoursEnding)
            && (left.days == right.days || left.days == .allDays || right.days == .allDays)
    }
}
