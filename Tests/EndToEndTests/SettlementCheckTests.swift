import CurtailTesting
import Foundation
import Testing

@Suite("The money of a replay")
struct SettlementCheckTests {
    private static let prices = "data/ercot-rtm-spp-15min-2024/rtm_hbwest_hbhubavg_2024.csv.gz"
    private static let python = "/usr/bin/python3"

    private static var canCompare: Bool {
        SharedData.isPresent(prices) && FileManager.default.isExecutableFile(atPath: python)
    }

    /// A site, and how it is replayed.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Sections of the configuration beside site and groups, as JSON members.
        var sections: [String] = []
        var groups = Case.two
        var options = ["--from", "2024-05-08T05:00:00Z", "--to", "2024-05-10T05:00:00Z"]
        /// Whether capacity is sold and cleared, hour by hour.
        var sellsCapacity = false

        static let two = """
            {"name":"old","driver":"simulated","count":600,"unit_w":32500,"efficiency_j_per_th":29.5},
            {"name":"new","driver":"simulated","count":900,"unit_w":35000,"efficiency_j_per_th":17.5}
            """
        static let atOnce = #""simulation":{"shed_s":0,"wake_s":0}"#
        static let autumn = ["--from", "2024-11-02T05:00:00Z", "--to", "2024-11-05T06:00:00Z"]
    }

    static let cases = [
        Case(testDescription: "two groups that fall and rise at once", sections: [Case.atOnce]),
        Case(
            testDescription: "fee, PUE, losses, adder, band, dwells and restart cost",
            sections: [
                Case.atOnce,
                #""price":{"min_down_s":1800,"min_up_s":1000,"hysteresis_usd_per_mwh":5,"restart_cost_usd_per_mw":3}"#,
                #""economics":{"hashprice_usd_per_ph_day":45,"pool_fee":0.02,"pue":1.05,"loss_factor":1.01,"adder_usd_per_mwh":1.25}"#,
            ]),
        Case(
            testDescription: "a restore ramp, and units that fall and rise over time",
            sections: [#""restore":{"ramp_mw_per_min":4}"#, #""simulation":{"shed_s":7,"wake_s":90}"#]),
        Case(
            testDescription: "load that is never commanded, and a group of a stated value",
            sections: [Case.atOnce],
            groups: Case.two + #"""
                ,{"name":"lab","driver":"none","mw":1.5,"value_usd_per_mwh":400},
                {"name":"hosting","driver":"simulated","count":100,"unit_w":30000,"value_usd_per_mwh":300}
                """#),
        Case(
            testDescription: "a block with resale whose terms change between the days",
            sections: [
                Case.atOnce,
                #"""
                "settlement":{"contracts":[
                {"from":"2024-05-01","block":{"mw":20,"usd_per_mwh":30,"resale":true}},
                {"from":"2024-05-09","adder_usd_per_mwh":2.5,"resale_fee_usd_per_mwh":0.5,
                "block":{"mw":30,"usd_per_mwh":31,"resale":true}}]}
                """#,
            ]),
        Case(
            testDescription: "capacity in both markets, with a share for the QSE",
            sections: [
                Case.atOnce, #""settlement":{"contracts":[{"from":"2024-05-01","qse_share":0.85}]}"#,
            ], sellsCapacity: true),
        Case(
            testDescription: "emergency response over the day of 25 hours, and a coincident peak",
            sections: [
                Case.atOnce,
                #"""
                "settlement":{"holidays":["2024-11-04"],
                "ers":[{"program":"ers_30","from":"2024-10-01","to":"2024-11-30","availability_factor":0.8,
                "periods":[{"name":"TP6","first_hour_ending":1,"last_hour_ending":3,"days":"other_days","mw":10,
                "usd_per_mw_h":15.03}]}],
                "coincident_peak":[{"from":"2024-01-01","to":"2024-12-31","peaks_per_year":12,"interval_min":30,
                "usd_per_mw_year":50000,"normal_mw":60,
                "peak_intervals":[{"start":"2024-11-03T23:00:00Z","published":true}]}]}
                """#,
            ], options: Case.autumn),
        Case(
            testDescription: "decided with the price of the interval itself", sections: [Case.atOnce],
            options: [
                "--from", "2024-05-08T05:00:00Z", "--to", "2024-05-09T05:00:00Z", "--foresight", "interval",
            ]),
    ]

    private func configuration(_ example: Case) -> String {
        let given = example.sections.joined(separator: ",")
        let economics =
            given.contains("\"economics\"") ? [] : [#""economics":{"hashprice_usd_per_ph_day":45}"#]
        let price = given.contains("\"price\"") ? [] : [#""price":{"min_down_s":900,"min_up_s":900}"#]
        let site =
            #""site":{"name":"check","settlement_point":"HB_WEST","settlement_point_type":"HU","fixed_mw":2.5}"#
        let members = [site] + economics + price + example.sections + ["\"groups\":[\(example.groups)]"]
        return "{" + members.joined(separator: ",\n") + "}\n"
    }

    /// An award and a price day-ahead and in real time for every hour of two days.
    private var capacity: String {
        (0..<48).flatMap { hour -> [String] in
            let start =
                "2024-05-\(hour < 19 ? "08" : hour < 43 ? "09" : "10")T\(Self.two((hour + 5) % 24)):00:00Z"
            let end =
                "2024-05-\(hour < 18 ? "08" : hour < 42 ? "09" : "10")T\(Self.two((hour + 6) % 24)):00:00Z"
            let span = #""start":"\#(start)","end":"\#(end)""#
            return [
                #"{"kind":"award","at":"\#(start)","id":"D\#(hour)","program":"ecrs","mw":"7.5",\#(span)}"#,
                #"{"kind":"capacity_price","at":"\#(start)","market":"dam","product":"ECRS","usd_per_mw_h":"\#(hour).\#(hour)7",\#(span)}"#,
                #"{"kind":"award","at":"\#(end)","id":"R\#(hour)","program":"ecrs","market":"rtm","mw":"6.\#(hour)",\#(span)}"#,
                #"{"kind":"capacity_price","at":"\#(end)","market":"rtm","product":"ECRS","usd_per_mw_h":"4.\#(hour)3",\#(span)}"#,
            ]
        }.joined(separator: "\n") + "\n"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    @Test(
        "is the same when it is worked out again without any code of ours", .enabled(if: canCompare),
        arguments: cases)
    func agrees(example: Case) async throws {
        let folder = try TemporaryDirectory()
        let site = try folder.write(configuration(example), to: "site.json")
        let ledger = folder.path("ledger.sqlite")
        var files = ["--prices", SharedData.path(Self.prices)]
        if example.sellsCapacity { files += ["--signals", try folder.write(capacity, to: "capacity.jsonl")] }
        let program = try ChildProcess.builtProgram("curtailctl")
        let replayed = try await ChildProcess.run(
            program, ["replay", "--config", site, "--ledger", ledger, "--json"] + files + example.options,
            within: .seconds(300))
        try #require(replayed.status == 0, "\(replayed.standardError)")
        let printed = try folder.write(replayed.standardOutput, to: "replay.json")
        let checked = try await ChildProcess.run(
            Self.python,
            [
                PackageFolder.path("Tests/EndToEndTests/check_settlement.py"), site, ledger, "--replay",
                printed,
            ]
                + files + example.options, within: .seconds(300))
        #expect(checked.status == 0, "\(checked.standardOutput)\(checked.standardError)")
        let verified = try await ChildProcess.run(program, ["verify", ledger], within: .seconds(300))
        #expect(verified.status == 0, "\(verified.standardOutput)")
    }
}
