import GridMarket
import SitePorts
import SiteLoop
import CurtailTesting
import CurtailmentEngine
import GridUnits
import HostSystem
import NIOCore
import Testing

@testable import SignalIntake

/// Reports through the live transports; now is 2026-07-22T21:50:00Z, hour ending 17 of the market's day.
@Suite("SignalListeners of reports", .timeLimit(.minutes(1)))
struct ReportListenersTests {
    private let fixture: ListenerFixture

    init() throws { fixture = try ListenerFixture() }

    private var path: String { fixture.folder.path }

    private static let prices =
        "DeliveryDate,DeliveryHour,DeliveryInterval,SettlementPointName,SettlementPointType,"
        + "SettlementPointPrice,DSTFlag"

    private func values(_ record: RecordingReceiver.Record) -> [String] {
        record.signals.map(\.signal.content.text)
    }

    @Test("takes prices of capacity and usages out of the inbox, and the same file again as repetitions")
    func takesFromInbox() async throws {
        let inbox = "\(path)/inbox"
        try await fixture.start(.inbox(path: inbox))
        try await fixture.settled()
        let text =
            "\(SettlementReportTests.dayAhead)\n07/22/2026,18:00,RRS,6.5,N\n07/22/2026,17:00,RRS,5.5,N\n"
            + "\(SettlementReportTests.plainUsage)\n2026-07-22T21:30:00Z,main,25\n"
        for name in ["first.csv", "second.csv.gz"] {
            let bytes = name.hasSuffix("gz") ? ReplayFiles.gzip(text) : Array(text.utf8)
            _ = try fixture.folder.write(bytes, to: "inbox/\(name).part")
            try HostFolder.move("\(inbox)/\(name).part", to: "\(inbox)/\(name)")
            try await fixture.untilThere("\(inbox)/done/\(name)")
        }
        #expect(
            values(fixture.receiver.record) == [
                "5.5 $/MW-h for RRS (dam)", "25.000 MWh from 2026-07-22T21:30:00Z",
                "6.5 $/MW-h for RRS (dam)",
            ])
        let statistics = try await fixture.statistics()
        #expect(statistics?.rejections.map(\.reason) == [.duplicate] && statistics?.rejected == 3)
        try await fixture.stop()
    }

    @Test("counts every bad row of a report under its reason, however many there are")
    func countsBadRows() async throws {
        let inbox = "\(path)/inbox"
        try await fixture.start(.inbox(path: inbox))
        try await fixture.settled()
        let pair = "07/22/2026,17:00,RRS,-1,N\n07/22/2026,17:00,RRS,x,N\n"
        let rows = String(repeating: pair, count: 30)
        _ = try fixture.folder.write("\(SettlementReportTests.dayAhead)\n\(rows)", to: "inbox/a.csv")
        try await fixture.untilThere("\(inbox)/rejected/a.csv")
        let rejections = try await fixture.statistics()?.rejections
        #expect(rejections?.map(\.reason) == [.malformed, .absurd])
        #expect(rejections?.map(\.count) == [30, 30])
        try await fixture.stop()
    }

    @Test("follows a report as rows are added, over a new header and a new file")
    func followsReport() async throws {
        try await fixture.start(.file(path: "\(path)/f"))
        _ = try fixture.folder.write(
            "\n\(Self.prices)\n07/22/2026,17,1,HB_WEST,HU,11,N\n07/22/2026,17,", to: "f")
        try await fixture.pass()
        _ = await fixture.receiver.record { $0.signals.count == 1 }
        _ = try fixture.folder.write(
            "2,HB_WEST,HU,12,N\n07/22/2026,17,2,LZ_WEST,LZ,9,N\nbad\n\(SettlementReportTests.dayAhead)\n"
                + "07/22/2026,17:00,RRS,6.5,N\n", to: "f", appending: true)
        try await fixture.pass()
        _ = await fixture.receiver.record { $0.signals.count == 3 }
        try HostFolder.move("\(path)/f", to: "\(path)/f.1")
        _ = try fixture.folder.write("grid eea=1\n", to: "f")
        try await fixture.pass()
        let record = await fixture.receiver.record { $0.signals.count == 4 }
        #expect(
            values(record) == [
                "11 $/MWh at HB_WEST (rtm)", "12 $/MWh at HB_WEST (rtm)", "6.5 $/MW-h for RRS (dam)", "EEA 1",
            ])
        let statistics = try await fixture.statistics()
        #expect(statistics?.otherPoint == 1 && statistics?.rejections.map(\.reason) == [.malformed])
        try await fixture.stop()
    }

    @Test("knows the rows at the end of a long report by the header at its start")
    func knowsTail() async throws {
        let filler = Array(repeating: "07/22/2026,17,1,HB_NORTH,HU,1,N\n", count: 40_000).joined()
        _ = try fixture.folder.write("\(Self.prices)\n\(filler)07/22/2026,17,1,HB_WEST,HU,11,N\n", to: "f")
        try await fixture.start(.file(path: "\(path)/f"))
        let record = await fixture.receiver.record { $0.signals.count == 1 }
        #expect(values(record) == ["11 $/MWh at HB_WEST (rtm)"])
        #expect(try await fixture.statistics()?.rejected == 0)
        try await fixture.stop()
    }

    @Test("reads a gzip file whole, again when it was replaced, and says when it is not whole yet")
    func followsGzip() async throws {
        let first = ReplayFiles.gzip("\(SettlementReportTests.dayAhead)\n07/22/2026,17:00,RRS,6.5,N\n")
        _ = try fixture.folder.write(Array(first.dropLast(8)), to: "f")
        try await fixture.start(.file(path: "\(path)/f"))
        let failed = await fixture.receiver.record { !$0.changes.isEmpty }
        #expect(failed.changes.first?.reason.contains("not a whole gzip file") == true)
        _ = try fixture.folder.write(Array(first.suffix(8)), to: "f", appending: true)
        try await fixture.pass()
        _ = await fixture.receiver.record { $0.signals.count == 1 }
        _ = try fixture.folder.write(
            ReplayFiles.gzip("\(SettlementReportTests.plainUsage)\n2026-07-22T21:30:00Z,main,25\n"), to: "g")
        try HostFolder.move("\(path)/g", to: "\(path)/f")
        try await fixture.pass()
        let record = await fixture.receiver.record { $0.signals.count == 2 }
        #expect(values(record).last == "25.000 MWh from 2026-07-22T21:30:00Z")
        try await fixture.stop()
    }

    @Test("refuses the second type of a settlement point that is configured without one")
    func refusesAmbiguity() async throws {
        _ = try fixture.folder.write(
            "\(Self.prices)\n07/22/2026,17,1,HB_WEST,LZ,11,N\n07/22/2026,17,1,HB_WEST,LZEW,12,N\n", to: "f")
        try await fixture.start(.file(path: "\(path)/f"))
        let record = await fixture.receiver.record { $0.signals.count == 1 }
        #expect(values(record) == ["11 $/MWh at HB_WEST (rtm)"])
        try await fixture.pass()
        #expect(try await fixture.statistics()?.lastReason?.contains("settlement_point_type: LZEW") == true)
        try await fixture.stop()
    }
}
