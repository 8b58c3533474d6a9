import GridUnits

/// How fast the demo's day passes: quick through the calm, slow while something happens.
struct DemoPace: Hashable, Sendable {
    /// How quickly the demo is played; the raw value is how much longer it takes than the fastest.
    enum Speed: Int64, Hashable, Sendable {
        case fast = 1
        case ordinary = 4
    }

    /// A corner of the line that maps the host's time to the market's; both are counted from midnight.
    private struct Corner: Hashable, Sendable {
        let market: TimeSpan
        let real: TimeSpan
    }

    /// Ends of the stretches, time of day in Texas and real milliseconds spent in each at the fastest.
    private static let stretches: [(hour: Int64, minute: Int64, second: Int64, milliseconds: Int64)] = [
        (15, 14, 55, 1_500), (15, 15, 25, 1_200), (15, 44, 55, 250), (15, 45, 25, 1_200), (19, 29, 55, 1_200),
        (19, 30, 35, 1_300), (20, 14, 55, 350), (20, 15, 35, 1_300), (21, 9, 57, 400), (21, 10, 30, 2_400),
        (21, 23, 58, 400), (21, 24, 38, 1_300), (24, 0, 20, 900),
    ]

    private let corners: [Corner]
    let speed: Speed

    init(_ speed: Speed) {
        self.speed = speed
        var real: Int64 = 0
        var corners = [Corner(market: .zero, real: .zero)]
        for stretch in Self.stretches {
            real += stretch.milliseconds * speed.rawValue
            let market = (stretch.hour * 60 + stretch.minute) * 60 + stretch.second
            corners.append(Corner(market: .seconds(market), real: .milliseconds(real)))
        }
        self.corners = corners
    }

    /// Real time that the whole day takes.
    var length: TimeSpan { corners.last?.real ?? .zero }

    /// The market's time since midnight when so much real time has passed; the last speed goes on for ever.
    func market(atReal real: TimeSpan) -> TimeSpan {
        interpolate(real, from: \.real, to: \.market)
    }

    /// The real time that has passed when the market's time is so far from midnight.
    func real(atMarket market: TimeSpan) -> TimeSpan {
        interpolate(market, from: \.market, to: \.real)
    }

    private func interpolate(
        _ value: TimeSpan, from: KeyPath<Corner, TimeSpan>, to: KeyPath<Corner, TimeSpan>
    ) -> TimeSpan {
        let end = corners.dropFirst().firstIndex { $0[keyPath: from] > value } ?? corners.count - 1
        let (left, right) = (corners[end - 1], corners[end])
        let part = Int128((value - left[keyPath: from]).nanoseconds)
        let rise = Int128((right[keyPath: to] - left[keyPath: to]).nanoseconds)
        let run = Int128((right[keyPath: from] - left[keyPath: from]).nanoseconds)
        return left[keyPath: to] + TimeSpan(nanoseconds: Int64(clamping: part * rise / run))
    }
}
