import CurtailTesting
import Foundation

/// Lines of signals and rows of prices, made up and always the same.
enum MarketLines {
    private static func line(_ kind: String, at: String, _ members: String) -> String {
        #"{"kind": "\#(kind)", "at": "\#(at)", \#(members)}"#
    }

    private static func span(_ start: String, _ end: String) -> String {
        #""start": "\#(start)", "end": "\#(end)""#
    }

    private static func award(
        _ id: String, _ program: String, _ market: String, _ megawatts: String, at: String, _ span: String
    ) -> String {
        line(
            "award", at: at,
            #""id": "\#(id)", "program": "\#(program)", "market": "\#(market)", "mw": \#(megawatts), \#(span)"#
        )
    }

    private static func capacityPrice(
        _ product: String, _ market: String, _ dollars: String, at: String, _ span: String
    ) -> String {
        line(
            "capacity_price", at: at,
            #""product": "\#(product)", "market": "\#(market)", "usd_per_mw_h": \#(dollars), \#(span)"#)
    }

    private static func text(_ secondsSinceEpoch: Int) -> String {
        Date(timeIntervalSince1970: TimeInterval(secondsSinceEpoch)).ISO8601Format()
    }

    static let hashprices = [
        ("09:20:30", "50.5"), ("14:00:10", "61.25"), ("20:46:00", "39"), ("23:31:01", "44.44"),
    ].map { line("hashprice", at: "2024-05-08T\($0)Z", #""usd_per_ph_day": \#($1)"#) }

    /// Of one interval twice, the second time back up.
    static let corrections = [
        ("2024-08-20T20:07:00Z", "2024-08-20T19:45:00Z", "2024-08-20T20:00:00Z", "30"),
        ("2024-08-21T03:10:00Z", "2024-08-20T23:30:00Z", "2024-08-20T23:45:00Z", "777.77"),
        ("2024-08-21T01:05:00Z", "2024-08-21T00:45:00Z", "2024-08-21T01:00:00Z", "12.5"),
        ("2024-08-21T04:00:00Z", "2024-08-20T23:30:00Z", "2024-08-20T23:45:00Z", "801"),
    ].map {
        line(
            "price", at: $0,
            #""market": "rtm", "point": "HB_WEST", "usd_per_mwh": \#($3), \#(span($1, $2))"#)
    }

    /// Four days in which single intervals are missing, and five hours at a stretch.
    static let pricesWithGaps: [String] = {
        var random = SeededGenerator(seed: 3)
        let dollars = ["25.17", "66.6", "88", "120.25", "9000"]
        return (0..<384).compactMap { number in
            let price = dollars.randomElement(using: &random) ?? "0"
            guard number % 37 != 5, !(151..<171).contains(number) else { return nil }
            return "\(text(1_613_282_400 + number * 900)),LZ_WEST,\(price)"
        }
    }()

    /// The same four days in ERCOT's day-ahead report, with hours above the cap of that year.
    static let dayAhead: [String] = {
        var random = SeededGenerator(seed: 4)
        return (0..<96).map { number in
            let cents = (24..<60).contains(number) ? 850_000 : 3_000
            let price = cents + Int.random(in: 0...60_000, using: &random)
            let hour = number % 24 + 1
            return "02/\(14 + number / 24)/2021,\(hour < 10 ? "0" : "")\(hour):00,N,LZ_WEST,"
                + "\(price / 100).\(price % 100 / 10)\(price % 10)"
        }
    }()

    /// One begins and ends within intervals; the real-time award comes when the replay is over.
    static let stormAwards: [String] = {
        let (before, after) = ("2021-02-13T20:00:00Z", "2021-02-18T20:00:00Z")
        let reserve = span("2021-02-14T10:00:00Z", "2021-02-16T10:00:00Z")
        return [
            award(
                "E", "day_ahead_energy", "dam", "25.5", at: before,
                span("2021-02-14T10:07:30Z", "2021-02-17T10:00:00Z")),
            award("R", "rrs", "dam", "20", at: before, reserve),
            award("R", "rrs", "rtm", "18.5", at: after, reserve),
            capacityPrice("RRS", "dam", "6.5", at: before, reserve),
            capacityPrice("RRS", "rtm", "12.01", at: after, reserve),
        ]
    }()

    /// Every fourth day of 2024 some hours of reserve and of energy; in real time from seven minutes later on.
    static func year() -> [String] {
        var random = SeededGenerator(seed: 1)
        func amount(_ range: ClosedRange<Int>, over divisor: Int) -> String {
            let count = Int.random(in: range, using: &random)
            return "\(count / divisor).\(String(count % divisor + divisor).dropFirst())"
        }
        return stride(from: 0, to: 364, by: 4).flatMap { day -> [String] in
            let start = 1_704_088_800 + day * 86_400 + 900 * Int.random(in: 40...60, using: &random)
            let end = start + 900 * Int.random(in: 1...12, using: &random)
            let before = text(start - 43_200)
            let (whole, part) = (span(text(start), text(end)), span(text(start + 420), text(end)))
            return [
                award("R\(day)", "rrs", "dam", amount(0...20_000, over: 1_000), at: before, whole),
                award("R\(day)", "rrs", "rtm", amount(0...20_000, over: 1_000), at: text(end), part),
                capacityPrice("RRS", "dam", amount(0...3_000, over: 100), at: before, whole),
                capacityPrice("RRS", "rtm", amount(0...9_000, over: 100), at: text(end), whole),
                award("E\(day)", "day_ahead_energy", "dam", "25.5", at: before, whole),
                line(
                    "price", at: before,
                    #""market": "dam", "point": "HB_WEST", "usd_per_mwh": \#(amount(0...9_000, over: 100)), "#
                        + whole),
            ]
        }
    }
}
