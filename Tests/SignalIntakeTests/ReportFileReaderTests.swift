import CurtailTesting
import GridMarket
import CurtailmentEngine
import GridUnits
import Testing

@testable import SignalIntake

@Suite("ReportFileReader")
struct ReportFileReaderTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func read(
        _ path: String, point: String = "HB_WEST", type: String? = nil
    ) throws -> (prices: [PriceSignal], rejections: [LineRejection], summary: ReportFileReader.Summary) {
        var prices: [PriceSignal] = []
        var rejections: [LineRejection] = []
        let filter = SettlementPointFilter(point: point, pointType: type)
        let reader = ReportFileReader(path: path, filter: filter)
        let summary = try reader.read(signal: { signal, _ in prices += signal.prices }) {
            rejections.append($0)
        }
        return (prices, rejections, summary)
    }

    private static let header =
        "DeliveryDate,DeliveryHour,DeliveryInterval,SettlementPointName,SettlementPointType,SettlementPointPrice,DSTFlag"

    @Test(
        "places ERCOT's labels on the UTC time line",
        arguments: [
            ("11/01/2026,2,1,HB_WEST,HU,1.5,N", "2026-11-01T06:00:00Z"),
            ("11/01/2026,2,1,HB_WEST,HU,1.5,Y", "2026-11-01T07:00:00Z"),
            ("11/01/2026,3,1,HB_WEST,HU,1.5,N", "2026-11-01T08:00:00Z"),
            ("11/01/2026,24,4,HB_WEST,HU,1.5,N", "2026-11-02T05:45:00Z"),
            ("03/08/2026,2,4,HB_WEST,HU,1.5,N", "2026-03-08T07:45:00Z"),
            ("03/08/2026,4,1,HB_WEST,HU,1.5,N", "2026-03-08T08:00:00Z"),
            ("07/22/2026,17,4,HB_WEST,HU,1.5,N", "2026-07-22T21:45:00Z"),
            ("01/15/2026,1,1,HB_WEST,HU,1.5,N", "2026-01-15T06:00:00Z"),
        ])
    func placesLabels(row: String, start: String) throws {
        let path = try folder.write("\u{FEFF}\(Self.header)\r\n\(row)\r\n\r\n", to: "a.csv")
        let found = try read(path)
        #expect(found.rejections.isEmpty)
        #expect(found.prices.map(\.start.seconds) == [start])
        #expect(found.prices.first?.price == .centsPerMegawattHour(150))
        #expect(found.prices.first?.pointType == "HU")
    }

    @Test(
        "reads every layout, its columns in any order",
        arguments: [
            (
                "Settlement Point Price,Settlement Point Type,Settlement Point Name,Repeated Hour Flag,Delivery Interval,Delivery Hour,Delivery Date\n1204.55,HU,HB_WEST,false,3,17,07/30/2026",
                Market.rtm, "2026-07-30T21:30:00Z"
            ),
            (
                "SCEDTimestamp,RepeatedHourFlag,SettlementPoint,LMP\n07/30/2026 16:35:14,N,HB_WEST,1204.55",
                .sced, "2026-07-30T21:35:14Z"
            ),
            (
                "SCEDTimestamp,RepeatedHourFlag,SettlementPoint,LMP\n11/01/2026 01:50:14,Y,HB_WEST,1204.55",
                .sced, "2026-11-01T07:50:14Z"
            ),
            (
                "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n07/30/2026,24:00,HB_WEST,1204.55,N",
                .dam, "2026-07-31T04:00:00Z"
            ),
            (
                "Delivery Date,Hour Ending,Repeated Hour Flag,Settlement Point,Settlement Point Price\n07/30/2026,1:00,N,\"HB_WEST\",1204.55",
                .dam, "2026-07-30T05:00:00Z"
            ),
            (
                "price_usd_per_mwh,interval_start_utc,settlement_point\n1204.55,2026-07-30T21:30:00Z,HB_WEST",
                .rtm, "2026-07-30T21:30:00Z"
            ),
        ])
    func readsLayouts(text: String, market: Market, start: String) throws {
        let found = try read(try folder.write(text, to: "b.csv"))
        #expect(found.rejections.isEmpty)
        #expect(found.prices.map(\.start.seconds) == [start])
        #expect(found.prices.first?.market == market)
        #expect(found.prices.first?.price == .centsPerMegawattHour(120_455))
    }

    @Test(
        "refuses a row with its line and reason and reads on",
        arguments: [
            ("03/08/2026,3,1,HB_WEST,HU,1,N", .absurd, "does not exist"),
            ("07/22/2026,2,1,HB_WEST,HU,1,Y", .absurd, "does not exist"),
            ("07/22/2026,25,1,HB_WEST,HU,1,N", .malformed, "1 to 24"),
            ("07/22/2026,2,5,HB_WEST,HU,1,N", .absurd, "interval 5"),
            ("13/22/2026,2,1,HB_WEST,HU,1,N", .malformed, "no day"),
            ("07/22/2026,2,1,HB_WEST,HU,,N", .malformed, "decimal"),
            ("07/22/2026,2,1,HB_WEST,HU,-251.01,N", .absurd, "floor"),
            ("07/22/2026,2,1,HB_WEST,HU,50000.01,N", .absurd, "cents"),
            ("07/22/2026,2,1,HB_WEST,HU,1,maybe", .malformed, "Y nor N"),
            ("07/22/2026,2", .malformed, "fewer"),
        ] as [(String, RejectionReason, String)])
    func refusesRows(row: String, reason: RejectionReason, words: String) throws {
        let path = try folder.write(
            "\(Self.header)\n\(row)\n07/22/2026,2,1,HB_WEST,HU,5000.01,N\n", to: "c.csv")
        let found = try read(path)
        #expect(found.prices.count == 1)
        #expect(found.summary.flagged == 1)
        #expect(found.rejections.map(\.line) == [2])
        #expect(found.rejections.first?.rejection.reason == reason)
        #expect(found.rejections.first?.rejection.detail.contains(words) == true)
    }

    @Test(
        "names LZEW when a zone is there as LZ and as LZEW and the type is any, and tells them apart otherwise"
    )
    func namesLZEW() throws {
        let text =
            "\(Self.header)\n07/30/2026,17,3,LZ_WEST,LZ,1210.02,N\n07/30/2026,17,3,LZ_WEST,LZEW,1209.77,N\n"
        let path = try folder.write(text, to: "d.csv")
        let failure = #expect(throws: SignalFileFailure.self) { try read(path, point: "LZ_WEST") }
        #expect(failure?.description.contains("settlement_point_type: LZEW") == true)
        let weighted = try read(path, point: "LZ_WEST", type: "LZEW")
        #expect(weighted.prices.map(\.price) == [.centsPerMegawattHour(120_977)])
        #expect(weighted.summary.otherRows == 1)
    }

    @Test(
        "refuses a header that nothing knows, an empty file, a missing file and damaged gzip, each with what to do"
    )
    func refusesFiles() throws {
        let unknown = try folder.write("a,b,c\n1,2,3\n", to: "e.csv")
        let failure = #expect(throws: SignalFileFailure.self) { try read(unknown) }
        #expect(failure?.description.contains("NP6-905-CD") == true)
        #expect(failure?.description.contains("interval_start_utc") == true)
        let empty = try folder.write("", to: "f.csv")
        #expect(throws: SignalFileFailure.self) { try read(empty) }
        #expect(throws: SignalFileFailure.self) { try read("/nowhere/at.csv") }
        let damaged = try folder.write([0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3], to: "g.csv.gz")
        let broken = #expect(throws: SignalFileFailure.self) { try read(damaged) }
        #expect(broken?.description.contains("gzip -t") == true)
    }

    @Test("skips a line of more than 64 KiB and reads on")
    func skipsOversizeLine() throws {
        let long = String(repeating: "x", count: 600_000)
        let path = try folder.write("\(Self.header)\n\(long)\n07/22/2026,2,1,HB_WEST,HU,1,N\n", to: "h.csv")
        let found = try read(path)
        #expect(found.prices.count == 1)
        #expect(found.rejections.map(\.line) == [2])
        #expect(found.rejections.first?.rejection.reason == .oversize)
    }
}

