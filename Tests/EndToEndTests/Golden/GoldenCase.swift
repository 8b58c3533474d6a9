import Foundation
import Testing

/// A small made-up history of a site, whose replay is kept as a golden.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    /// The name of its golden.
    let name: String
    /// The configuration as JSON, which is YAML too.
    let site: String
    /// Files of prices, in any layout that `replay --prices` takes.
    var prices: [String] = []
    /// A file of frequency, `time_utc,hz`.
    var frequency = ""
    /// Lines of signals.
    var signals: [String] = []
    /// Options of `replay` beside the files.
    var options: [String] = []
    /// Operating days whose intervals and claims are kept; all without.
    var days: (from: String, to: String)?
    /// Whether decisions and events are kept; cases that differ only in what settles share those of one.
    var showsDecisions = true
    /// Whether intervals and claims are kept.
    var showsIntervals = true
    /// Instants whose knowledge of the money is kept.
    var knownAt: [String] = []
    /// Instants that are explained.
    var explained: [String] = []

    var testDescription: String { name }
    /// A sweep writes no ledger.
    var isSweep: Bool { options.contains("--sweep") }
}

/// Made-up rows and lines of a market.
enum GoldenMarket {
    /// An instant so many seconds after another.
    static func instant(_ start: String, _ seconds: Int = 0) -> String {
        let date = (try? Date(start, strategy: .iso8601)) ?? .distantPast
        return date.addingTimeInterval(TimeInterval(seconds)).ISO8601Format()
    }

    /// The plain layout of prices, a quarter of an hour after the other; `-` leaves one out.
    static func prices(_ dollars: String, from start: String, at point: String = "HB_WEST") -> String {
        rows(
            "interval_start_utc,settlement_point,price_usd_per_mwh", from: start,
            dollars.split(separator: " ")
        ) {
            "\(point),\($0)"
        }
    }

    /// What a meter's owner says of each quarter of an hour, megawatt-hours.
    static func usage(_ megawattHours: [String], from start: String, of meter: String = "main") -> String {
        rows("interval_start_utc,meter,usage_mwh", from: start, megawattHours) { "\(meter),\($0)" }
    }

    private static func rows<Value: StringProtocol>(
        _ header: String, from start: String, _ values: [Value], _ row: (Value) -> String
    ) -> String {
        let lines = values.enumerated().filter { $0.element != "-" }.map { index, value in
            "\(instant(start, index * 900)),\(row(value))"
        }
        return ([header] + lines).map { "\($0)\n" }.joined()
    }

    /// The four quarters of hours, of both markets.
    static func capacity(_ product: String, dayAhead: [String], realTime: [String], from start: String)
        -> String
    {
        let dam = dayAhead.enumerated().map { "\(instant(start, $0 * 3_600)),dam,\(product),\($1)\n" }
        let rtm = realTime.enumerated().map { "\(instant(start, $0 * 900)),rtm,\(product),\($1)\n" }
        return "interval_start_utc,market,product,price_usd_per_mw_h\n" + (dam + rtm).joined()
    }

    /// Frequency once a second: runs of a value.
    static func frequency(_ runs: [(hertz: String, seconds: Int)], from start: String) -> String {
        var lines = ["time_utc,hz\n"]
        for run in runs {
            for _ in 0..<run.seconds { lines.append("\(instant(start, lines.count - 1)),\(run.hertz)\n") }
        }
        return lines.joined()
    }

    /// One line of a signal.
    static func line(_ kind: String, at: String, _ members: String) -> String {
        #"{"kind": "\#(kind)", "at": "\#(at)", \#(members)}"#
    }

    /// A price of any market.
    static func price(
        _ market: String, _ dollars: String, at: String, from start: String, seconds: Int,
        point: String = "HB_WEST"
    ) -> String {
        line(
            "price", at: at,
            #""market": "\#(market)", "point": "\#(point)", "usd_per_mwh": \#(dollars), "#
                + #""start": "\#(start)", "end": "\#(instant(start, seconds))""#)
    }

    /// SCED prices, five minutes after the other, each known as it begins; `-` leaves one out.
    static func dispatch(_ dollars: String, from start: String) -> [String] {
        dollars.split(separator: " ").enumerated().filter { $0.element != "-" }.map { index, dollars in
            let begins = instant(start, index * 300)
            return price("sced", "\(dollars)", at: begins, from: begins, seconds: 300)
        }
    }

    /// Capacity or energy that was sold.
    static func award(
        _ id: String, _ program: String, _ market: String, _ megawatts: String, at: String,
        from start: String,
        seconds: Int
    ) -> String {
        line(
            "award", at: at,
            #""id": "\#(id)", "program": "\#(program)", "market": "\#(market)", "mw": \#(megawatts), "#
                + #""start": "\#(start)", "end": "\#(instant(start, seconds))""#)
    }
}
