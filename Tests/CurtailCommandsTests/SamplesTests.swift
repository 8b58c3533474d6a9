import SitePorts
import GridMarket
import SiteLoop
import CurtailmentEngine
import CurtailTesting
import Foundation
import SignalIntake
import GridUnits
import LedgerStore
import Settlement
import Testing

@testable import CurtailCommands

@Suite("samples")
struct SamplesTests {
    private static let start = UTCInstant(secondsSinceEpoch: 1_784_757_000)

    private static let measured: [FrequencySample] = (0..<40).map { (number: Int64) in
        let rate = number % 2 == 0 ? FrequencyRate(stored: -1_500_000) : nil
        return FrequencySample(
            at: start.advanced(byNanoseconds: number * 33_333_333),
            frequency: Frequency(microhertz: 59_700_123 - number), rateOfChange: rate, isGood: number != 7)
    }

    private func ledger(in folder: TemporaryDirectory) throws -> String {
        let path = folder.path("ledger.sqlite")
        let ledger = try Ledger(path: path)
        let writer = LedgerWriter(ledger, bootID: "boot") { _, _ in }
        let block = try #require(SampleBlock(Self.measured, source: "relay"))
        let event = CurtailmentEvent(
            id: 1, state: .active, startedAt: Self.start, endedAt: nil, isShadow: false,
            programs: [.underfrequency], reason: .frequencyBelowThreshold, lowestTarget: .zero,
            lowestCommanded: .zero, lowestConfirmed: .zero, lowestMetered: nil, failedUnits: 0)
        let seen = FrequencyReport.Observation(
            source: "relay", at: Self.start, frequency: .millihertz(59_700), rateOfChange: nil, samples: 3)
        let crossing = EngineInput(
            at: Self.start, monotonic: MonotonicInstant(nanoseconds: 0), event: .frequency(.crossed(seen)))
        let records: [LedgerRecord] = [.input(crossing), .event(event, at: Self.start)]
        writer.record(LedgerTransaction(records, samples: [block])) { _ in }
        writer.stop()
        try ledger.close()
        return path
    }

    private func samples(_ arguments: [String]) -> (status: Int32, output: String, errors: String) {
        RecordedTerminal.run(["samples"] + arguments)
    }

    @Test("the samples of a curtailment are a table, in full")
    func table() throws {
        let folder = try TemporaryDirectory()
        let outcome = samples(["1", "--ledger", try ledger(in: folder)])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\r\n")
        #expect(lines.count == 41)
        #expect(lines.first == "time_utc,hz,rocof_hz_s,quality,source")
        #expect(lines[1] == "2026-07-22T21:50:00.000000000Z,59.700123,-1.5,good,relay")
        #expect(lines[8] == "2026-07-22T21:50:00.233333331Z,59.700116,,doubtful,relay")
    }

    @Test("a statement says how many of a trip are kept, and what prints them")
    func statement() throws {
        let folder = try TemporaryDirectory()
        let line = ["report", "--month", "2026-07", "--ledger", try ledger(in: folder)]
        let page = RecordedTerminal.run(line).output
        #expect(page.contains("40 raw samples of it kept: <code>curtailctl samples 1 -o event-1.csv</code>"))
    }

    @Test("what is printed is what a replay reads, as a table and as signals", arguments: [false, true])
    func again(asSignals: Bool) throws {
        let folder = try TemporaryDirectory()
        let file = folder.path("samples.out")
        let path = try ledger(in: folder)
        let outcome = samples(["1", "-o", file, "--ledger", path] + (asSignals ? ["--json"] : []))
        #expect(outcome.status == 0, "\(outcome.errors)")
        var read: [FrequencySample] = []
        try FrequencyFileReader(path: file).read { sample, _ in read.append(sample) }
        #expect(read.map(\.at) == Self.measured.map(\.at))
        #expect(read.map(\.frequency) == Self.measured.map(\.frequency))
        if asSignals { #expect(read == Self.measured) }
    }

    @Test("says where to look when there are none, or no such curtailment")
    func nothing() throws {
        let folder = try TemporaryDirectory()
        let path = try ledger(in: folder)
        let none = samples(["--from", "2026-01-01", "--to", "2026-01-02", "--ledger", path])
        #expect(none.status == 65 && none.errors.contains("curtailctl export --table samples"))
        let unknown = samples(["2", "--ledger", path])
        #expect(unknown.status == 65 && unknown.errors.contains("no curtailment 2"))
        #expect(samples(["--ledger", path]).status == 64)
        #expect(samples(["1", "--source", "pmu", "--ledger", path]).status == 65)
    }
}
