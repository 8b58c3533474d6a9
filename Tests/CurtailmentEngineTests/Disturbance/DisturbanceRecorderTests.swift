import GridMarket
import GridUnits
import Testing

@testable import CurtailmentEngine

@Suite("DisturbanceRecorder")
struct DisturbanceRecorderTests {
    private static let start: Int64 = 1_784_757_000

    private static func at(_ second: Int64) -> UTCInstant { UTCInstant(secondsSinceEpoch: start + second) }

    /// Feeds samples from one second to another, and asks for blocks once a second.
    private func play(
        _ recorder: inout DisturbanceRecorder, seconds: Range<Int64>, hertz: Int64 = 10,
        from source: String = "relay"
    ) -> [SampleBlock] {
        var blocks: [SampleBlock] = []
        for second in seconds {
            for part in 0..<hertz {
                let at = Self.at(second).advanced(byNanoseconds: part * (1_000_000_000 / hertz))
                recorder.record(FrequencySample(at: at, frequency: .hertz(60)), from: source)
            }
            blocks += recorder.takeBlocks(at: Self.at(second + 1))
        }
        return blocks
    }

    @Test("hands out a minute before and 15 minutes after, every sample once, and nothing else")
    func window() throws {
        var recorder = DisturbanceRecorder()
        #expect(play(&recorder, seconds: 0..<500).isEmpty)
        recorder.record(around: Self.at(500), at: Self.at(500))
        let blocks = play(&recorder, seconds: 500..<3_000)
        let times = try blocks.flatMap { try $0.samples().map(\.at) }
        #expect(times.count == 9_600 && Set(times).count == 9_600 && times == times.sorted())
        #expect(times.first == Self.at(440))
        #expect(times.last == Self.at(1_399).advanced(byNanoseconds: 900_000_000))
        #expect(blocks.allSatisfy { $0.lost == 0 && $0.count <= DisturbanceRecorder.blockLimit })
        #expect(!recorder.isRecording)
    }

    @Test("a second disturbance makes the record last longer and repeats no sample")
    func overlap() throws {
        var recorder = DisturbanceRecorder()
        _ = play(&recorder, seconds: 0..<100)
        recorder.record(around: Self.at(100), at: Self.at(100))
        var blocks = play(&recorder, seconds: 100..<900)
        recorder.record(around: Self.at(900), at: Self.at(900))
        blocks += play(&recorder, seconds: 900..<1_850)
        recorder.record(around: Self.at(1_850), at: Self.at(1_850))
        blocks += play(&recorder, seconds: 1_850..<4_000)
        let times = try blocks.flatMap { try $0.samples().map(\.at) }
        #expect(Set(times).count == times.count)
        #expect(times.count == (2_750 - 40) * 10)
    }

    @Test("each source has its own blocks")
    func sources() {
        var recorder = DisturbanceRecorder()
        recorder.record(around: Self.at(0), at: Self.at(0))
        for source in ["relay", "pmu"] {
            recorder.record(FrequencySample(at: Self.at(0), frequency: .hertz(60)), from: source)
        }
        #expect(recorder.takeBlocks(at: Self.at(9)).isEmpty)
        #expect(recorder.takeBlocks(at: Self.at(10)).map(\.source) == ["pmu", "relay"])
    }

    @Test("a flood is bounded, and says what was lost")
    func flood() {
        var recorder = DisturbanceRecorder()
        for number in 0..<50_000 {
            let at = Self.at(0).advanced(byNanoseconds: Int64(number) * 100_000)
            recorder.record(FrequencySample(at: at, frequency: .hertz(60)), from: "relay")
        }
        recorder.record(around: Self.at(5), at: Self.at(5))
        for number in 0..<20_000 {
            let at = Self.at(5).advanced(byNanoseconds: Int64(number) * 100_000)
            recorder.record(FrequencySample(at: at, frequency: .hertz(60)), from: "relay")
        }
        let blocks = recorder.takeBlocks(at: Self.at(7), isLast: true)
        #expect(blocks.reduce(0) { $0 + $1.count } == SampleRing.capacity)
        #expect(blocks.map(\.lost).reduce(0, +) > 0)
        for number in 0..<100 {
            recorder.record(FrequencySample(at: Self.at(8), frequency: .hertz(60)), from: "source \(number)")
        }
        #expect(recorder.takeBlocks(at: Self.at(9), isLast: true).count < DisturbanceRecorder.sourceLimit)
    }

    @Test("a stop hands out what is gathered; a disturbance of long ago begins no record")
    func ends() {
        var recorder = DisturbanceRecorder()
        recorder.record(around: Self.at(0), at: Self.at(900))
        #expect(!recorder.isRecording)
        recorder.record(around: Self.at(0), at: Self.at(899))
        recorder.record(FrequencySample(at: Self.at(899), frequency: .hertz(60)), from: "relay")
        #expect(recorder.takeBlocks(at: Self.at(899)).isEmpty)
        #expect(recorder.takeBlocks(at: Self.at(899), isLast: true).map(\.count) == [1])
    }
}
