import CurtailTesting
import GridMarket
import CurtailmentEngine
import GridUnits
import Testing

@testable import SignalIntake

@Suite("FrequencyFileReader and SignalFileReader")
struct FileReadersTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func samples(_ path: String) throws -> (hertz: [String], lines: [Int], rejected: [LineRejection])
    {
        var hertz: [String] = []
        var lines: [Int] = []
        var rejected: [LineRejection] = []
        try FrequencyFileReader(path: path).read(
            sample: { sample, line in
                hertz.append(sample.frequency.decimal)
                lines.append(line)
            },
            rejection: { rejected.append($0) })
        return (hertz, lines, rejected)
    }

    @Test(
        "reads samples from a table, JSON and line protocol",
        arguments: [
            "time_utc,hz\n2026-07-22T21:50:00Z,59.981\n\n2026-07-22T21:50:00.033Z,59.982\n",
            "hz,place,time_utc\r\n59.981,a,1784757000000000000\r\n\r\n59.982,b,1784757000033000000",
            "{\"kind\":\"frequency\",\"at\":\"2026-07-22T21:50:00Z\",\"hz\":59.981}\ngrid eea=1 1784757000000000000\nfrequency hz=59.982 1784757000033000000\n",
        ])
    func readsSamples(text: String) throws {
        let found = try samples(try folder.write(text, to: "a"))
        #expect(found.hertz == ["59.981", "59.982"])
        #expect(found.rejected.isEmpty)
    }

    @Test("reads gzip as it reads plain text, several members too")
    func readsGzip() throws {
        let member: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 75, 43, 74, 45, 44, 77, 205, 75, 174, 212, 41, 206, 47, 45, 74,
            78, 181, 45, 74, 205, 73, 172, 52, 84, 200, 168, 178, 53, 181, 212, 179, 180, 48, 84, 48, 52, 183,
            48, 49, 55, 53, 55, 64, 2, 92, 105, 4, 116, 25, 33, 235, 50, 134, 2, 46, 0, 29, 66, 250, 242, 108,
            0, 0, 0,
        ]
        #expect(try samples(try folder.write(member, to: "a.gz")).hertz == ["59.981", "59.982"])
        #expect(try samples(try folder.write(member + member, to: "b.gz")).hertz.count == 4)
        let cut = try folder.write(Array(member.dropLast(9)), to: "c.gz")
        #expect(throws: SignalFileFailure.self) { try samples(cut) }
    }

    @Test("names the line of a sample that cannot be, and reads on")
    func namesLines() throws {
        let text =
            "time_utc,hz\nnow,60\n2026-07-22T21:50:00Z,600\n2026-07-22T21:50:00Z,x\n2026-07-22T21:50:01Z,60\n"
        let found = try samples(try folder.write(text, to: "a"))
        #expect(found.lines == [5])
        #expect(found.rejected.map(\.line) == [2, 3, 4])
        #expect(found.rejected.map(\.rejection.reason) == [.malformed, .absurd, .malformed])
        let prices = try folder.write("interval_start_utc,settlement_point,price_usd_per_mwh\n", to: "b")
        #expect(throws: SignalFileFailure.self) { try samples(prices) }
    }

    @Test("reads signals of all kinds, and refuses one without a time")
    func readsSignals() throws {
        let path = try folder.write(
            "grid,source=ems eea=2 1784757000000000000\ngrid eea=1\n{\"kind\":\n", to: "a")
        var signals: [StampedSignal] = []
        var lines: [Int] = []
        let summary = try SignalFileReader(path: path).read(
            signal: { signal, _ in signals.append(signal) }, rejection: { lines.append($0.line) })
        #expect(signals.map(\.source) == ["file/ems"])
        #expect(lines == [2, 3])
        #expect(summary.signals == 1 && summary.rejected == 2)
    }
}
