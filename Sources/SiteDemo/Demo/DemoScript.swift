import CurtailmentEngine
import GridUnits

/// Every message of the demo's day, in the formats that any feeder uses, with when it is sent.
struct DemoScript: Sendable {
    struct Message: Hashable, Sendable {
        enum Socket: Hashable, Sendable {
            case stream, datagram
        }

        /// Time since midnight.
        let at: TimeSpan
        let socket: Socket
        let line: String
        /// Its description for people.
        var story: String?
        /// The price it brings, told at the pace of the story.
        var price: EnergyPrice?
        /// Whether it is the sample that confirms the dip.
        var confirmsDip = false
    }

    /// In the order of their time.
    let messages: [Message]

    static let award = Power.watts(350_000)
    static let awardFrom = TimeSpan.seconds(21 * 3_600)
    static let dipAt = TimeSpan.seconds(21 * 3_600 + 600)
    static let recallAt = TimeSpan.seconds(21 * 3_600 + 24 * 60)
    static let threshold = Frequency.millihertz(59_700)
    static let agreeingSamples = 3

    init() {
        let all = Self.prices + Self.frequencies + Self.dip + Self.obligation
        messages = all.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(
            \.element)
    }

    /// At each quarter the SCED price that begins, and the settlement price of the quarter that has ended.
    private static var prices: [Message] {
        (0...SyntheticDay.intervalCount).flatMap { quarter -> [Message] in
            let at = TimeSpan.seconds(Int64(quarter) * SyntheticDay.intervalSeconds)
            var messages: [Message] = []
            if quarter > 0 {
                messages.append(price("rtm", quarter: quarter - 1, at: at))
            }
            if quarter < SyntheticDay.intervalCount {
                var message = price("sced", quarter: quarter, at: at)
                message.price = SyntheticDay.prices[quarter]
                messages.append(message)
            }
            return messages
        }
    }

    private static func price(_ market: String, quarter: Int, at: TimeSpan) -> Message {
        let start = SyntheticDay.start(ofQuarter: quarter).seconds
        let end = SyntheticDay.start(ofQuarter: quarter + 1).seconds
        let line =
            "{\"kind\":\"price\",\"at\":\"\(instant(at).seconds)\",\"source\":\"ercot\",\"market\":\"\(market)\","
            + "\"point\":\"LZ_WEST\",\"point_type\":\"LZEW\",\"start\":\"\(start)\",\"end\":\"\(end)\","
            + "\"usd_per_mwh\":\"\(SyntheticDay.prices[quarter].decimal)\"}"
        return Message(at: at, socket: .stream, line: line)
    }

    /// A quiet sample now and then; without a time of its own, so that it counts from its receipt.
    private static var frequencies: [Message] {
        let quiet: [Message] = (0..<SyntheticDay.intervalCount).compactMap { quarter in
            let at = TimeSpan.seconds(Int64(quarter) * SyntheticDay.intervalSeconds + 300)
            guard at < awardFrom || at > recallAt else { return nil }
            return sample(at, .millihertz(59_990 + Int64(quarter * 7 % 20)), isStamped: false)
        }
        // The grid comes back within minutes.
        let recovery: [Int64] = [
            59_868, 59_881, 59_902, 59_934, 59_958, 59_971, 59_984, 59_993, 60_001, 60_004,
        ]
        return quiet
            + recovery.enumerated().map { minute, millihertz in
                sample(
                    dipAt + .seconds(60 + Int64(minute) * 60), .millihertz(millihertz), isStamped: false,
                    story: minute == 4 ? "frequency is back at 59.958 Hz; the obligation still stands" : nil)
            }
    }

    /// Ten samples a second: a large unit trips, the frequency falls to 59.69 Hz and begins to come back.
    private static var dip: [Message] {
        var below = 0
        return (-20..<240).map { tenth in
            let second = Int64(tenth)
            let millihertz: Int64 =
                tenth < 0
                ? 59_996
                : tenth < 62 ? 59_996 - second * 5 : tenth < 90 ? 59_690 : 59_690 + (second - 90) * 8 / 10
            let frequency = Frequency.millihertz(max(millihertz, 59_690))
            below = frequency <= threshold ? below + 1 : 0
            var story: String?
            if tenth == 0 { story = "a large unit trips: the frequency falls from 59.996 Hz at 0.05 Hz/s" }
            if tenth == 239 { story = "frequency \(frequency.decimal) Hz and rising" }
            var message = sample(
                dipAt + .milliseconds(second * 100), frequency, isStamped: true, story: story)
            message.confirmsDip = below == agreeingSamples
            return message
        }
    }

    private static func sample(
        _ at: TimeSpan, _ frequency: Frequency, isStamped: Bool, story: String? = nil
    ) -> Message {
        let stamp = isStamped ? " \(instant(at).nanosecondsSinceEpoch)" : ""
        return Message(
            at: at, socket: .datagram, line: "frequency,source=relay1 hz=\(frequency.decimal)\(stamp)",
            story: story)
    }

    /// Responsive Reserve that was sold, and its recall by the QSE.
    private static var obligation: [Message] {
        let sold = awardFrom - .seconds(600)
        let award =
            "{\"kind\":\"award\",\"at\":\"\(instant(sold).seconds)\",\"source\":\"qse\",\"id\":\"RRS-1\","
            + "\"program\":\"rrs\",\"mw\":\"\(award.decimal)\",\"start\":\"\(instant(awardFrom).seconds)\","
            + "\"end\":\"\(instant(awardFrom + .seconds(7_200)).seconds)\"}"
        let recall =
            "{\"kind\":\"instruction\",\"at\":\"\(instant(recallAt).seconds)\",\"source\":\"qse\",\"id\":\"RRS-1\","
            + "\"program\":\"rrs\",\"action\":\"recall\",\"issuer\":\"QSE desk\"}"
        return [
            Message(
                at: sold, socket: .stream, line: award,
                story:
                    "the QSE sends an award: \(Self.award.decimal) MW of Responsive Reserve, 21:00 to 23:00"),
            Message(at: recallAt, socket: .stream, line: recall, story: "the QSE desk recalls RRS-1"),
        ]
    }

    private static func instant(_ at: TimeSpan) -> UTCInstant {
        SyntheticDay.midnight.advanced(byNanoseconds: at.nanoseconds)
    }
}
