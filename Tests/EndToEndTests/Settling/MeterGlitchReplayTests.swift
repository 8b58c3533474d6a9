import CurtailTesting
import Foundation
import Testing

/// A morning of 3.5 MW with a price spike over two hours, under a meter that goes wrong once.
///
/// The site is down from the quarter after the first dear one to the one after the last: 7 MWh that are worth
/// 7 x 500 - 0.875 x 500 + 0.875 x 30 - 7 x 107.14 $.
@Suite("curtailctl replay over a meter that goes wrong")
struct MeterGlitchReplayTests {
    private static let quarters = 32
    private static let configuration = """
        site: {name: field, settlement_point: LZ_WEST, settlement_point_type: LZEW}
        economics: {hashprice_usd_per_ph_day: 45.00}
        price: {min_down_s: 0, min_up_s: 0, hysteresis_usd_per_mwh: 0}
        simulation: {shed_s: 0, wake_s: 0}
        groups:
          - {name: s21, driver: simulated, count: 1000, unit_w: 3500, efficiency_j_per_th: 17.5}

        """

    private static func instant(_ minute: Int) -> String {
        let begin = Date(timeIntervalSince1970: 1_782_882_000)
        return begin.addingTimeInterval(Double(minute) * 60).formatted(.iso8601)
    }

    private static func isDown(_ quarter: Int) -> Bool { (9..<17).contains(quarter) }

    private static let prices =
        "interval_start_utc,settlement_point,price_usd_per_mwh\n"
        + (0..<quarters).map { "\(instant($0 * 15)),LZ_WEST,\((8..<16).contains($0) ? 500 : 30).00\n" }
        .joined()

    /// A usage for every quarter of an hour.
    private static func usage(_ whileRunning: String) -> String {
        "interval_start_utc,meter,usage_mwh\n"
            + (0..<quarters).map { "\(instant($0 * 15)),main,\(isDown($0) ? "0" : whileRunning)\n" }.joined()
    }

    /// A register that is read every minute; `shown` says of a minute and the true ten-thousandths of a
    /// megawatt-hour what it reads.
    private static func register(_ shown: (Int, Int) -> Int) -> String {
        var twelfths = 134_237_000 * 12
        return (0...(quarters * 15)).map { minute in
            let reading = shown(minute, twelfths / 12)
            // 3.5 MW are 583 1/3 ten-thousandths of a megawatt-hour in a minute.
            if !isDown(minute / 15) { twelfths += 7_000 }
            let digits = String(format: "%d.%04d", reading / 10_000, reading % 10_000)
            return
                "{\"kind\":\"meter\",\"source\":\"pulse\",\"meter\":\"main\",\"at\":\"\(instant(minute))\","
                + "\"mwh\":\"\(digits)\"}\n"
        }.joined()
    }

    /// One way of going wrong, with the number of intervals in which it is noticed.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let signals: String
        let isUsage: Bool
        let doubted: Int
    }

    static let cases = [
        Case(testDescription: "never", signals: register { $1 }, isUsage: false, doubted: 0),
        Case(
            testDescription: "zero where the baseline ends", signals: register { $0 == 135 ? 0 : $1 },
            isUsage: false, doubted: 2),
        Case(
            testDescription: "zero between two intervals of the event",
            signals: register { $0 == 180 ? 0 : $1 }, isUsage: false, doubted: 2),
        Case(
            testDescription: "another meter on an interval's edge",
            signals: register { $0 < 180 ? $1 : $1 - 134_167_000 }, isUsage: false, doubted: 2),
        Case(
            testDescription: "one reading in kilowatt-hours",
            signals: register { $0 == 130 ? $1 * 1_000 : $1 },
            isUsage: false, doubted: 1),
        Case(testDescription: "a usage, right", signals: usage("0.875"), isUsage: true, doubted: 0),
        Case(
            testDescription: "a usage in kilowatt-hours", signals: usage("875"), isUsage: true, doubted: 24),
    ]

    @Test(
        "settles what the site can have drawn, and says how often the meter was not believed",
        arguments: cases)
    func settles(example: Case) async throws {
        let folder = try TemporaryDirectory()
        let signals = try folder.write(example.signals, to: example.isUsage ? "usage.csv" : "meter.jsonl")
        let replayed = try await ChildProcess.run(
            try ChildProcess.builtProgram("curtailctl"),
            [
                "replay", "--json", "--config", try folder.write(Self.configuration, to: "site.yaml"),
                "--prices", try folder.write(Self.prices, to: "prices.csv"),
                example.isUsage ? "--prices" : "--signals", signals, "--ledger", folder.path("ledger.sqlite"),
            ], within: .seconds(120))
        #expect(replayed.status == 0, "\(replayed.standardError)")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(replayed.standardOutput.utf8)) as? [String: Any])
        #expect(report["curtailed_mwh"] as? String == "7.000000")
        #expect(report["incremental_usd"] as? String == "2338.750000")
        #expect(report["intervals_meter_doubted"] as? Int == example.doubted)
    }
}
