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

/// A reading that was not believed.
struct MeterDoubt: Hashable, Sendable {
    /// When it came.
    let at: MonotonicInstant
    /// The alarm in one line.
    let text: String

    /// The alarm stands until the meter has been right for as long as the interval that it spoilt.
    static let span = TimeSpan.seconds(SettlementInterval.lengthSeconds)
}

extension CurtailmentEngine {
    /// Believes a reading that the site can draw; while several meters speak and none is chosen, the site's load is not
    /// known by a meter.
    ///
    /// - Parameters:
    ///   - signal: a reading, a usage, or both readings.
    ///   - at: the meter's own time.
    ///   - input: the moment at which it came.
    mutating func apply(_ signal: MeterSignal, at: UTCInstant, input: EngineInput) {
        if let chosen = policy.meter, signal.meter != chosen { return }
        meters.hear(signal.meter, at: input.at)
        if let doubt = doubt(of: signal, at: at) {
            meterDoubt = MeterDoubt(at: input.monotonic, text: "Meter \(signal.meter) \(doubt)")
        } else if let earlier = meterDoubt, input.monotonic.since(earlier.at) >= MeterDoubt.span {
            meterDoubt = nil
        }
        if areMetersAmbiguous {
            metered = nil
        } else if let power = signal.power, model.largestPlausibleLoad.covers(metered: power) {
            metered = power
        }
    }

    /// Why a reading or a usage is not believed; nil where it is.
    private mutating func doubt(of signal: MeterSignal, at: UTCInstant) -> String? {
        let limit = model.largestPlausibleLoad
        var bound: String {
            "this site draws at most \(limit.decimal) MW with a margin of half, so it is not believed. Is it in "
                + "kilowatts? If it is right, mend site.fixed_mw or the groups"
        }
        if let power = signal.power, !limit.covers(metered: power) {
            return "reads \(power.decimal) MW, and \(bound)"
        }
        if let usage = signal.usage,
            usage.energy > limit.energy(overNanoseconds: usage.end.nanoseconds(since: usage.start))
        {
            return "used \(signal.text), and \(bound)"
        }
        guard let register = signal.cumulative else { return nil }
        if registeredMeter != signal.meter {
            registers = RegisterWatch()
            registeredMeter = signal.meter
        }
        if let last = registers.last, at <= last.at { return nil }
        let before = registers.last
        // The reading that ends a doubt is itself believed: only the energy up to it is not known.
        guard let fault = registers.judge(register, at: at, within: limit), registers.doubt != nil, let before
        else { return nil }
        let step =
            "went from \(before.register.megawattHours(places: 3)) to \(register.megawattHours(places: 3)) MWh"
        switch fault {
        case .registerWentBack:
            return "\(step): the register went back. What it says around there is not believed"
        case .implausible: return "\(step), and \(bound)"
        }
    }

    /// Forgets what the meters said: they are others, or the wall clock was set.
    mutating func forgetMeters() {
        meters = MeterNames()
        registers = RegisterWatch()
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