@Suite("ReportFileReader on days and years")
struct ReportFileReaderYearTests {
    private static let year = "data/ercot-rtm-spp-15min-2024/rtm_hbwest_hbhubavg_2024.csv.gz"
    private static let dayAhead = "data/ercot-dam-spp-2021/DAMLZHBSPP_2021.csv.gz"

    private func prices(_ path: String, point: String, type: String? = nil) throws -> [PriceSignal] {
        var prices: [PriceSignal] = []
        let reader = ReportFileReader(
            path: path, filter: SettlementPointFilter(point: point, pointType: type))
        let summary = try reader.read(signal: { signal, _ in prices += signal.prices }) {
            Issue.record("\($0)")
        }
        #expect(summary.rejected == 0)
        return prices
    }

    @Test("reads a whole year without gap, overlap or change")
    func readsYear() throws {
        let folder = try TemporaryDirectory()
        let prices = try prices(
            folder.write(MadePrices.plain(MadePrices.year), to: "year.csv"), point: "HB_WEST")
        #expect(prices.map(\.start) == MadePrices.starts(MadePrices.year))
        #expect(prices.count == 35_136)
        #expect(prices.allSatisfy { $0.price == MadePrices.price(at: $0.start) })
    }

    @Test(
        "reads the real year 2024 at HB_WEST",
        .enabled(if: SharedData.isPresent(year), "\(SharedData.absence)"))
    func readsRecordedYear() throws {
        let prices = try prices(SharedData.path(Self.year), point: "HB_WEST")
        #expect(prices.count == 35_136)
        let highest = prices.max { $0.price < $1.price }
        #expect(highest?.price == .centsPerMegawattHour(496_484))
        #expect(highest?.start.seconds == "2024-05-09T01:00:00Z")
        #expect(prices.min { $0.price < $1.price }?.price == .centsPerMegawattHour(-3_190))
        #expect(zip(prices, prices.dropFirst()).allSatisfy { $0.end == $1.start })
    }

