import CurtailTesting
import GridUnits
import Settlement
import SiteConfiguration
import HostSystem
import Testing

@testable import HistoryReplay

@Suite("ReplaySweep")
struct ReplaySweepTests {
    /// A folder with a configuration and 60 prices around its break-even of 100.
    private struct Ground {
        var run: ReplayRun
        let path: String

        init(_ configuration: String = ReplayFiles.configuration()) throws {
            run = try ReplayRun((0..<60).map { "\($0 * 37 % 80 + 60)" }, configuration: configuration)
            path = try run.folder.write(configuration, to: "site.yaml")
        }

        func sweep(_ keys: [String]) throws -> ReplaySweep {
            try ReplaySweep(keys.map { try SweepKey($0) }, of: run.request, configuration: path)
        }
    }

    private static let keys = [
        "price.hysteresis_usd_per_mwh=0,10,20", "groups.hall.value_usd_per_mwh=90,100",
    ]

    @Test("every combination is a row, the last key changing fastest")
    func product() throws {
        let ground = try Ground()
        let report = try ground.sweep(Self.keys).run(threads: 1)
        #expect(
            report.rows.map(\.values) == [
                ["0", "90"], ["0", "100"], ["10", "90"], ["10", "100"], ["20", "90"], ["20", "100"],
            ])
    }

    @Test("a row is the replay of a configuration with those values, but for the configuration's digest")
    func rowsAreReplays() throws {
        let ground = try Ground()
        let report = try ground.sweep(["price.hysteresis_usd_per_mwh=0,10", "simulation.shed_s=0,5"])
            .run(threads: 2)
        for row in report.rows {
            let text = ReplayFiles.configuration(
                shed: Int(row.values[1]) ?? 0, price: ["hysteresis_usd_per_mwh: \(row.values[0])"])
            var request = ground.run.request
            request.configuration = try SiteConfiguration.parse(
                text: text, file: "site.yaml", relativeTo: ground.run.folder.path)
            let alone = try HistoryReplay.run(request)
            #expect(
                row.report.json.replacing(row.report.configurationDigest, with: alone.configurationDigest)
                    == alone.json)
        }
        #expect(Set(report.rows.map(\.report.configurationDigest)).count == 4)
    }

    @Test("the document does not depend on the number of threads", arguments: [2, 3, 16])
    func deterministic(threads: Int) throws {
        let ground = try Ground()
        let sweep = try ground.sweep(Self.keys)
        #expect(try sweep.run(threads: threads).json == sweep.run(threads: 1).json)
    }

    @Test("the row with the highest net is the best, of equal ones the first")
    func best() throws {
        let ground = try Ground()
        let report = try ground.sweep(["groups.0.value_usd_per_mwh=100,60,61", "site.name=a,b"])
            .run(threads: 2)
        let nets = report.rows.map(\.report.claims.net)
        #expect(nets[report.best] == nets.max())
        #expect(report.best % 2 == 0)
        #expect(report.json.hasPrefix(#"{"schema":"curtaild.sweep/1","keys":["groups.0.value_usd_per_mwh","#))
        #expect(
            report.json.contains(#"{"values":{"groups.0.value_usd_per_mwh":"60","site.name":"b"},"replay":{"#)
        )
    }

    @Test("each row has the rival that a lone replay of it has, whichever row worked it out")
    func rivals() throws {
        var ground = try Ground()
        ground.run.request.twoStrike = .strikes(
            TwoStrikeRule(ordered: .dollarsPerMegawattHour(120), above: .dollarsPerMegawattHour(80)))
        let keys = ["price.restart_cost_usd_per_mw=0,1", "price.min_down_s=0,900", "simulation.wake_s=0,60"]
        let report = try ground.sweep(keys).run(threads: 3)
        let nets = report.rows.compactMap(\.report.twoStrike?.net)
        #expect(nets.count == 8)
        #expect(Set(nets).count == 4)
        for (row, net) in zip(report.rows, nets) {
            let settings = zip(keys, row.values).map { "\($0.prefix { $0 != "=" })=\($1)" }
            let alone = try ground.sweep(settings).run(threads: 1)
            #expect(alone.rows.first?.report.twoStrike?.net == net)
        }
    }

    @Test("each settlement point of a sweep has its own prices")
    func settlementPoints() throws {
        var ground = try Ground(
            ReplayFiles.configuration().replacing("  settlement_point_type: HU\n", with: ""))
        let west = ReplayFiles.prices(["150", "150"])
        let north = ReplayFiles.prices(["150", "50"], point: "HB_NORTH").split(separator: "\n").dropFirst()
        ground.run.request.priceFiles = [
            try ground.run.folder.write(west + north.map { "\($0)\n" }.joined(), to: "both.csv")
        ]
        let report = try ground.sweep(["site.settlement_point=HB_WEST,HB_NORTH"]).run(threads: 2)
        #expect(report.rows.map { $0.report.claims.net.decimal } == ["12.5", "-12.5"])
    }

    @Test("frequency is read once for runs with different limits")
    func frequency() throws {
        let text =
            ReplayFiles.configuration()
            + "underfrequency: {arming: always, shed: everything, agreeing_samples: 1, threshold_hz: 59.7}\n"
        var ground = try Ground(text)
        var lines = "time_utc,hz\n2024-06-01T00:00:00Z,60\n"
        for second in 1...3 { lines += "2024-06-01T00:00:0\(second)Z,59.7\(second)\n" }
        ground.run.request.priceFiles = []
        ground.run.request.frequencyFiles = [try ground.run.folder.write(lines, to: "hz.csv")]
        let report = try ground.sweep(["underfrequency.threshold_hz=59.5,59.75"]).run(threads: 1)
        #expect(report.rows.map(\.report.events) == [0, 1])
        #expect(report.rows.map(\.report.from.seconds) == ["2024-06-01T00:00:00Z", "2024-06-01T00:00:00Z"])
    }

    @Test("the first combination that is not valid stops the sweep before a file is read")
    func invalid() throws {
        var ground = try Ground()
        ground.run.request.priceFiles = ["/nonexistent"]
        let sweep = try ground.sweep(["economics.pue=1,0.5,0.4", "price.min_up_s=0,900"])
        let failure = #expect(throws: SweepFailure.self) { try sweep.run(threads: 3) }
        let text = "\(failure.map { "\($0)" } ?? "")"
        #expect(
            text.hasPrefix("With economics.pue=0.5 price.min_up_s=0 the configuration is not valid."),
            "\(text)")
        #expect(text.contains("economics.pue=0.5: economics.pue: 0.5 is below 1"))
    }

    @Test(
        "what is too much or no key is refused with its numbers",
        arguments: [
            (
                [
                    (1...65).map(String.init).joined(separator: ","),
                    (1...64).map(String.init).joined(separator: ","),
                ], "4160 runs; at most 4096"
            ),
            (["1", "1", "1", "1", "1", "1", "1"], "7 keys; at most 6"),
        ])
    func limits(values: [String], words: String) throws {
        let paths = [
            "price.min_up_s", "price.min_down_s", "price.stale_s", "economics.pue", "economics.pool_fee",
            "simulation.shed_s", "simulation.wake_s",
        ]
        let ground = try Ground()
        let keys = zip(paths, values).map { "\($0)=\($1)" }
        do {
            _ = try ground.sweep(keys)
            Issue.record("not refused")
        } catch { #expect("\(error)".contains(words), "\(error)") }
    }

    @Test("4,096 runs are not too many")
    func atTheLimit() throws {
        let values = (1...64).map(String.init).joined(separator: ",")
        let ground = try Ground()
        let sweep = try ground.sweep(["price.min_up_s=\(values)", "price.min_down_s=\(values)"])
        #expect(sweep.runCount == ReplaySweep.runLimit)
    }

    @Test("one key by two paths, and a key that is not there, are refused")
    func keys() throws {
        let ground = try Ground()
        #expect(throws: SweepFailure.self) { try ground.sweep(["groups.0.count=1", "groups.hall.count=2"]) }
        #expect(throws: SweepFailure.self) { try ground.sweep(["price.min_dawn_s=1"]) }
    }

    @Test("progress counts every run")
    func progress() throws {
        let seen = Monitor<[Int]>([])
        let ground = try Ground()
        _ = try ground.sweep(Self.keys).run(threads: 2) { done, total in
            seen.withLock { $0.append(total * 100 + done) }
        }
        #expect(seen.withLock { $0.sorted() } == (1...6).map { 600 + $0 })
    }
}

