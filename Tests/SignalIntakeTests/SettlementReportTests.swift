import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Testing

@testable import SignalIntake

/// Rows are invented, in the published layouts.
@Suite("ReportFileReader of settlement")
struct SettlementReportTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    static let dayAhead = "DeliveryDate,HourEnding,AncillaryType,MCPC,DSTFlag"
    static let realTime = "DeliveryDate,DeliveryHour,DeliveryInterval,RepeatedHourFlag,ASType,MCPC"
    static let plainCapacity = "interval_start_utc,market,product,price_usd_per_mw_h"
    static let plainUsage = "interval_start_utc,meter,usage_mwh"

    private func read(
        _ path: String
    ) throws -> (signals: [GridSignal], rejections: [LineRejection], summary: ReportFileReader.Summary) {
        var signals: [GridSignal] = []
        var rejections: [LineRejection] = []
        let reader = ReportFileReader(path: path, filter: SettlementPointFilter(point: "HB_WEST"))
        let summary = try reader.read(signal: { signal, _ in signals.append(signal) }) {
            rejections.append($0)
        }
        return (signals, rejections, summary)
    }

    private func read(text: String, as name: String = "a.csv") throws -> (
        signals: [GridSignal], rejections: [LineRejection], summary: ReportFileReader.Summary
    ) { try read(try folder.write(text, to: name)) }

    @Test(
        "reads prices of capacity in every layout and hour style, by name and not by place",
        arguments: [
            ("\(dayAhead)\n07/30/2026,17:00,ECRS,310.25,N", Market.dam, "2026-07-30T21:00:00Z"),
            ("\(dayAhead)\n07/30/2026,24:00,ECRS,310.25,N", .dam, "2026-07-31T04:00:00Z"),
            ("\(dayAhead)\n07/30/2026,7:00,ecrs,310.250000,false", .dam, "2026-07-30T11:00:00Z"),
            ("\(dayAhead)\n2026-07-30,7,ECRS,310.25,N", .dam, "2026-07-30T11:00:00Z"),
            ("\(dayAhead)\n11/01/2026,02:00,ECRS,310.25,N", .dam, "2026-11-01T06:00:00Z"),
            ("\(dayAhead)\n11/01/2026,02:00,ECRS,310.25,Y", .dam, "2026-11-01T07:00:00Z"),
            ("\(dayAhead)\n03/08/2026,04:00,ECRS,310.25,N", .dam, "2026-03-08T08:00:00Z"),
            (
                "MCPC,DSTFlag,AncillaryType,Hour Ending,Delivery Date\r\n310.25,N,ECRS,17:00,07/30/2026\r\n",
                .dam, "2026-07-30T21:00:00Z"
            ),
            ("\(realTime)\n07/30/2026,17,3,N,ECRS,310.25", .rtm, "2026-07-30T21:30:00Z"),
            ("\(realTime)\n11/01/2026,2,4,Y,ECRS,310.25", .rtm, "2026-11-01T07:45:00Z"),
            (
                "ASType,MCPC,RepeatedHourFlag,DeliveryInterval,DeliveryHour,DeliveryDate\n"
                    + "ECRS,310.25,true,1,2,11/01/2026", .rtm, "2026-11-01T07:00:00Z"
            ),
            ("\(plainCapacity)\n2026-07-30T21:00:00Z,dam,ECRS,310.25", .dam, "2026-07-30T21:00:00Z"),
            ("\(plainCapacity)\n2026-07-30T16:30:00-05:00,rtm,ECRS,310.25", .rtm, "2026-07-30T21:30:00Z"),
        ])
    func readsCapacityPrices(text: String, market: Market, start: String) throws {
        let found = try read(text: text)
        #expect(found.rejections.isEmpty)
        let at = try #require(UTCInstant(rfc3339: start))
        let price = CapacityPriceSignal(
            market: market, product: "ECRS", start: at,
            end: at.advanced(bySeconds: market == .dam ? 3_600 : 900),
            price: CapacityPrice(stored: 310_250_000))
        #expect(found.signals == [.capacityPrice(price)])
    }

    @Test("reads the five products of a report, under one name each")
    func readsProducts() throws {
        let rows = ["REGUP", "REGDN", "RRS", "NSPIN", "ECRS"].map { "07/30/2026,17:00,\($0),1.5,N\n" }
        let found = try read(text: "\(Self.dayAhead)\n\(rows.joined())")
        #expect(found.signals.capacityPrices.map(\.product) == ["REGUP", "REGDN", "RRS", "NSPIN", "ECRS"])
        let other = try read(text: "\(Self.realTime)\n07/30/2026,17,3,N,NSPN,1\n07/30/2026,17,3,N,DRRS,1\n")
        #expect(other.signals.capacityPrices.map(\.product) == ["NSPIN", "DRRS"])
    }

    @Test("reads metered usage of quarters of an hour")
    func readsUsage() throws {
        let found = try read(
            text: "\(Self.plainUsage)\n2026-07-30T21:30:00Z,1044372000,14.25\n"
                + "2026-07-30T21:45:00Z,\"sub, two\",0\n")
        let start = try #require(UTCInstant(rfc3339: "2026-07-30T21:30:00Z"))
        let usages = zip(["1044372000", "sub, two"], [(0, 51_300_000_000_000_000), (900, 0)]).map {
            name, row in
            let first = start.advanced(bySeconds: Int64(row.0))
            return GridSignal.meter(
                MeterSignal(
                    meter: name, power: nil, cumulative: nil,
                    usage: MeterSignal.Usage(
                        start: first, end: first.advanced(bySeconds: 900),
                        energy: Energy(microwattSeconds: Int128(row.1)))))
        }
        #expect(found.rejections.isEmpty && found.signals == usages)
    }

    @Test(
        "refuses a row with its line and reason and reads on",
        arguments: [
            (dayAhead, "03/08/2026,03:00,RRS,1,N", .absurd, "does not exist"),
            (dayAhead, "07/30/2026,02:00,RRS,1,Y", .absurd, "does not exist"),
            (dayAhead, "07/30/2026,25:00,RRS,1,N", .malformed, "1 to 24"),
            (dayAhead, "07/30/2026,17:00,R/S,1,N", .malformed, "none of ERCOT's"),
            (dayAhead, "07/30/2026,17:00,RRS,,N", .malformed, "no decimal"),
            (dayAhead, "07/30/2026,17:00,RRS,-0.01,N", .absurd, "never paid for"),
            (dayAhead, "07/30/2026,17:00,RRS,50000.01,N", .absurd, "cents"),
            (dayAhead, "07/30/2026,17:00", .malformed, "fewer"),
            (realTime, "07/30/2026,17,5,N,RRS,1", .absurd, "interval 5"),
            (realTime, "07/30/2026,17,1,?,RRS,1", .malformed, "Y nor N"),
            (plainCapacity, "2026-07-30T21:00:00Z,sced,RRS,1", .malformed, "neither dam"),
            (plainCapacity, "2026-07-30T21:15:00Z,dam,RRS,1", .malformed, "an hour"),
            (plainCapacity, "2026-07-30T21:10:00Z,rtm,RRS,1", .malformed, "15-minute"),
            (plainUsage, "2026-07-30T21:10:00Z,m,1", .malformed, "15-minute"),
            (plainUsage, "2026-07-30T21:15:00,m,1", .malformed, "no time"),
            (plainUsage, "2026-07-30T21:15:00Z,,1", .malformed, "no name"),
            (plainUsage, "2026-07-30T21:15:00Z,m,-0.1", .absurd, "generation"),
            (plainUsage, "2026-07-30T21:15:00Z,m,15000", .absurd, "kWh"),
        ] as [(String, String, RejectionReason, String)])
    func refusesRows(header: String, row: String, reason: RejectionReason, words: String) throws {
        let good = [
            Self.dayAhead: "07/30/2026,17:00,RRS,5000.01,N", Self.realTime: "07/30/2026,17,1,N,RRS,5000.01",
            Self.plainCapacity: "2026-07-30T21:00:00Z,dam,RRS,5000.01",
            Self.plainUsage: "2026-07-30T21:00:00Z,m,2500",
        ]
        let found = try read(text: "\(header)\n\(row)\n\(good[header] ?? "")\n")
        #expect(found.signals.count == 1)
        #expect(found.summary.flagged == (header == Self.plainUsage ? 0 : 1))
        #expect(found.rejections.map(\.line) == [2])
        #expect(found.rejections.first?.rejection.reason == reason)
        #expect(found.rejections.first?.rejection.detail.contains(words) == true)
    }

    @Test("reads several reports in one file, each from its header on, and gzip as plain text")
    func readsConcatenated() throws {
        let text =
            "\(Self.dayAhead)\n07/30/2026,17:00,RRS,1,N\n\n\(Self.dayAhead)\n07/31/2026,17:00,RRS,2,N\n"
            + "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n"
            + "07/30/2026,17:00,HB_WEST,412.08,N\n07/30/2026,17:00,LZ_WEST,412.08,N\n"
            + "\(Self.plainUsage)\n2026-07-30T21:00:00Z,m,1\n"
        let found = try read(text: text)
        #expect(found.rejections.isEmpty)
        #expect(found.signals.map(\.kind) == [.capacityPrice, .capacityPrice, .price, .meter])
        #expect(found.summary.otherRows == 1)
        let packed = try read(try folder.write(ReplayFiles.gzip(text), to: "a.csv.gz"))
        #expect(packed.signals == found.signals)
    }
}

