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
        SitePolicy(
            name: "test", mode: mode, fixedLoad: fixedLoad,
            settlementPoint: SettlementPoint(name: "HB_WEST", type: nil),
            economics: EconomicsPolicy(
                dollarsPerPetahashDay: .dollars(hashprice), poolFee: .zero, powerUsageEffectiveness: .one,
                lossFactor: .one, adder: .zero), price: price, underfrequency: underfrequency,
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
    }
}

extension PricePolicy {
    /// No dwell, no band, no restart cost.
    package static let example = PricePolicy(
        minimumDown: .zero, minimumUp: .zero, hysteresis: .zero, restartCostPerMegawatt: .zero,
        scedFreshFor: .seconds(600), staleAfter: .seconds(1_800), stance: .hold)
}

extension UnderfrequencyPolicy {
    /// 59.70 Hz, three samples, recovered for 60 s at 59.95 Hz, armed by an RRS award.
    package static let example = UnderfrequencyPolicy(
        threshold: .millihertz(59_700), recovery: .millihertz(59_950), agreeingSamples: 3,
        recoveredFor: .seconds(60), plausibleRate: FrequencyRate(microhertzPerSecond: 2_000_000),
        rateWindow: .milliseconds(500), plausibleBand: .hertz(57)...(.hertz(63)), arming: .award,
        armedBy: [.rrs], extent: .awarded, staleAfter: .seconds(5), stance: .hold)
}
