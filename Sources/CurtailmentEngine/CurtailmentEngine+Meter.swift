import GridMarket
import GridUnits

/// The meters heard lately.
struct MeterNames: Hashable, Sendable {
    private var heard: [String: UTCInstant] = [:]

    /// A meter that has been silent for so long has been replaced.
    static let memory = TimeSpan.seconds(3_600)
    /// More names than this are no more ambiguous.
    static let limit = 16

    /// In order; none more than ``limit``.
    var names: [String] { heard.keys.sorted() }

    mutating func hear(_ name: String, at now: UTCInstant) {
        heard = heard.filter { now.nanoseconds(since: $0.value) <= Self.memory.nanoseconds }
        if heard.count < Self.limit || heard[name] != nil { heard[name] = now }
    }
}

extension CurtailmentEngine {
    /// Believes a reading; while several meters speak and none is chosen, the site's load is not known by a meter.
    mutating func apply(_ signal: MeterSignal, at now: UTCInstant) {
        if let chosen = policy.meter, signal.meter != chosen { return }
        meters.hear(signal.meter, at: now)
        if areMetersAmbiguous {
            metered = nil
        } else if let power = signal.power {
            metered = power
        }
    }

    var areMetersAmbiguous: Bool { policy.meter == nil && meters.names.count > 1 }

    /// The load that all units can draw, by their ratings.
    var ratedLoad: Power {
        model.commandedGroups.reduce(model.uncurtailable) { $0 + model.groupRated[$1] }
    }

    /// The notice of an award that the site cannot be good for; nil where it can, or where it was told before.
    mutating func excess(of award: AwardSignal) -> Notice? {
        guard award.program != .dayAheadEnergy, award.power > ratedLoad else { return nil }
        let told = ToldAward(program: award.program, power: award.power)
        guard toldAward != told else { return nil }
        toldAward = told
        return Notice(
            .awardBeyondLoad,
            "Award \(award.id): \(award.power.decimal) MW of \(award.program.rawValue) is more than the "
                + "\(ratedLoad.decimal) MW that this site can draw. It is recorded, and settles as it stands. "
                + "If it is a slip, send the same id, program and start again with the right mw.")
    }

    /// An award beyond the load that was told; others of the same size, one for each hour of a day, are not.
    struct ToldAward: Hashable, Sendable {
        let program: Program
        let power: Power
    }
}