    @Test(
        "reads the days on which the clock changes without gap or overlap",
        arguments: [(month: 3, day: 10, count: 92), (month: 11, day: 3, count: 100)])
    func readsSwitchDays(month: Int, day: Int, count: Int) throws {
        let folder = try TemporaryDirectory()
        let prices = try prices(
            folder.write(MadePrices.published(month: month, day: day), to: "day.csv"), point: "HB_WEST",
            type: "HU")
        #expect(prices.map(\.start) == MadePrices.starts(MadePrices.operatingDay(month: month, day: day)))
        #expect(prices.count == count)
        #expect(prices.allSatisfy { $0.price == MadePrices.price(at: $0.start) })
        #expect(zip(prices, prices.dropFirst()).allSatisfy { $0.end == $1.start })
    }

    @Test(
        "reads the real day-ahead year 2021, where prices passed the cap of $9,000",
        .enabled(if: SharedData.isPresent(dayAhead), "\(SharedData.absence)"))
    func readsDayAhead() throws {
        let prices = try prices(SharedData.path(Self.dayAhead), point: "LZ_WEST")
        #expect(prices.count == 8_760)
        #expect(prices.allSatisfy { $0.market == .dam })
        #expect(prices.max { $0.price < $1.price }?.price == .centsPerMegawattHour(902_699))
        #expect(Set(prices.map(\.start)).count == 8_760)
    }
}

extension GridSignal {
    /// The price of energy, as a list of one; nothing for other kinds.
    var prices: [PriceSignal] { if case .price(let price) = self { [price] } else { [] } }
}