@Suite("SweepKey")
struct SweepKeyTests {
    @Test("a key and its values are what was written, without blanks around them")
    func reads() throws {
        let key = try SweepKey("price.min_down_s = 0, 900 ,1800")
        #expect(key.path == "price.min_down_s")
        #expect(key.values == ["0", "900", "1800"])
    }

    @Test(
        "a text without key, values or difference is refused",
        arguments: ["", "a", "=1", "a=", "a=1,", "a=1,1"])
    func refuses(text: String) {
        #expect(throws: SweepKey.Failure.self) { try SweepKey(text) }
    }
}

@Suite("ParallelRuns")
struct ParallelRunsTests {
    private struct Stop: Error, Equatable {
        let number: Int
    }

    @Test("results stand in the order of their numbers", arguments: [0, 1, 2, 9])
    func order(threads: Int) throws {
        #expect(try ParallelRuns.map(count: 50, threads: threads) { $0 * $0 } == (0..<50).map { $0 * $0 })
        #expect(try ParallelRuns.map(count: 0, threads: threads) { $0 }.isEmpty)
    }

    @Test("of several failures the one with the lowest number is thrown", arguments: [1, 2, 9])
    func failure(threads: Int) {
        #expect(throws: Stop(number: 7)) {
            try ParallelRuns.map(count: 50, threads: threads) { number in
                guard number < 7 else { throw Stop(number: number) }
            }
        }
    }
}
