import GridMarket
import CurtailmentEngine
import GridUnits

/// Refuses signals from the future and from long ago.
enum SignalTiming {
    static func check(
        _ signal: GridSignal, at: UTCInstant?, receivedAt: UTCInstant, limits: IntakeLimits
    ) throws(SignalRejection) {
        if let at {
            try PlausibleRanges.check(at, "at")
            try refuseFuture(at, "at", receivedAt, limits.otherAhead)
        }
        switch signal {
        case .price(let price):
            try refuseFuture(price.start, "start", receivedAt, limits.ahead(of: price.market))
            try refuseAncient(price.end, "the span's end", receivedAt, limits.age(of: price.market))
        case .capacityPrice(let price):
            let isOfTerm = price.end.nanoseconds(since: price.start) > SpanLimit.day.span.nanoseconds
            try refuseFuture(
                price.start, "start", receivedAt, isOfTerm ? limits.termAhead : limits.ahead(of: price.market)
            )
            try refuseAncient(price.end, "the span's end", receivedAt, limits.age(of: price.market))
        case .award(let award):
            try refuseAncient(award.end, "the award's end", receivedAt, limits.settlementAge)
        case .loadForecast(let forecast):
            try refuseAncient(forecast.end, "the span's end", receivedAt, limits.otherAge)
        case .frequency(let sample): try check(sample, receivedAt: receivedAt, limits: limits)
        case .meter(let meter):
            if let usage = meter.usage {
                try refuseFuture(usage.end, "end", receivedAt, limits.otherAhead)
                try refuseAncient(usage.end, "end", receivedAt, limits.settlementAge)
            } else if let at {
                try refuseAncient(at, "at", receivedAt, limits.otherAge)
            }
        case .instruction, .grid, .hashprice:
            if let at { try refuseAncient(at, "at", receivedAt, limits.otherAge) }
        }
    }

    static func check(
        _ sample: FrequencySample, receivedAt: UTCInstant, limits: IntakeLimits
    ) throws(SignalRejection) {
        let age = receivedAt.nanoseconds(since: sample.at)
        if age >= -limits.frequencyAhead.nanoseconds, age <= limits.frequencyAge.nanoseconds { return }
        try PlausibleRanges.check(sample.at, "at")
        try refuseFuture(sample.at, "at", receivedAt, limits.frequencyAhead)
        try refuseAncient(sample.at, "at", receivedAt, limits.frequencyAge)
    }

    private static func refuseFuture(
        _ instant: UTCInstant, _ name: String, _ receivedAt: UTCInstant, _ limit: TimeSpan
    ) throws(SignalRejection) {
        let ahead = TimeSpan(nanoseconds: instant.nanoseconds(since: receivedAt))
        guard ahead > limit else { return }
        throw SignalRejection(
            .future,
            "\(name) \(instant.milliseconds) is \(ahead.wholeSeconds) s ahead of this host's clock, more than "
                + "\(limit.wholeSeconds) s; compare the clocks: chronyc tracking")
    }

    private static func refuseAncient(
        _ instant: UTCInstant, _ name: String, _ receivedAt: UTCInstant, _ limit: TimeSpan
    ) throws(SignalRejection) {
        let age = TimeSpan(nanoseconds: receivedAt.nanoseconds(since: instant))
        guard age > limit else { return }
        throw SignalRejection(
            .ancient,
            "\(name) \(instant.milliseconds) is \(age.wholeSeconds) s ago, more than \(limit.wholeSeconds) s")
    }
}

extension IntakeLimits {
    func ahead(of market: Market) -> TimeSpan {
        switch market {
        case .sced, .rtm: otherAhead
        case .dam: dayAheadAhead
        }
    }

    /// A price that settles its span is of use as long as that span is settled again.
    func age(of market: Market) -> TimeSpan {
        switch market {
        case .sced: otherAge
        case .rtm, .dam: settlementAge
        }
    }
}

extension TimeSpan {
    var wholeSeconds: Int64 { nanoseconds / 1_000_000_000 }
}
