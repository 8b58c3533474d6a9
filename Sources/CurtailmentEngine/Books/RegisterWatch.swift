package import GridUnits
package import SiteRecord

/// Why a meter is not believed.
package enum MeterFault: String, Hashable, Sendable, CaseIterable {
    /// The register reads less than before: a glitch, a new meter, or the end of its digits.
    case registerWentBack = "register_went_back"
    /// More than the site can draw by its ratings, or less than nothing.
    case implausible
}

extension MeterFault: FieldName {}

/// Judges the readings of a meter's register, which only grows, and no faster than the site can draw.
///
/// A reading that does not follow from the last believed one is doubted, and the next is compared with that one
/// again: a fall and the rise after it are one glitch. Readings that follow one another without following it are a
/// new meter, or one that was set anew.
package struct RegisterWatch: Hashable, Sendable {
    /// The register at one instant of the meter's own clock.
    package struct Reading: Hashable, Sendable {
        /// The meter's own time.
        package let at: UTCInstant
        /// Counted since the meter began.
        package let register: Energy
    }

    /// Readings that are not believed yet.
    package struct Doubt: Hashable, Sendable {
        /// The fault of the first of them.
        package let fault: MeterFault
        /// The newest of them.
        package var newest: Reading
        /// How many follow one another.
        package var count: Int
    }

    /// The newest believed reading; nil before the first.
    package private(set) var last: Reading?
    /// What came since and is not believed; nil where all is.
    package private(set) var doubt: Doubt?

    /// So many readings that follow one another are a meter's true state.
    package static let readingsOfNewMeter = 3
    /// A coarse register shows at once what was drawn over a while, so that it may be ahead by so much of full load.
    package static let coarsenessSeconds: Int64 = 900

    /// Creates a watch that has seen nothing, or the state of an earlier one.
    package init(last: Reading? = nil, doubt: Doubt? = nil) {
        self.last = last
        self.doubt = doubt
    }

    /// Judges the next reading.
    ///
    /// - Parameters:
    ///   - register: not negative where the meter is whole.
    ///   - at: later than the reading before.
    ///   - limit: the most that the site can draw.
    /// - Returns: why the energy since the last believed reading is not known; nil where the two say it.
    package mutating func judge(_ register: Energy, at: UTCInstant, within limit: Power) -> MeterFault? {
        let reading = Reading(at: at, register: register)
        guard let last else {
            self.last = reading
            return nil
        }
        guard let fault = Self.fault(from: last, to: reading, within: limit) else {
            self.last = reading
            defer { doubt = nil }
            return doubt?.fault
        }
        guard var doubted = doubt, Self.fault(from: doubted.newest, to: reading, within: limit) == nil else {
            let first = doubt?.fault ?? fault
            doubt = Doubt(fault: first, newest: reading, count: 1)
            return first
        }
        doubted.newest = reading
        doubted.count += 1
        doubt = doubted
        if doubted.count >= Self.readingsOfNewMeter {
            self.last = reading
            doubt = nil
        }
        return doubted.fault
    }

    private static func fault(from before: Reading, to after: Reading, within limit: Power) -> MeterFault? {
        guard after.register >= before.register else { return .registerWentBack }
        let span = after.at.nanoseconds(since: before.at) + coarsenessSeconds * 1_000_000_000
        return after.register - before.register > limit.energy(overNanoseconds: span) ? .implausible : nil
    }
}

extension RegisterWatch.Reading: FieldRecord {
    package static let fields = Fields(
        RegisterWatch.Reading.init(at:register:), Field("at_ns") { $0.at }, Field("uws") { $0.register })
}

extension RegisterWatch.Doubt: FieldRecord {
    package static let fields = Fields(
        RegisterWatch.Doubt.init(fault:newest:count:),
        Field("fault") { $0.fault }, Field("newest") { $0.newest }, Field("count") { $0.count })
}
