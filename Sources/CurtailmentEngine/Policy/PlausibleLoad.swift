package import GridUnits

extension SitePolicy {
    /// The most that a meter of this site is believed: the fixed load and the ratings of all units at the site meter,
    /// and half as much again.
    ///
    /// Transformers, chillers in August and nameplates that understate fit in; kilowatts taken for megawatts, and a
    /// register's jump, do not.
    package var largestPlausibleLoad: Power {
        let rated = groups.reduce(fixedLoad) { $0 + $1.ratedPower }
        return Power(microwatts: rated.microwatts / 2 * 3)
    }
}

extension Power {
    /// Whether a meter may show it where this is the most that is believed; idle current transformers read a little
    /// below zero.
    package func covers(metered shown: Power) -> Bool {
        shown <= self && shown.microwatts >= -(microwatts / 100)
    }
}
