package import GridUnits
package import SiteRecord

/// Units alike: one driver, one value of a megawatt-hour, one rank in shedding.
package struct GroupPolicy: Hashable, Sendable {
    /// The worth of a megawatt-hour at the site meter to the owner.
    package enum Value: Hashable, Sendable {
        /// Worth its hashrate at this many joules per terahash.
        case mining(joulesPerTerahash: Fraction)
        /// Worth a stated amount, for load that does not mine.
        case stated(EnergyPrice)
    }

    /// Unique in the site; the first half of every unit's name.
    package let name: String
    /// False for `driver: none`: load that is counted and never commanded.
    package let isCommanded: Bool
    /// The worth of a megawatt-hour to the owner.
    package let value: Value
    /// Groups of lower rank are shed first; equal ranks go by break-even, cheapest first.
    package let shedRank: Int
    /// The units, in the order of the configuration.
    package let units: [UnitPolicy]

    package init(name: String, isCommanded: Bool, value: Value, shedRank: Int, units: [UnitPolicy]) {
        self.name = name
        self.isCommanded = isCommanded
        self.value = value
        self.shedRank = shedRank
        self.units = units
    }

    /// Rated power of all units, at the site meter.
    package var ratedPower: Power { Power(microwatts: units.reduce(0) { $0 + $1.ratedPower.microwatts }) }
}

/// One miner, one container behind a contactor, one hook.
package struct UnitPolicy: Hashable, Sendable {
    /// Unique in its group; the second half of the unit's name.
    package let id: String
    /// Full draw at the site meter: the unit's own draw times PUE.
    package let ratedPower: Power
    /// Millijoules per terahash, for the order within its group; zero where unknown.
    package let millijoulesPerTerahash: Int64

    package init(id: String, ratedPower: Power, millijoulesPerTerahash: Int64) {
        self.id = id
        self.ratedPower = ratedPower
        self.millijoulesPerTerahash = millijoulesPerTerahash
    }
}

extension GroupPolicy {
    /// The price of energy above which running the group loses money.
    ///
    /// `hashprice × (1 − fee) × 1000 / (24 × J/TH × PUE)`, since one petahash per second at e joules per terahash
    /// draws e kilowatts.
    ///
    /// - Parameters:
    ///   - economics: fee and PUE.
    ///   - hashprice: dollars per PH/s and day now in force.
    /// - Returns: microdollars per megawatt-hour at the site meter, exact.
    /// - Throws: `AmountOutOfRange` when the configured numbers are absurdly long.
    package func breakEven(
        economics: EconomicsPolicy, hashprice: Money
    ) throws(AmountOutOfRange) -> Fraction {
        switch value {
        case .stated(let price):
            return Fraction(whole: Int128(price.microdollarsPerMegawattHour))
        case .mining(let efficiency):
            let keeps = try Fraction.one.plus(
                Fraction(-economics.poolFee.numerator, over: economics.poolFee.denominator))
            let revenue = try Fraction(whole: Int128(hashprice.microdollars) * 1_000).times(keeps)
            let draw = try efficiency.times(economics.powerUsageEffectiveness).times(Fraction(whole: 24))
            return try revenue.times(Fraction(draw.denominator, over: draw.numerator))
        }
    }
}

extension GroupPolicy: CanonicallyRecorded {
    package func write(to writer: inout CanonicalWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("commanded", isCommanded)
            switch value {
            case .mining(let joulesPerTerahash): writer.member("j_th", joulesPerTerahash)
            case .stated(let price): writer.member("value_uusd_mwh", price)
            }
            writer.member("shed_rank", Int64(shedRank))
            writer.member("units") { writer in
                writer.array(Self.runs(of: units)) { writer, run in run.write(to: &writer) }
            }
        }
    }

    package init(recorded value: CanonicalValue) throws(CanonicalFailure) {
        let worth: Value
        if value.optional("j_th") != nil {
            worth = .mining(joulesPerTerahash: try value.fraction("j_th"))
        } else {
            worth = .stated(try value.quantity("value_uusd_mwh"))
        }
        var units: [UnitPolicy] = []
        for run in try value.records("units", as: UnitRun.self) {
            for id in try IdentifierRuns.identifiers(from: run.first.id, count: run.count) {
                units.append(
                    UnitPolicy(
                        id: id, ratedPower: run.first.ratedPower,
                        millijoulesPerTerahash: run.first.millijoulesPerTerahash))
            }
        }
        self.init(
            name: try value.text("name"), isCommanded: try value.boolean("commanded"), value: worth,
            shedRank: try value.count("shed_rank"), units: units)
    }

    private static func runs(of units: [UnitPolicy]) -> [UnitRun] {
        let runs = IdentifierRuns.runs(units, identifier: \.id) { left, right in
            left.ratedPower == right.ratedPower && left.millijoulesPerTerahash == right.millijoulesPerTerahash
        }
        return runs.map { UnitRun(first: $0.first, count: $0.count) }
    }
}

/// Units alike whose names count up: a simulated site of 28,571 is one line.
private struct UnitRun: FieldRecord {
    static let fields: Fields<UnitRun> = Fields(
        {
            UnitRun(
                first: UnitPolicy(id: $0, ratedPower: $2, millijoulesPerTerahash: $3), count: $1)
        },
        Field("id") { $0.first.id }, Field("count") { $0.count }, Field("uw") { $0.first.ratedPower },
        Field("mj_th") { $0.first.millijoulesPerTerahash })

    let first: UnitPolicy
    let count: Int
}
