import GridMarket
import GridUnits

@testable import CurtailmentEngine

extension RandomRecords {
    mutating func policy() -> SitePolicy {
        var policy = SitePolicy(
            name: text(), mode: one(), fixedLoad: amount(),
            settlementPoint: SettlementPoint(name: text(), type: maybe { $0.text() }),
            economics: EconomicsPolicy(
                dollarsPerPetahashDay: amount(), poolFee: fraction(), powerUsageEffectiveness: fraction(),
                base: ContractTerms(lossFactor: fraction(), adder: amount()),
                contracts: list {
                    DatedContract(
                        from: MarketTimeZone.centralPrevailing.startOfDay(
                            CalendarDate(daysSinceEpoch: 20_000 + $0.count(999))),
                        ContractTerms(lossFactor: $0.fraction(), adder: $0.amount()))
                }),
            restore: RestorePolicy(rampPerMinute: amount()),
            grid: GridAlarmPolicy(physicalResponsiveCapabilityBelow: amount(), emergencyAlertFrom: count(4)),
            groups: list { $0.group() })
        policy.price = maybe { $0.pricePolicy() }
        policy.underfrequency = maybe { $0.underfrequencyPolicy() }
        return policy
    }

    mutating func pricePolicy() -> PricePolicy {
        var policy = PricePolicy()
        (policy.minimumDown, policy.minimumUp, policy.hysteresis) = (span(), span(), amount())
        policy.restartCostPerMegawatt = amount()
        (policy.scedFreshFor, policy.staleAfter, policy.stance) = (span(), span(), one())
        return policy
    }

    mutating func underfrequencyPolicy() -> UnderfrequencyPolicy {
        var policy = UnderfrequencyPolicy()
        (policy.threshold, policy.recovery, policy.agreeingSamples) = (amount(), amount(), count(9))
        (policy.recoveredFor, policy.plausibleRate, policy.rateWindow) = (span(), amount(), span())
        (policy.plausibleMinimum, policy.plausibleMaximum) = (amount(), amount())
        (policy.arming, policy.extent, policy.stance) = (one(), one(), one())
        policy.armedBy = Set(list(8) { $0.one(Program.self) })
        policy.staleAfter = span()
        return policy
    }

    mutating func group() -> GroupPolicy {
        GroupPolicy(
            name: text(), isCommanded: flag(),
            value: flag() ? .mining(joulesPerTerahash: fraction()) : .stated(amount()),
            shedRank: Int(integer()), units: unitPolicies())
    }

    mutating func unitPolicies() -> [UnitPolicy] {
        var units: [UnitPolicy] = []
        for _ in 0..<count(4) {
            let (stem, power, efficiency, first) = (text(), amount(Power.self), integer(), count(120))
            let isPadded = flag()
            for number in first..<(first + count(150)) {
                let digits = String(number)
                let zeros = String(repeating: "0", count: isPadded ? max(0, 4 - digits.utf8.count) : 0)
                units.append(
                    UnitPolicy(
                        id: stem + zeros + digits, ratedPower: power, millijoulesPerTerahash: efficiency))
            }
            units.append(UnitPolicy(id: text(), ratedPower: amount(), millijoulesPerTerahash: integer()))
        }
        return units
    }
}
