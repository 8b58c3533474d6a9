package import GridUnits

/// One SCED run as a settlement point sees it; its price holds until the next run.
package struct ScedRun: Hashable, Sendable {
    /// The run's own time stamp, irregular and with seconds.
    package let at: UTCInstant
    /// The point's LMP.
    package let price: EnergyPrice
    /// The Reliability Deployment Price Adder of the run (RTRDPA).
    package let adder: EnergyPrice
    /// The load of the zone, for the energy-weighted price; nil where it is not known.
    package let zoneLoad: Power?

    package init(at: UTCInstant, price: EnergyPrice, adder: EnergyPrice = .zero, zoneLoad: Power? = nil) {
        self.at = at
        self.price = price
        self.adder = adder
        self.zoneLoad = zoneLoad
    }
}

/// How a price is rebuilt from SCED runs while the published one is missing (Protocols 6.6.1).
package struct PriceRebuild: Hashable, Sendable {
    /// How the runs of an interval are weighted.
    package enum Weighting: Hashable, Sendable {
        /// By the seconds of each run within the interval: RTSPP, which settles positions.
        case time
        /// By seconds and zone load: RTSPPEW, which settles physical load.
        case zoneLoad
    }

    /// Why no price was rebuilt; a gap is never filled in.
    package enum Failure: Error, Hashable, Sendable {
        /// A run does not come after the one before it in the list.
        case outOfOrder(UTCInstant)
        /// No run holds at an instant of the interval: none came before it, or the last one is too old.
        case notCovered(from: UTCInstant)
        /// The zone load of the run at this instant is not known or not positive.
        case zoneLoadMissing(UTCInstant)
        /// The price does not fit its type.
        case outOfRange(AmountOutOfRange)
    }

    /// The weights of the runs in the mean.
    package let weighting: Weighting
    /// How long a run holds at most; SCED runs about every five minutes.
    package let longestRun: TimeSpan
    /// The lowest settlement price there is.
    package let floor: EnergyPrice

    package init(
        weighting: Weighting, longestRun: TimeSpan = .seconds(900),
        floor: EnergyPrice = .dollarsPerMegawattHour(-251)
    ) {
        self.weighting = weighting
        self.longestRun = longestRun
        self.floor = floor
    }

    /// The price of one interval: `max(floor, weighted mean of LMPs + time-weighted mean of adders)`.
    ///
    /// - Parameters:
    ///   - interval: the settlement interval.
    ///   - runs: oldest first, from the one in force when the interval began; others may be among them.
    /// - Returns: rounded once, half to even, to the microdollar per megawatt-hour.
    /// - Throws: ``Failure``; a price rests on runs that cover the whole interval.
    package func price(
        of interval: SettlementInterval, from runs: [ScedRun]
    ) throws(Failure) -> EnergyPrice {
        let pieces = try pieces(of: interval, from: runs)
        let weights = try weights(of: pieces)
        do throws(AmountOutOfRange) {
            let load = try Self.mean(of: pieces.map(\.run.price), by: weights)
            let adder = try Self.mean(of: pieces.map(\.run.adder), by: pieces.map(\.nanoseconds))
            let sum = try load.plus(adder)
            guard let rounded = Int64(exactly: sum.roundedHalfToEven) else {
                throw AmountOutOfRange("a price of \(sum) microdollars/MWh")
            }
            return max(floor, EnergyPrice(stored: rounded))
        } catch {
            throw .outOfRange(error)
        }
    }
}

extension PriceRebuild {
    /// The part of an interval in which one run held.
    private struct Piece {
        let run: ScedRun
        let nanoseconds: Int128
    }

    /// The runs of an interval, clipped to it.
    private func pieces(
        of interval: SettlementInterval, from runs: [ScedRun]
    ) throws(Failure) -> [Piece] {
        for (earlier, later) in zip(runs, runs.dropFirst()) where earlier.at >= later.at {
            throw .outOfOrder(later.at)
        }
        var pieces: [Piece] = []
        var covered = interval.start
        for (index, run) in runs.enumerated() where run.at < interval.end {
            let next = index + 1 < runs.count ? runs[index + 1].at : interval.end
            let until = min(next, run.at.advanced(byNanoseconds: longestRun.nanoseconds), interval.end)
            guard until > interval.start else { continue }
            let from = max(run.at, interval.start)
            guard from <= covered else { break }
            pieces.append(Piece(run: run, nanoseconds: Int128(until.nanoseconds(since: from))))
            covered = until
        }
        guard covered == interval.end else { throw .notCovered(from: covered) }
        return pieces
    }

    /// The weight of each piece, in no particular unit.
    private func weights(of pieces: [Piece]) throws(Failure) -> [Int128] {
        var weights: [Int128] = []
        for piece in pieces {
            switch weighting {
            case .time:
                weights.append(piece.nanoseconds)
            case .zoneLoad:
                guard let load = piece.run.zoneLoad, load > .zero else {
                    throw .zoneLoadMissing(piece.run.at)
                }
                weights.append(piece.nanoseconds * Int128(load.microwatts))
            }
        }
        return weights
    }

    private static func mean(
        of prices: [EnergyPrice], by weights: [Int128]
    ) throws(AmountOutOfRange) -> Fraction {
        // Nanoseconds times microwatts are large, and almost always whole seconds times whole kilowatts.
        let unit = max(weights.reduce(0, greatestCommonDivisor), 1)
        var sum: Int128 = 0
        for (price, weight) in zip(prices, weights) {
            let (product, isTooLarge) =
                (weight / unit).multipliedReportingOverflow(by: Int128(price.microdollarsPerMegawattHour))
            let (next, overflows) = sum.addingReportingOverflow(product)
            guard !isTooLarge, !overflows else {
                throw AmountOutOfRange("\(price.decimal) dollars/MWh × \(weight)")
            }
            sum = next
        }
        return try Fraction(sum, over: weights.reduce(0) { $0 + $1 / unit })
    }

    /// Euclid's; neither is negative.
    private static func greatestCommonDivisor(_ left: Int128, _ right: Int128) -> Int128 {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
