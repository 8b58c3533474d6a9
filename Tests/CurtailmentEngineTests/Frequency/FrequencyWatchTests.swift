import GridMarket
import CurtailTesting
import CurtailmentEngine
import GridUnits
import Testing

@Suite("FrequencyWatch")
struct FrequencyWatchTests {
    /// Samples at a steady rate, and what the watch makes of them.
    struct Feed {
        var watch: FrequencyWatch
        var at: Int64 = 1_000_000_000
        var step: Int64
        var reports: [FrequencyReport] = []

        init(_ policy: UnderfrequencyPolicy = .example, perSecond: Int64 = 10) {
            watch = FrequencyWatch(source: "relay", policy: policy)
            step = 1_000_000_000 / perSecond
        }

        mutating func send(_ millihertz: Int64, times: Int = 1, isGood: Bool = true, rate: Int64? = nil) {
            for _ in 0..<times {
                let sample = FrequencySample(
                    at: UTCInstant(nanosecondsSinceEpoch: at), frequency: .millihertz(millihertz),
                    rateOfChange: rate.map { FrequencyRate(microhertzPerSecond: $0) }, isGood: isGood)
                watch.observe(sample) { reports.append($0) }
                at += step
            }
        }

        /// Crossings, recoveries and faults in order, without the seconds.
        var turns: [String] {
            reports.compactMap { report in
                switch report {
                case .crossed: "crossed"
                case .recovered: "recovered"
                case .implausible: "implausible"
                case .second: nil
                }
            }
        }
    }

    @Test("N agreeing samples cross once; fewer, or broken ones, do not")
    func agreement() {
        var feed = Feed()
        feed.send(60_000, times: 20)
        feed.send(59_700, times: 2)
        feed.send(59_701)
        feed.send(59_700, times: 2)
        #expect(feed.turns.isEmpty)
        feed.send(59_699, times: 30)
        #expect(feed.turns == ["crossed"])
    }

    @Test("a lone bad sample crosses nothing and stands in no summary")
    func loneSample() {
        var feed = Feed()
        feed.send(60_000, times: 25)
        feed.send(58_000)
        feed.send(60_000, times: 25)
        #expect(feed.turns.contains("implausible") && !feed.turns.contains("crossed"))
        for case .second(let lowest, let highest) in feed.reports {
            #expect(lowest.frequency == .hertz(60) && highest == .hertz(60))
        }
    }

    @Test("a real step reads faster than the grid can, and N agreeing samples confirm it all the same")
    func confirmedStep() {
        var feed = Feed()
        feed.send(60_000, times: 20)
        feed.send(59_690, times: 2, rate: -3_100_000)
        #expect(feed.turns == ["implausible"])
        feed.send(59_690, rate: -3_100_000)
        #expect(feed.turns == ["implausible", "crossed"])
    }

    @Test(
        "the device's doubt and values outside the band break the agreement",
        arguments: [
            (59_600, false), (40_000, true), (0, true), (63_001, true),
        ])
    func doubts(millihertz: Int64, isGood: Bool) {
        var feed = Feed()
        feed.send(60_000, times: 20)
        feed.send(59_690, times: 2)
        feed.send(millihertz, isGood: isGood)
        feed.send(59_690, times: 2)
        #expect(feed.turns == ["implausible"])
        feed.send(59_690)
        #expect(feed.turns == ["implausible", "crossed"])
    }

    @Test("a fault is told once until a good sample comes")
    func faultOnce() {
        var feed = Feed()
        feed.send(40_000, times: 1_000)
        #expect(feed.turns == ["implausible"])
        feed.send(60_000)
        feed.send(40_000, times: 5)
        #expect(feed.turns == ["implausible", "implausible"])
    }

    @Test("has recovered only at the recovery frequency, and can cross again after it")
    func hysteresis() {
        var feed = Feed()
        feed.send(60_000, times: 10)
        feed.send(59_690, times: 3)
        feed.send(59_800, times: 5)
        feed.send(59_690, times: 5)
        feed.send(59_949, times: 5)
        #expect(feed.turns == ["crossed"])
        feed.send(59_950)
        feed.send(59_690, times: 3)
        #expect(feed.turns == ["crossed", "recovered", "crossed"])
    }

    @Test("each second is summed up when the next begins: lowest, highest, count")
    func seconds() {
        var feed = Feed()
        feed.send(60_000, times: 4)
        feed.send(59_990)
        feed.send(60_010, times: 5)
        #expect(feed.reports.isEmpty)
        feed.send(60_000)
        guard case .second(let lowest, let highest) = feed.reports.first else {
            Issue.record("no summary")
            return
        }
        #expect(lowest.frequency == .millihertz(59_990) && lowest.samples == 10)
        #expect(highest == .millihertz(60_010) && lowest.at.secondsSinceEpoch == 1)
    }

    @Test(
        "the synthetic dips trip what they should",
        arguments: [
            // millihertz, samples at 10 a second, threshold, whether it crosses
            (Int64(59_710), 50, Int64(59_700), false), (59_699, 3, 59_700, true), (59_699, 50, 59_700, true),
            (59_849, 50, 59_850, true), (59_849, 50, 59_700, false), (59_900, 9_600, 59_910, true),
            (59_900, 9_600, 59_850, false), (60_120, 50, 59_910, false),
        ])
    func syntheticSet(millihertz: Int64, samples: Int, threshold: Int64, crosses: Bool) {
        var policy = UnderfrequencyPolicy.example
        policy.threshold = .millihertz(threshold)
        var feed = Feed(policy)
        feed.send(60_000, times: 20)
        feed.send(millihertz, times: samples)
        feed.send(60_000, times: 20)
        #expect(feed.turns == (crosses ? ["crossed", "recovered"] : []))
    }
}