extension [GridSignal] {
    var capacityPrices: [CapacityPriceSignal] {
        compactMap { if case .capacityPrice(let price) = $0 { price } else { nil } }
    }
}

/// A recording that only some checkouts have.
enum ClearingPriceRecording {
    static let file = "data/ercot-as-mcpc-2024/dam_as_mcpc_2024.csv.gz"
}

@Suite(
    "ReportFileReader on published clearing prices",
    .enabled(if: SharedData.isPresent(ClearingPriceRecording.file), "\(SharedData.absence)"))
struct PublishedClearingPriceTests {
    /// A row for each hour and product in NP4-188-CD's layout, from the recording's row for each hour.
    ///
    /// The recording has no flag for the repeated hour, whose second pass is lost in it.
    static func relaid(_ rows: [String]) -> String {
        let names = rows.first?.split(separator: ",").map { $0.uppercased() } ?? []
        var lines = [SettlementReportTests.dayAhead]
        for row in rows.dropFirst() {
            let cells = row.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == names.count else { continue }
            for column in 2..<7 where !cells[column].isEmpty {
                lines.append("\(cells[0]),\(cells[1]):00,\(names[column]),\(cells[column]),N")
            }
        }
        return lines.joined(separator: "\n")
    }

    @Test("reads the day-ahead year of 2024 with the scarcity of 8 May")
    func readsYear() throws {
        var reader = try LineReader(path: SharedData.path(ClearingPriceRecording.file))
        let text = String(decoding: try reader.contents(), as: UTF8.self)
        let rows = text.split(separator: "\n").map(String.init)
        let folder = try TemporaryDirectory()
        let path = try folder.write(ReplayFiles.gzip(Self.relaid(rows)), to: "mcpc.csv.gz")
        var prices: [CapacityPriceSignal] = []
        var refused: [LineRejection] = []
        try ReportFileReader(path: path, filter: SettlementPointFilter(point: "LZ_WEST")).read(
            signal: { signal, _ in prices += [signal].capacityPrices }, rejection: { refused.append($0) })
        // The recording fills in the hour that the clock left out in spring, and no report has.
        #expect(refused.count == 5)
        #expect(refused.allSatisfy { "\($0)".contains("2024-03-10 hour ending 3 ") })
        #expect(prices.count == (rows.count - 1) * 5 - 5)
        let scarce = prices.filter { $0.start == UTCInstant(rfc3339: "2024-05-09T01:00:00Z") }
        let byProduct = Dictionary(scarce.map { ($0.product, $0.price.decimal) }) { first, _ in first }
        #expect(byProduct["ECRS"] == "2086.26" && byProduct["NSPIN"] == "2150" && scarce.count == 5)
    }
}
