import GridMarket
package import CurtailmentEngine
package import GridUnits

extension SitePolicy {
    /// A site of mining groups; every limit off unless a test sets it.
    ///
    /// Groups are given by name, number of units and joules per terahash; hashprice in dollars per PH/s and day.
    package static func example(
        groups: [(name: String, count: Int, joulesPerTerahash: Int128)] = [("s21", 4, 18)],
        unitPower: Power = .watts(3_500), hashprice: Int64 = 45, price: PricePolicy? = .example,
        underfrequency: UnderfrequencyPolicy? = nil, mode: SiteMode = .armed, ramp: Power = .zero,
        fixedLoad: Power = .zero
    ) -> SitePolicy {
        var policy = SitePolicy(
            name: "test", mode: mode, fixedLoad: fixedLoad,
            settlementPoint: SettlementPoint(name: "HB_WEST", type: nil),
            economics: EconomicsPolicy(
                dollarsPerPetahashDay: .dollars(hashprice), poolFee: .zero, powerUsageEffectiveness: .one),
            restore: RestorePolicy(rampPerMinute: ramp),
            grid: GridAlarmPolicy(
                physicalResponsiveCapabilityBelow: .megawatts(3_000), emergencyAlertFrom: 1),
            groups: groups.map { group in
                GroupPolicy(
                    name: group.name, isCommanded: true,
                    value: .mining(joulesPerTerahash: Fraction(whole: group.joulesPerTerahash)), shedRank: 0,
                    units: (0..<group.count).map { number in
                        UnitPolicy(
                            id: "\(number + 1)", ratedPower: unitPower,
                            millijoulesPerTerahash: Int64(group.joulesPerTerahash) * 1_000)
                    })
            })
        policy.price = price
        policy.underfrequency = underfrequency
        return policy
    }
}

extension PricePolicy {
    /// No dwell, no band, no restart cost.
    package static let example: PricePolicy = {
        var policy = PricePolicy()
        (policy.minimumDown, policy.minimumUp, policy.hysteresis) = (.zero, .zero, .zero)
        return policy
    }()
}

extension UnderfrequencyPolicy {
    /// The defaults, recovered after 60 s.
    package static let example: UnderfrequencyPolicy = {
        var policy = UnderfrequencyPolicy()
        policy.recoveredFor = .seconds(60)
        return policy
    }()
}
